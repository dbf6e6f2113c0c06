import * as z from 'zod'
import type { EventConsumer } from '../activities/eventConsumers'
import type { StreamReport } from '../chain/events/reportStream'
import { reportStream } from '../chain/events/reportStream'
import { crypletPath } from './fields'
import { defineRoute, nothing } from './route'
import { streamsOfCryplet } from './streamsOfCryplet'

/** The route that shows how far the events of a Cryplet are read. */
export const getEvents = defineRoute({
  name: 'getEvents',
  method: 'GET',
  path: 'cryplets/{name}/events',
  role: 'function',
  summary:
    'Shows what the subscriptions of a Cryplet listen to, how far each chain is read for them, and how far each subscription is.',
  request: z.object({
    path: crypletPath,
    query: nothing,
    body: nothing,
  }),
  answers: {
    200: "`{ cryplet, streams: [...] }`. Of each: `chainId`, `address`, `topic`, `position: { blockNumber, blockHash }` (read up to here), `head`, `safe`, `finalized`, `lagInBlocks`, `completeness` (what vouches for there being no further events), `counts` (blocks undone, answers that did not match, faults), `hints`, `lastFault`, `chainFault`, `leaseHolder`, `listeners: [{ chainId, receiver, subscription, depth, fromBlock, toldFrom, unconsumed, isAnchored }]`; `toldFrom` is above `fromBlock` where the subscription came when earlier events were gone, which a replay brings; `isAnchored` is false where the event is of another chain, which the receiver's cannot check.",
    404: 'No such Cryplet.',
    422: '`CRYPLET_WITHOUT_EVENTS`: no event wakes it.',
  },
  answer: async (ports, { path }) => {
    const listened = await streamsOfCryplet(ports, path.name)
    const { journal, chainOf, holder } = ports.events
    const by = await holder()
    const reports = await Promise.all(
      listened.map(async ({ stream, listeners }) => {
        const chain = chainOf(stream.chainId)
        return describe(await reportStream({ journal, chain, holder: by }, stream), listeners)
      }),
    )
    return { status: 200, json: { cryplet: path.name, streams: reports } }
  },
})

function describe(report: StreamReport, listeners: readonly EventConsumer[]): object {
  const { consumers, unconsumed, ...stream } = report
  return {
    ...stream,
    listeners: listeners.map(({ name, subscription, listensTo }) => {
      const { chainId, receiver, subscription: id } = subscription
      const own = consumers.find(({ consumer }) => consumer === name)
      return {
        ...{ chainId, receiver, subscription: id, depth: listensTo.depth },
        fromBlock: listensTo.fromBlock,
        toldFrom: own?.toldFrom ?? listensTo.fromBlock,
        unconsumed: own?.unconsumed ?? unconsumed,
        isAnchored: listensTo.chainId === chainId,
      }
    }),
  }
}
