import * as z from 'zod'
import type { Hex } from '../core/hex'
import type { Delivery } from '../runs/rows'
import { OUTCOMES } from '../runs/rows'
import type { DeliverySummary } from './deliverySummary'
import { readRows, summaryOf } from './deliverySummary'
import { bytes32 } from './fields'
import type { ApiPorts } from './ports'
import { defineRoute, nothing } from './route'

const PAGE = { default: 20, most: 100 } as const
/** Rows that one request may look at, so that a rare outcome does not read the whole table at once. */
const LOOKED_AT_MOST = 500

const query = z.strictObject({
  cryplet: z.string().min(1).max(64).optional().describe('Only of this Cryplet.'),
  outcome: z
    .literal(OUTCOMES)
    .optional()
    .describe(`Only with this outcome: ${OUTCOMES.join(', ')}.`),
  transaction: bytes32.optional().describe('Only what this transaction delivered.'),
  wake: bytes32.optional().describe('Only of this wake; then all at once, without paging.'),
  limit: z.coerce
    .number('a number')
    .int()
    .min(1)
    .max(PAGE.most)
    .default(PAGE.default)
    .describe(`How many, 1 to ${String(PAGE.most)}; ${String(PAGE.default)} when left out.`),
  cursor: z
    .string()
    .regex(/^[0-9]{15}-0x[0-9a-f]{64}$/, 'the `next` of an earlier answer')
    .optional()
    .describe('The `next` of an earlier answer.'),
})

type Query = z.output<typeof query>

/** The route that lists deliveries. */
export const listDeliveries = defineRoute({
  name: 'listDeliveries',
  method: 'GET',
  path: 'deliveries',
  role: 'function',
  summary: 'Lists deliveries, newest first.',
  request: z.object({ path: nothing, query, body: nothing }),
  answers: {
    200: '`{ deliveries: [...], next? }`. A page may hold fewer than asked for, even none, and still name a `next`. With `wake` also `{ wake: { wakeId, state } }`, state `open` or `ended`. Of each delivery: how far it has come (`state`: `deliveries`, `observed`, `envelope`, `submitted`, `signed`, `parked` (its lane cannot work on it as it is, and says why), `settled`), `waitingFor` while there is a reason why it is not sealed (as a source that is down) or not sent yet, on what its `enclave` runs once it is sealed (as in `simulated, no hardware`), and its outcome.',
    400: 'A filter that does not exist, or a cursor that is none of ours.',
    404: 'No such wake.',
  },
  answer: async (ports, request) => {
    const { wake } = request.query
    if (wake !== undefined) return { status: 200, json: await ofWake(ports, wake, request.query) }
    return { status: 200, json: await readPage(ports, request.query) }
  },
})

async function ofWake(ports: ApiPorts, wakeId: Hex, filters: Query): Promise<unknown> {
  const { wakes, deliveries } = ports.runs
  await wakes.require(wakeId)
  const [hasEnded, owed = []] = await Promise.all([
    wakes.hasEnded(wakeId),
    deliveries.ofRun(wakeId),
  ])
  const summaries = await Promise.all(owed.map((delivery) => readSummary(ports, delivery)))
  return {
    wake: { wakeId, state: hasEnded ? 'ended' : 'open' },
    deliveries: summaries.filter(matching(filters)),
  }
}

async function readPage(ports: ApiPorts, filters: Query): Promise<unknown> {
  const { limit } = filters
  const isMatching = matching(filters)
  const found: DeliverySummary[] = []
  let from = filters.cursor
  for (let looked = 0; looked < LOOKED_AT_MOST; ) {
    const wanted = limit - found.length
    const page = await ports.runs.deliveries.list({
      limit: wanted,
      ...(from !== undefined && { from }),
    })
    const summaries = await Promise.all(page.deliveryIds.map((id) => readById(ports, id)))
    found.push(...summaries.filter(isMatching))
    from = page.next
    looked += page.deliveryIds.length
    if (from === undefined || found.length === limit) break
  }
  return { deliveries: found, ...(from !== undefined && { next: from }) }
}

async function readById(ports: ApiPorts, id: Hex): Promise<DeliverySummary> {
  return readSummary(ports, await ports.runs.deliveries.require(id))
}

async function readSummary(ports: ApiPorts, delivery: Delivery): Promise<DeliverySummary> {
  return summaryOf(ports, await readRows(ports, delivery))
}

function matching(filters: Query): (summary: DeliverySummary) => boolean {
  const { cryplet, outcome, transaction } = filters
  return (summary) =>
    (cryplet === undefined || summary.cryplet === cryplet) &&
    (transaction === undefined || summary.transaction === transaction) &&
    (outcome === undefined || summary.outcome === outcome)
}
