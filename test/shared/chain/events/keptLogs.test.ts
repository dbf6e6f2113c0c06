import type { BlockLog } from '../../../../shared/chain/events/blockLog'
import { charactersOf, KeptLogs } from '../../../../shared/chain/events/keptLogs'
import type { Hex } from '../../../../shared/core/hex'

const log = {
  ...{
    logIndex: 0,
    address: '0x01',
    transaction: '0x02',
    topics: [],
    data: `0x${'00'.repeat(50)}`,
  },
} as unknown as BlockLog // what counts here is its data
const hash = (index: number): Hex => `0x${String(index)}`

describe('KeptLogs', () => {
  it('forgets the oldest blocks beyond its bound of characters', () => {
    const kept = new KeptLogs(2 * charactersOf([log]))
    for (let block = 0; block < 3; block++) kept.keep(hash(block), [log])
    expect([0, 1, 2].map((block) => kept.get(hash(block))?.length)).toEqual([undefined, 1, 1])
  })

  it('does not keep a block that is more than its bound, and forgets nothing for it', () => {
    const kept = new KeptLogs(2 * charactersOf([log]))
    kept.keep(hash(0), [log])
    kept.keep(hash(1), [log, log, log])
    expect([kept.get(hash(0)), kept.get(hash(1))]).toEqual([[log], undefined])
  })

  it('forgets the oldest beyond 64 blocks, however small', () => {
    const kept = new KeptLogs()
    for (let block = 0; block < 65; block++) kept.keep(hash(block), [])
    expect([kept.get(hash(0)), kept.get(hash(1))]).toEqual([undefined, []])
  })

  it('counts a block once that is kept again', () => {
    const kept = new KeptLogs(2 * charactersOf([log]))
    for (const block of [0, 0, 0, 1]) kept.keep(hash(block), [log])
    expect(kept.get(hash(0))).toEqual([log])
  })
})
