import { boundBodies } from '../../../shared/execution/boundBodies'
import { MAX_BODIES, MAX_BODY_IN_BYTES } from '../../../shared/execution/responseBody'
import type { ObservedBody } from '../../../shared/sources/observeAll'

const bodyOf = (bytes: number): ObservedBody => ({
  source: 'gold',
  origin: 'https://gold.example',
  responseHash: `0x${'ab'.repeat(32)}`,
  bytes: Buffer.alloc(bytes, 'a'),
})

function sizes(bodies: readonly ObservedBody[]): readonly (number | string)[] {
  return boundBodies(bodies).map((each) =>
    'body' in each ? Buffer.from(each.body, 'base64').length : each.leftOut,
  )
}

describe('boundBodies', () => {
  it('carries the bytes as they came, in base64', () => {
    expect(boundBodies([{ ...bodyOf(0), bytes: Uint8Array.from([0, 255, 10]) }])).toEqual([
      {
        source: 'gold',
        origin: 'https://gold.example',
        responseHash: `0x${'ab'.repeat(32)}`,
        body: 'AP8K',
      },
    ])
  })

  it('takes 64 KiB a body, and says of a larger one that it is left out', () => {
    expect(sizes([bodyOf(MAX_BODY_IN_BYTES), bodyOf(MAX_BODY_IN_BYTES + 1), bodyOf(1)])).toEqual([
      MAX_BODY_IN_BYTES,
      'too large',
      1,
    ])
  })

  it('takes 512 KiB a run, and lets a small one still fit after a large one did not', () => {
    const large = Array.from({ length: 7 }, () => bodyOf(MAX_BODY_IN_BYTES))
    const rest = [bodyOf(MAX_BODY_IN_BYTES - 10), bodyOf(11), bodyOf(10), bodyOf(1)]
    expect(sizes([...large, ...rest]).slice(7)).toEqual([
      MAX_BODY_IN_BYTES - 10,
      'too large',
      10,
      'too large',
    ])
  })

  it('gives no more than are stored in one transaction', () => {
    expect(boundBodies(Array.from({ length: MAX_BODIES + 1 }, () => bodyOf(1)))).toHaveLength(
      MAX_BODIES,
    )
  })
})
