import * as z from 'zod'
import { lookUpHint } from '../chain/events/lookUpHint'
import { bytes32, crypletPath } from './fields'
import { defineRoute, nothing } from './route'
import { streamsOfCryplet } from './streamsOfCryplet'

/** The route by which somebody says that an event has happened, as a provider's web hook does. */
export const hintEvents = defineRoute({
  name: 'hintEvents',
  method: 'POST',
  path: 'cryplets/{name}/hints',
  role: 'function',
  summary:
    'Says that a transaction has emitted an event which wakes a Cryplet. It is looked up and counted, never believed: what wakes is what the pump reads by itself.',
  request: z.object({
    path: crypletPath,
    query: nothing,
    body: z.strictObject({ transaction: bytes32.describe('Hash of the transaction.') }),
  }),
  answers: {
    200: '`{ cryplet, transaction, streams: [{ chainId, address, status }] }`: what enough endpoints say of each chain, `found` with its `blockNumber`, `notFound`, or `undecided` with a `reason`.',
    400: 'No hash.',
    404: 'No such Cryplet.',
    422: '`CRYPLET_WITHOUT_EVENTS`: no event wakes it.',
  },
  answer: async (ports, { path, body }) => {
    const { journal, chainOf } = ports.events
    const listened = await streamsOfCryplet(ports, path.name)
    const streams = await Promise.all(
      listened.map(async ({ stream }) => {
        const { chainId, address } = stream
        const chain = chainOf(chainId)
        const found =
          chain === undefined
            ? { status: 'undecided', reason: `chain ${String(chainId)} is not served` }
            : await lookUpHint({ chain, journal }, stream, body)
        return { chainId, address, ...found }
      }),
    )
    return { status: 200, json: { cryplet: path.name, ...body, streams } }
  },
})
