import type { EventChain } from '../../../../shared/chain/events/eventChain'
import { openEventChain } from '../../../../shared/chain/events/eventChain'
import type { Heads } from '../../../../shared/chain/events/heads'
import { FINAL_AFTER_BLOCKS } from '../../../../shared/chain/events/heads'
import type { Rpc, RpcReply } from '../../../../shared/chain/rpc'
import type { Hex } from '../../../../shared/core/hex'

const HEAD = 5_000
// As of an L2, which is final only when its batch is on the chain below.
const FINAL = 1_200
const SAFE = 3_000

type Tags = {
  latest: RpcReply
  safe: RpcReply
  finalized: RpcReply
}

const NULL: RpcReply = { ok: true, result: null }
const RATE_LIMIT = refusal(-32_005, 'daily request count exceeded, request rate limited')

function blockAt(number: number): RpcReply {
  const hash = (digit: string): Hex => `0x${digit.repeat(64)}`
  const block = {
    ...{ number: `0x${number.toString(16)}`, timestamp: '0x1', transactions: [] },
    ...{ hash: hash('1'), parentHash: hash('2'), receiptsRoot: hash('3') },
    logsBloom: `0x${'00'.repeat(256)}`,
  }
  return { ok: true, result: block }
}

function refusal(code: number, message: string): RpcReply {
  return { ok: false, code, message, data: undefined }
}

function tagsOf(said: Partial<Tags> = {}): Tags {
  return { latest: blockAt(HEAD), safe: blockAt(SAFE), finalized: blockAt(FINAL), ...said }
}

function without(reply: RpcReply): Tags {
  return tagsOf({ safe: reply, finalized: reply })
}

function endpointOf(name: string, tags: Tags): Rpc {
  return {
    name,
    send: (calls) => Promise.resolve(calls.map(({ params }) => tags[params[0] as keyof Tags])),
  }
}

function chainOf(endpoints: readonly Tags[], needed = 1): EventChain {
  const rpcs = endpoints.map((tags, index) => endpointOf(`endpoint ${String(index)}`, tags))
  return openEventChain({ quorum: { chainId: 1, rpcs, needed } })
}

async function look(chain: EventChain): Promise<Heads> {
  return (await chain.look()).heads
}

describe('lookAtHeads', () => {
  it('tells what the endpoints call safe and final', async () => {
    const heads = await look(chainOf([tagsOf()]))
    expect(heads).toMatchObject({ head: { number: HEAD }, safe: SAFE, finalized: FINAL })
  })

  it.each([
    ['no block', NULL],
    ['invalid params', refusal(-32_602, 'invalid argument 0: hex string without 0x prefix')],
    ['an unknown method', refusal(-32_601, 'the method is not available')],
    ['an unknown tag', refusal(-32_000, 'Unknown block tag: finalized')],
    ['an invalid tag', refusal(0, 'invalid block tag "safe"')],
    ['no such block', refusal(-32_000, 'finalized block not found')],
    ['no such block, by its code', refusal(-39_001, 'Unknown block')],
  ])('counts blocks on a chain without the word: %s', async (_, reply) => {
    const finalized = HEAD - FINAL_AFTER_BLOCKS
    expect(await look(chainOf([without(reply)]))).toMatchObject({ safe: finalized, finalized })
  })

  it.each([
    ['a rate limit', RATE_LIMIT],
    ['a time-out', refusal(-32_000, 'request timed out')],
    ['a fault of its own', refusal(-32_603, 'internal error')],
    ['a state that is gone', refusal(-32_000, 'header not found')],
    ['no block and no null', { ok: true, result: undefined } as const],
    ['what is no block', { ok: true, result: 'soon' } as const],
  ])('takes no word from an endpoint that did not answer: %s', async (_, reply) => {
    const code = 'CHAIN_UNREACHABLE'
    for (const tags of [tagsOf({ finalized: reply }), tagsOf({ safe: reply }), without(reply)]) {
      await expect(look(chainOf([tags]))).rejects.toMatchObject({ code })
    }
  })

  it('goes by another endpoint where one limits our rate', async () => {
    const chain = chainOf([without(RATE_LIMIT), tagsOf()])
    expect(await look(chain)).toMatchObject({ safe: SAFE, finalized: FINAL })
  })

  it('goes by what is enough of the endpoints', async () => {
    const chain = chainOf([without(RATE_LIMIT), tagsOf(), tagsOf({ finalized: blockAt(1) })], 2)
    expect(await look(chain)).toMatchObject({ finalized: 1 })
  })

  it('keeps the height where the word was said before and is not said now', async () => {
    const tags = tagsOf()
    const chain = chainOf([tags])
    await look(chain)
    Object.assign(tags, without(NULL), { latest: blockAt(HEAD + 10) })
    expect(await look(chain)).toMatchObject({
      head: { number: HEAD + 10 },
      safe: FINAL,
      finalized: FINAL,
    })
    tags.finalized = blockAt(FINAL + 5)
    expect(await look(chain)).toMatchObject({ finalized: FINAL + 5 })
  })

  it('calls nothing final that one endpoint alone calls so, nor what lies deep', async () => {
    const chain = chainOf([tagsOf(), without(NULL)], 2)
    expect(await look(chain)).toMatchObject({ safe: 0, finalized: 0 })
  })

  it('keeps the height where too few say the word', async () => {
    const [one, two] = [tagsOf(), tagsOf({ finalized: blockAt(FINAL + 9) })]
    const chain = chainOf([one, two], 2)
    expect(await look(chain)).toMatchObject({ finalized: FINAL })
    one.finalized = NULL
    expect(await look(chain)).toMatchObject({ finalized: FINAL })
  })

  it('calls nothing final above the head', async () => {
    expect(await look(chainOf([tagsOf({ finalized: blockAt(HEAD + 1) })]))).toMatchObject({
      finalized: HEAD,
    })
  })
})
