import type { Turn } from './lane'
import { spentBy } from './meter'
import { sentRows } from './nonces'
import type { SubscriptionPlace } from './place'
import { placeKey } from './place'
import { ceilingOf } from './price'
import type { SentRow, SignedRow } from './rows'
import { lastAttempt } from './rows'

/** What a lane and its subscriptions may still spend. */
export type Funds = {
  /** Takes an amount out of the sender's balance and a subscription's budget; says why when it is not there. */
  readonly reserve: (order: Reservation) => Reserved
}

/** What became of a reservation; `nearly spent` when by it a subscription comes to the last fifth of its budget. */
export type Reserved = 'reserved' | 'nearly spent' | { readonly lacking: 'budget' | 'balance' }

/** The most that a transaction may cost. */
export type Reservation = {
  /** Undefined for what the lane sends for itself. */
  readonly place: (SubscriptionPlace & { readonly budgetInWei: bigint }) | undefined
  readonly mostInWei: bigint
}

/**
 * Opens what may be spent on one look: the balance and the budgets, less what is in flight.
 *
 * @param turn - Of the lane.
 * @returns Reservations count one after the other.
 */
export function openFunds(turn: Turn): Funds {
  const { view, state } = turn
  const inFlight = sentRows(turn).filter(({ row }) => row.nonce >= view.minedNonce)
  let balance = inFlight.reduce((left, { row }) => left - mostOf(row), view.balance)
  const reserved = new Map<string, bigint>()
  const reservedFor = (place: SubscriptionPlace): bigint => reserved.get(placeKey(place)) ?? 0n
  const add = (place: SubscriptionPlace, amount: bigint): void => {
    reserved.set(placeKey(place), reservedFor(place) + amount)
  }
  // What is mined and not yet final has not been metered either.
  for (const { row } of sentRows(turn)) if (row.state === 'signed') add(row, claimMostOf(row))
  return {
    reserve: ({ place, mostInWei }) => {
      const spent = place && spentBy(state.meters, place) + reservedFor(place)
      const total = (spent ?? 0n) + mostInWei
      if (place !== undefined && total > place.budgetInWei) return { lacking: 'budget' }
      if (mostInWei > balance) return { lacking: 'balance' }
      balance -= mostInWei
      if (place === undefined || spent === undefined) return 'reserved'
      add(place, mostInWei)
      const fourFifths = (place.budgetInWei * 4n) / 5n
      return spent <= fourFifths && total > fourFifths ? 'nearly spent' : 'reserved'
    },
  }
}

/**
 * Tells what a nonce may cost at most, by whichever of its transactions is mined.
 *
 * @param row - That holds it.
 * @returns In wei.
 */
export function mostOf(row: SentRow): bigint {
  const last = mostOfLast(row)
  if (row.state === 'filler') return last
  const claim = claimMostOf(row)
  return claim > last ? claim : last
}

/**
 * Tells what a delivery in flight may cost its subscription at most: also when its nonce is being taken back, for any of
 * its transactions may still be mined, and what has no effect is charged within this.
 *
 * @param row - Of the delivery.
 * @returns In wei.
 */
export function claimMostOf(row: SignedRow): bigint {
  return row.claimMostInWei === undefined ? mostOfLast(row) : BigInt(row.claimMostInWei)
}

function mostOfLast(row: SentRow): bigint {
  return BigInt(row.gasLimit) * ceilingOf(lastAttempt(row).price)
}
