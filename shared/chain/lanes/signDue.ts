import { putOff } from './decisions'
import { mendFillers } from './endUnreadable'
import type { Funds } from './funds'
import { isDueNow } from './held'
import type { Decision, Turn } from './lane'
import type { OpenRow } from './laneState'
import { freeNonces, gaps, isSigned } from './nonces'
import { placeKey } from './place'
import { prepare } from './prepare'
import { ceilingOf } from './price'
import type { AcceptedRow } from './rows'
import { selfTransferGas } from './selfTransfer'
import { signDelivery, signFiller } from './sign'
import type { Simulated } from './simulateAll'
import { simulateAll } from './simulateAll'

const TURN_IN_MS = 250
const HELD_AT_ONCE = 16

/**
 * Signs what is due, as far as nonces, funds and the window allow: simulated first, so that a predicted revert takes no
 * nonce. Gaps that no delivery fills are filled by transactions without effect.
 *
 * @param turn - Of the lane.
 * @param most - How many rows may be written.
 * @param funds - Of this look.
 * @returns What to write before anything is sent.
 */
export async function signDue(
  turn: Turn,
  most: number,
  funds: Funds,
): Promise<readonly Decision[]> {
  const free = freeNonces(turn).slice(0, Math.max(0, most))
  const { heldBecause } = turn
  if (heldBecause !== undefined) {
    const held = await hold(turn, heldBecause)
    if (turn.signer === undefined) return held
    return [...(await fillGaps(turn, free)), ...(await mendFillers(turn)), ...held]
  }
  const due = dueRows(turn, free.length)
  const prepared = await Promise.all(due.map((open) => prepare(turn, open)))
  const ready = prepared.flatMap((each) => ('ready' in each ? [each.ready] : []))
  const simulated = await simulateAll(turn, ready)
  const delayed = [...prepared, ...simulated].flatMap((each) =>
    'decision' in each ? (each.decision ?? []) : [],
  )
  const going = simulated.flatMap((each) => ('gasLimit' in each ? [afford(turn, funds, each)] : []))
  const waiting = going.flatMap((each) => ('decision' in each ? (each.decision ?? []) : []))
  const paid = going.flatMap((each) => ('gasLimit' in each ? [each] : []))
  const signed = await Promise.all(
    paid.map(async (each, index): Promise<Decision> => {
      const nonce = free[index] ?? 0 // no more than free ones were simulated
      return { change: { from: each.ready.open, to: await signDelivery(turn, each, nonce) } }
    }),
  )
  const fillers = await fillGaps(turn, free.slice(paid.length))
  return [...signed, ...fillers, ...(await mendFillers(turn)), ...delayed, ...waiting]
}

// What has expired ends all the same; the others say what they wait for.
async function hold(turn: Turn, waitingFor: string): Promise<readonly Decision[]> {
  const prepared = await Promise.all(dueRows(turn, HELD_AT_ONCE).map((open) => prepare(turn, open)))
  return prepared.flatMap((each) =>
    'ready' in each ? (putOff(turn, each.ready.open, { waitingFor }) ?? []) : (each.decision ?? []),
  )
}

// In the order of acceptance within a subscription. Subscriptions that have not waited yet come first, and the others by
// turns: one that waits for its price or its budget stays due, and must not keep those behind it from their try.
function dueRows(turn: Turn, most: number): readonly OpenRow<AcceptedRow>[] {
  const now = turn.clock.nowInMs()
  const due = turn.state.rows
    .filter(isAccepted)
    .filter(({ row }) => isDueNow(row, now, turn.state.control))
  const groups = [...groupByPlace(due).values()]
  const hasWaited = ([first]: Group): boolean => first?.row.waitingFor !== undefined
  const waiting = groups.filter(hasWaited)
  const start = waiting.length > 0 ? Math.floor(now / TURN_IN_MS) % waiting.length : 0
  const ordered = [
    ...groups.filter((group) => !hasWaited(group)),
    ...waiting.slice(start),
    ...waiting.slice(0, start),
  ]
  return oneByOne(turn, ordered.flat()).slice(0, most)
}

type Group = readonly OpenRow<AcceptedRow>[]

function groupByPlace(due: Group): ReadonlyMap<string, Group> {
  const groups = new Map<string, OpenRow<AcceptedRow>[]>()
  for (const open of due) {
    const key = placeKey(open.row)
    groups.set(key, [...(groups.get(key) ?? []), open])
  }
  return groups
}

// A subscription with an interval between claims, or whose policy is not known yet, has one in flight at a time; and so has
// what reverted when it was mined, for it may depend on the one before it.
function oneByOne({ state, gasLimits }: Turn, due: Group): Group {
  const busy = new Set(state.rows.filter(isSigned).map(({ row }) => placeKey(row)))
  return due.filter(({ row }) => {
    const isFree = gasLimits.isSpaced(row) === false && row.reverts === 0
    if (!isFree && busy.has(placeKey(row))) return false
    busy.add(placeKey(row))
    return true
  })
}

type Affordable = Extract<Simulated, { readonly gasLimit: bigint }>

function afford(turn: Turn, funds: Funds, each: Affordable): Simulated {
  const { open, terms, fees } = each.ready
  const { receiver, subscription } = open.row
  const place = { receiver, subscription, budgetInWei: terms.budgetInWei }
  const reserved = funds.reserve({ place, mostInWei: each.gasLimit * ceilingOf(fees) })
  if (reserved === 'nearly spent') {
    const budgetInWei = String(terms.budgetInWei)
    turn.log.warn('a budget is nearly spent', { receiver, subscription, budgetInWei })
  }
  if (typeof reserved === 'string') return each
  const waitingFor =
    reserved.lacking === 'budget'
      ? `its subscription's budget of ${String(terms.budgetInWei)} wei, which is spent or reserved: admit it again with more`
      : `funds: the balance of ${turn.key.sender} is too low for its transaction`
  return { decision: putOff(turn, open, { waitingFor, isChainsTurn: true }) }
}

async function fillGaps(turn: Turn, free: readonly number[]): Promise<readonly Decision[]> {
  const open = gaps(turn, free)
  if (open.length === 0) return []
  const gas = await selfTransferGas(turn)
  if (gas === undefined) return []
  const { sender, chainId } = turn.key
  const first = open[0] ?? 0
  turn.log.warn('filling nonces', { chainId, sender, first, count: open.length })
  return Promise.all(
    open.map(async (nonce): Promise<Decision> => {
      return { change: { from: undefined, to: await signFiller(turn, nonce, gas) } }
    }),
  )
}

function isAccepted(open: OpenRow): open is OpenRow<AcceptedRow> {
  return open.row.state === 'accepted'
}
