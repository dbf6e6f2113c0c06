import { createHash } from 'node:crypto'
import { orderedTrieRoot } from '../../../../shared/chain/events/trie'
import { rows } from '../../../vectors/orderedTries.json'

function valueOf(index: number, length: number): Uint8Array {
  const parts: Buffer[] = []
  for (let part = 0; part * 32 < length; part++) {
    parts.push(
      createHash('sha256')
        .update(`${String(index)}:${String(part)}`)
        .digest(),
    )
  }
  return Buffer.concat(parts).subarray(0, length)
}

describe('orderedTrieRoot', () => {
  it.each(rows)('gives the root of $count values of $length bytes', ({ count, length, root }) => {
    const values = Array.from({ length: count }, (_, index) => valueOf(index, length))
    expect(orderedTrieRoot(values)).toBe(root)
  })

  it('gives another root when a value is missing, altered or out of order', () => {
    const values = Array.from({ length: 130 }, (_, index) => valueOf(index, 40))
    const [first, second, ...rest] = values
    const others = [
      values.slice(0, -1),
      [...values.slice(0, -1), valueOf(0, 40)],
      [second, first, ...rest].flatMap((value) => value ?? []),
    ]
    const roots = [values, ...others].map(orderedTrieRoot)
    expect(new Set(roots).size).toBe(4)
  })
})
