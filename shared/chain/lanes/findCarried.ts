import { readOutcome } from '../readOutcome'
import type { Ending, Lane } from './lane'
import type { UnsettledRow } from './rows'

/**
 * Looks for a delivery's claim in transactions that others sent: anyone may deliver, so that whatever seems to end a
 * delivery without a transaction of ours may mean that it was delivered.
 *
 * @param lane - Where.
 * @param row - Whose claim.
 * @returns How it ended there; undefined when nobody carried it.
 */
export async function findCarried(lane: Lane, row: UnsettledRow): Promise<Ending | undefined> {
  const { deliveryId, receiver, sinceBlock } = row
  const digests = await lane.digestsOf(deliveryId)
  const logs = await lane.chain.logsOf({ receiver, digests, sinceBlock })
  const found = readOutcome(logs, { receiver, digests })
  if (found === undefined) return undefined
  return {
    ...found,
    reasons: [...found.reasons, 'delivered by a transaction that is not in the journal'],
  }
}
