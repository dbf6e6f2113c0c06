import * as z from 'zod'
import { replayRange } from '../chain/events/replayRange'
import { crypletPath } from './fields'
import { defineRoute, nothing } from './route'
import { streamsOfCryplet } from './streamsOfCryplet'

const MOST_BLOCKS = 1_000
const block = z.int().nonnegative()

/** The route by which final blocks are read again. */
export const replayEvents = defineRoute({
  name: 'replayEvents',
  method: 'POST',
  path: 'cryplets/{name}/events/replay',
  role: 'admin',
  summary:
    'Reads final blocks again for all that wait for the events of a Cryplet, also blocks from before its chain was read: for a subscription that begins earlier than the first one did. An event that has woken somebody wakes nobody twice, but for one case: how often a block was undone is forgotten once it is final, so that an event wakes again whose block was undone before the event was due, and came back.',
  request: z.object({
    path: crypletPath,
    query: nothing,
    body: z
      .strictObject({
        chainId: z.int().positive().describe('Of the events.'),
        from: block.describe('First block.'),
        to: block.describe('Last block.'),
      })
      .refine(
        ({ from, to }) => from <= to && to - from < MOST_BLOCKS,
        `expected from <= to, and at most ${String(MOST_BLOCKS)} blocks`,
      ),
  }),
  answers: {
    200: '`{ cryplet, chainId, from, to, streams: [{ address, topic, appended }] }`: how many events were appended, marked `replay`.',
    400: 'No range, or a longer one.',
    404: 'No such Cryplet.',
    409: '`EVENT_RANGE_NOT_FINAL`: the pump has not read so far, or it is not final.',
    422: '`CRYPLET_WITHOUT_EVENTS`: no event wakes it.',
  },
  answer: async (ports, { path, body }) => {
    const { journal, chainOf } = ports.events
    const { chainId } = body
    const listened = await streamsOfCryplet(ports, path.name)
    const chain = chainOf(chainId)
    const streams = []
    // One after the other: they share a chain's endpoints with the pump.
    for (const { stream } of listened) {
      if (chain === undefined || stream.chainId !== chainId) continue
      const { address, topic } = stream
      const appended = await replayRange({ journal, slice: await chain.look() }, stream, body)
      streams.push({ address, topic, appended })
    }
    return { status: 200, json: { cryplet: path.name, ...body, streams } }
  },
})
