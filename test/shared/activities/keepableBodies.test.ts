import { keccak256 } from 'ethers'
import { keepableBodies } from '../../../shared/activities/keepableBodies'
import type { Hex } from '../../../shared/core/hex'
import { marketClose } from '../../../shared/cryplets/marketClose'
import type { SignedRecord } from '../../../shared/envelope/record'
import type { ResponseBody } from '../../../shared/execution/responseBody'
import { MAX_BODIES_IN_BYTES, MAX_BODY_IN_BYTES } from '../../../shared/execution/responseBody'

const origin = 'https://gold.example'

const responseOf = (bytes: Buffer, source = 'gold'): ResponseBody => ({
  source,
  origin,
  responseHash: keccak256(bytes) as Hex,
  body: bytes.toString('base64'),
})

function recordOf(bodies: readonly ResponseBody[]): SignedRecord {
  const observations = bodies.map(({ source, responseHash }) => ({
    ...{ source, origin, responseHash, providerTime: 1, value: '1' },
  }))
  const wake = { kind: 'schedule', crypletId: '0x', slot: 1 } as const
  return {
    runId: '0x',
    facts: { wake, observations },
    fetchedAt: 1,
    codeHash: '0x',
    signature: '0x',
  }
}

const gold = responseOf(Buffer.from('{"price":1}'))

describe('keepableBodies', () => {
  it('keeps a body whose hash the record has, and the word that one was too large', () => {
    const large: ResponseBody = {
      ...{ source: 'sofr', origin, responseHash: `0x${'ab'.repeat(32)}` },
      leftOut: 'too large',
    }
    const kept = [gold, large]
    expect(keepableBodies(recordOf(kept), marketClose, kept)).toEqual({ kept, dropped: [] })
  })

  it.each([
    [
      'whose bytes were changed',
      { body: Buffer.from('{"price":2}').toString('base64') },
      'its bytes have another hash',
    ],
    [
      'of another response',
      { responseHash: `0x${'ab'.repeat(32)}` },
      'no observation has its hash',
    ],
    ['of another origin', { origin: 'https://else.example' }, 'no observation has its hash'],
    ['of another source', { source: 'sofr' }, 'no observation has its hash'],
    ['of no source', { source: 'silver' }, 'its source is not declared public'],
  ] as const)('drops a body %s', (_what, change, fault) => {
    const body: ResponseBody = { ...gold, ...change }
    expect(keepableBodies(recordOf([gold]), marketClose, [body])).toEqual({
      kept: [],
      dropped: [`${body.source} of ${body.origin}: ${fault}`],
    })
  })

  it('drops a body of a source that did not say that it is public, whatever its hash', () => {
    const cryplet = JSON.parse(JSON.stringify(marketClose)) as typeof marketClose
    Reflect.deleteProperty(cryplet.sources['gold'] ?? {}, 'body')
    expect(keepableBodies(recordOf([gold]), cryplet, [gold])).toMatchObject({
      kept: [],
      dropped: [`gold of ${origin}: its source is not declared public`],
    })
  })

  it('keeps a body once', () => {
    expect(keepableBodies(recordOf([gold]), marketClose, [gold, gold])).toEqual({
      kept: [gold],
      dropped: [`gold of ${origin}: it came twice`],
    })
  })

  it('keeps the bounds, whatever a container sends', () => {
    const larger = responseOf(Buffer.alloc(MAX_BODY_IN_BYTES + 1))
    const full = Array.from({ length: 9 }, (_, n) => responseOf(Buffer.alloc(MAX_BODY_IN_BYTES, n)))
    const all = [larger, ...full]
    const { kept, dropped } = keepableBodies(recordOf(all), marketClose, all)
    expect(kept).toEqual(full.slice(0, MAX_BODIES_IN_BYTES / MAX_BODY_IN_BYTES))
    expect(dropped).toEqual([1, 2].map(() => `gold of ${origin}: it is larger than the bounds`))
  })
})
