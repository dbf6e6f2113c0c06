import * as z from 'zod'
import { submissionOf } from '../chain/lanes/submission'
import { proofBundleToJson } from '../envelope/proofBundle'
import { readRows, summaryOf } from './deliverySummary'
import { bytes32 } from './fields'
import { readProofBundle } from './readProofBundle'
import { defineRoute, nothing } from './route'

/** The route that gives a delivery's proof. */
export const getDelivery = defineRoute({
  name: 'getDelivery',
  method: 'GET',
  path: 'deliveries/{id}',
  role: 'function',
  summary:
    'Gives the whole proof bundle of a delivery, which `cryplet verify --bundle` reads, and beside it, as `delivery`, how far it has come and why it ended so.',
  request: z.object({
    path: z.strictObject({ id: bytes32.describe('The deliveryId.') }),
    query: nothing,
    body: nothing,
  }),
  answers: {
    200: 'The bundle; before an envelope is sealed only `delivery`. `delivery.history.submission` is what its lane has done for it: transactions, prices, cancellation, outcome. Where the evidence of the enclave is not whole in it, `delivery.evidence` says why.',
    400: 'No id.',
    404: 'No such delivery.',
  },
  answer: async (ports, { path }) => {
    const { deliveries, wakes } = ports.runs
    const delivery = await deliveries.require(path.id)
    const [wake, rows] = await Promise.all([
      wakes.require(delivery.wakeId),
      readRows(ports, delivery),
    ])
    const [proof, summary] = await Promise.all([
      readProofBundle(ports, rows),
      summaryOf(ports, rows),
    ])
    const { record, envelopes, lane } = rows
    const history = {
      wokenAtInMs: wake.wokenAtInMs,
      explicit: wake.explicit,
      ...(record && { fetchedAt: record.fetchedAt }),
      envelopes: envelopes.map(({ generation, digest, expiresAt }) => ({
        generation,
        digest,
        expiresAt,
      })),
      ...(lane !== undefined && { submission: submissionOf(lane, ports.clock) }),
    }
    const json = {
      ...(proof && proofBundleToJson(proof.bundle)),
      delivery: { ...summary, ...(proof?.lacking && { evidence: proof.lacking }), history },
    }
    return { status: 200, json }
  },
})
