import * as z from 'zod'
import { termsOf } from '../activities/sealDeliveries'
import type { Hex } from '../core/hex'
import type { RunClaim, RunDelivery, RunDocument } from '../execution/replay/runDocument'
import type { Delivery, EnvelopeRow, WakeRow } from '../runs/rows'
import { factsOf } from '../runs/wakeColumns'
import { readRows } from './deliverySummary'
import { RunUnknownError } from './errors'
import { bytes32 } from './fields'
import type { ApiPorts } from './ports'
import { readBodies } from './readBodies'
import { defineRoute, nothing } from './route'

/** The route that gives all that is remembered of a run. */
export const getRun = defineRoute({
  name: 'getRun',
  method: 'GET',
  path: 'runs/{id}',
  role: 'function',
  summary:
    'Gives the record of a run, which `cryplet replay` repeats: what woke it, what its sources said, and what was made of it.',
  request: z.object({
    path: z.strictObject({ id: bytes32.describe('Of the wake, or of one of its deliveries.') }),
    query: nothing,
    body: nothing,
  }),
  answers: {
    200: '`{ version, runId, cryplet, state, wake, wokenAtInMs, overrides?, record?, code?, bodies, answer?, deliveries, fault? }`. `record` is what was read, signed by the tier-1 key; `code` which code read it. `bodies` has one entry an observation: its bytes in base64, or why they are not there (`leftOut`: `not public`, `not kept`, `too large`, `removed by age`). `answer` is the payload that was answered to a post. Of each delivery: its `outcome`, and its `claims` with the terms that they were made on. `state` is `open` or `ended`.',
    400: 'No id.',
    404: 'No such run.',
  },
  answer: async (ports, { path }) => ({ status: 200, json: await readRun(ports, path.id) }),
})

async function readRun(ports: ApiPorts, id: Hex): Promise<RunDocument> {
  const wake = await findWake(ports, id)
  const { wakeId, cryplet, wokenAtInMs, overrides } = wake
  const { deliveries, answers, wakes } = ports.runs
  const [hasEnded, record, code, fault, answer, owed] = await Promise.all([
    wakes.hasEnded(wakeId),
    deliveries.getRecord(wakeId),
    deliveries.getRecordCode(wakeId),
    deliveries.getFault(wakeId),
    answers.get(wakeId),
    deliveries.ofRun(wakeId),
  ])
  return {
    version: 1,
    runId: wakeId,
    cryplet,
    state: hasEnded ? 'ended' : 'open',
    wake: factsOf(wake),
    wokenAtInMs,
    ...(overrides !== undefined && { overrides }),
    ...(record && { record, code: { codeHash: record.codeHash, ...code } }),
    bodies: record === undefined ? [] : await readBodies(ports, wake, record),
    ...(answer !== undefined && { answer }),
    deliveries: await Promise.all((owed ?? []).map((delivery) => tellDelivery(ports, delivery))),
    ...(fault && { fault }),
  }
}

async function findWake({ runs }: ApiPorts, id: Hex): Promise<WakeRow> {
  const wake = await runs.wakes.get(id)
  if (wake !== undefined) return wake
  const delivery = await runs.deliveries.get(id)
  if (delivery === undefined) throw new RunUnknownError(id)
  return runs.wakes.require(delivery.wakeId)
}

async function tellDelivery(ports: ApiPorts, delivery: Delivery): Promise<RunDelivery> {
  const { deliveryId, chainId, receiver, subscription } = delivery
  const { envelopes, end } = await readRows(ports, delivery)
  return {
    ...{ deliveryId, chainId, receiver, subscription },
    ...(end && { outcome: end.outcome }),
    claims: envelopes.map((row) => tellClaim(delivery, row)),
  }
}

// As it is stored, unverified: whoever repeats the run finds what does not belong together.
function tellClaim(delivery: Delivery, { generation, digest, envelope }: EnvelopeRow): RunClaim {
  const isObject = typeof envelope === 'object' && envelope !== null && 'claim' in envelope
  const claim = isObject ? envelope['claim'] : null
  return { generation, digest, terms: termsOf({ delivery, generation }), claim }
}
