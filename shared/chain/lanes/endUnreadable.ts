import { clip } from '../../core/errors'
import { whole } from '../../store/columns'
import { chainTime } from './chainTime'
import { settleUncarried } from './decisions'
import { firstBlock } from './findCarried'
import { remember } from './history'
import type { Decision, Turn } from './lane'
import type { BrokenRow, OpenRow } from './laneState'
import type { Order } from './operator'
import { priceText } from './price'
import type { FillerRow, ParkedRow, SignedRow } from './rows'
import { deliveryOf, progressOf } from './rows'
import { selfTransferGas } from './selfTransfer'
import { signFiller } from './sign'

// States that hold no nonce, as they stand in a row.
const NEVER_SENT: readonly unknown[] = ['accepted', 'parked', 'settled']
// A reorganisation may bring back a block from a little before.
const MARGIN_IN_SECONDS = 900

/**
 * Ends a delivery whose row cannot be read, so that the end is true: whatever of it may still be on its way must have come
 * to nothing first. A nonce that it holds is used up by a transaction without effect; where the nonce cannot be told, its
 * claims must have expired. Should its claim be found on the chain, that counts.
 *
 * @param turn - Of its lane.
 * @param broken - The row.
 * @param order - With what its run knows of the delivery.
 * @returns What to write; `not yet` while that has to wait, undefined when the order does not say what the delivery is.
 */
export async function endUnreadable(
  turn: Turn,
  broken: BrokenRow,
  order: Order,
): Promise<Decision | 'not yet' | undefined> {
  const { facts, deliveryId } = order
  if (facts === undefined) {
    turn.log.error('an order does not say what the unreadable delivery is', { deliveryId })
    return undefined
  }
  const open = salvage(turn, broken, { ...order, facts })
  if (broken.nonce !== undefined) return takeBack(turn, open, broken.nonce)
  const isSent = !NEVER_SENT.includes(broken.columns['state'])
  if (isSent && chainTime(turn) <= facts.expiresAt + MARGIN_IN_SECONDS) return 'not yet'
  return (await settleUncarried(turn, open, endingOf(open.row))) ?? 'not yet'
}

/**
 * Writes transactions without effect anew whose rows cannot be read: there is no claim in them, and nothing else may take
 * their nonces.
 *
 * @param turn - Of their lane.
 * @returns What to write before it is sent.
 */
export async function mendFillers(turn: Turn): Promise<readonly Decision[]> {
  const broken = turn.state.broken.filter(({ id }) => id.startsWith('filler-'))
  if (broken.length === 0) return []
  const gas = await selfTransferGas(turn)
  if (gas === undefined) return []
  const mended = broken.map(async ({ nonce, etag }): Promise<readonly Decision[]> => {
    if (nonce === undefined) return []
    const to = await signFiller(turn, nonce, gas)
    const row: FillerRow = { ...to, raw: '0x' } // what was in it is not known to be this
    return [{ change: { from: { row, etag }, to } }]
  })
  return (await Promise.all(mended)).flat()
}

type Told = Order & { readonly facts: NonNullable<Order['facts']> }

// As if the lane had parked it: what the run knows, and how far back the chain must be searched.
function salvage(turn: Turn, { columns, etag, reason }: BrokenRow, told: Told): OpenRow<ParkedRow> {
  const { wakeId, receiver, subscription, acceptedAtInMs } = told.facts
  const now = turn.clock.nowInMs()
  const detail = clip(reason, 400)
  const noted = whole.safeParse(columns['sinceBlock'])
  const accepted = { atInMs: acceptedAtInMs, what: 'accepted' }
  const row: ParkedRow = {
    ...turn.key,
    ...{ deliveryId: told.deliveryId, wakeId, receiver, subscription, acceptedAtInMs },
    ...{ state: 'parked', tries: 0, reverts: 0, waitingFor: detail },
    sinceBlock: noted.success ? noted.data : firstBlock(turn, acceptedAtInMs),
    history: remember([accepted], { atInMs: now, what: 'not readable', detail }),
  }
  return { row, etag }
}

function endingOf({ waitingFor = '', sinceBlock = 0 }: ParkedRow): CancelledAs {
  return {
    outcome: 'cancelled',
    reasons: [
      'an operator cancelled it',
      waitingFor,
      `nothing of its claim is on the chain since block ${String(sinceBlock)}`,
    ],
  }
}

type CancelledAs = NonNullable<SignedRow['cancelledAs']>

// From here on it is followed as any delivery that is being cancelled, also when its own transaction comes first.
async function takeBack(
  turn: Turn,
  open: OpenRow<ParkedRow>,
  nonce: number,
): Promise<Decision | 'not yet'> {
  const { row } = open
  const gas = await selfTransferGas(turn)
  if (gas === undefined) return 'not yet'
  const { raw, gasLimit, attempts } = await signFiller(turn, nonce, gas)
  const detail = attempts.map(({ hash, price }) => `${hash}, ${priceText(price)}`).join()
  const happening = { atInMs: turn.clock.nowInMs(), what: 'cancelling', detail }
  const to: SignedRow = {
    ...deliveryOf(row),
    ...progressOf(row),
    ...{ nonce, raw, gasLimit, attempts },
    ...{ state: 'signed', expiresAt: 0, cancelledAs: endingOf(row) },
    claimMostInWei: '0', // its share of the budget is not known
    history: remember(row.history, happening),
  }
  return { change: { from: open, to } }
}
