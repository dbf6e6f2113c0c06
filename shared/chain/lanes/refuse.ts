import type { Hex } from '../../core/hex'
import type { RefusalKind } from '../classifyRefusal'
import { classifyRefusal } from '../classifyRefusal'
import { readOutcome } from '../readOutcome'
import { readRevert } from '../readRevert'
import type { OpenRow } from './journal'
import type { Ending, Lane, Step } from './lane'
import { nextTryOf } from './lane'
import type { AcceptedRow } from './rows'
import { deliveryOf } from './rows'
import { settle } from './settle'

/**
 * Decides what a simulation's refusal means: wait, or end when a later block agrees.
 *
 * @param lane - Where.
 * @param open - What was simulated.
 * @param revert - What the receiver reverted with.
 * @returns What this led to.
 */
export async function refuse(lane: Lane, open: OpenRow<AcceptedRow>, revert: Hex): Promise<Step> {
  const { name, text } = readRevert(revert)
  const kind = classifyRefusal(name)
  if (kind === 'passing') return putOff(lane, open, { waitingFor: text })
  const block = (await lane.chain.latestBlock()).number
  if (!isConfirmed(lane, open.row, { name, block })) {
    return putOff(lane, open, {
      waitingFor: `a later block that agrees: ${text}`,
      ...firstRefusal(lane, open.row, { name, block }),
    })
  }
  return settle(lane, open, await endingOf(lane, open.row, { kind, text }))
}

/**
 * Writes down why a delivery was not sent, and when it is tried again.
 *
 * @param lane - Where.
 * @param open - What was tried.
 * @param why - In words, and the refusal to be confirmed, if it is one.
 * @returns `waiting`: others may go first.
 */
export async function putOff(
  lane: Lane,
  open: OpenRow<AcceptedRow>,
  why: Pick<AcceptedRow, 'waitingFor' | 'refusedAs' | 'refusedAtBlock' | 'refusedAtInMs'>,
): Promise<Step> {
  const { row } = open
  const confirming = why.refusedAs !== undefined
  const next: AcceptedRow = {
    ...deliveryOf(row),
    ...why,
    state: 'accepted',
    tries: row.tries + 1,
    // What the next block decides is asked at the next ring.
    nextTryAtInMs: confirming ? lane.clock.nowInMs() + 1_000 : nextTryOf(lane, row),
  }
  if (row.waitingFor !== why.waitingFor) {
    const { deliveryId } = row
    lane.log.warn('delivery waits', { deliveryId, waitingFor: why.waitingFor })
  }
  return (await lane.journal.change(open, next)) === 'conflict' ? 'conflict' : 'moved'
}

type Refusal = { readonly name: string; readonly block: number }

function isConfirmed(lane: Lane, row: AcceptedRow, { name, block }: Refusal): boolean {
  if (row.refusedAs !== name) return false
  if (block > (row.refusedAtBlock ?? block)) return true
  const { quietRefusalInMs } = lane
  const heldForInMs = lane.clock.nowInMs() - (row.refusedAtInMs ?? 0)
  return quietRefusalInMs !== undefined && heldForInMs >= quietRefusalInMs
}

// The same refusal keeps its first block; another begins anew.
function firstRefusal(
  lane: Lane,
  row: AcceptedRow,
  { name, block }: Refusal,
): Pick<AcceptedRow, 'refusedAs' | 'refusedAtBlock' | 'refusedAtInMs'> {
  const same = row.refusedAs === name
  return {
    refusedAs: name,
    refusedAtBlock: same ? (row.refusedAtBlock ?? block) : block,
    refusedAtInMs: same ? (row.refusedAtInMs ?? 0) : lane.clock.nowInMs(),
  }
}

async function endingOf(
  lane: Lane,
  { deliveryId, receiver }: AcceptedRow,
  { kind, text }: { readonly kind: Exclude<RefusalKind, 'passing'>; readonly text: string },
): Promise<Ending> {
  // Anyone may deliver: overtaken by our own claim in a stranger's transaction means that it was delivered.
  const carried = kind === 'overtaken' ? await findCarried(lane, deliveryId, receiver) : undefined
  return carried ?? { outcome: kind, reasons: [text] }
}

/**
 * Looks for a delivery's claim in transactions that others sent.
 *
 * @param lane - Where.
 * @param deliveryId - Whose claim.
 * @param receiver - Its receiver.
 * @returns How it ended there; undefined when nobody carried it.
 */
export async function findCarried(
  lane: Lane,
  deliveryId: Hex,
  receiver: AcceptedRow['receiver'],
): Promise<Ending | undefined> {
  const digests = await lane.digestsOf(deliveryId)
  const found = readOutcome(await lane.chain.logsOf(receiver, digests), { receiver, digests })
  if (found === undefined) return undefined
  return { ...found, reasons: [...found.reasons, 'delivered by another sender'] }
}
