import { formatEther } from 'ethers'
import { dateText } from '../../shared/api/dateText'
import { clip } from '../../shared/core/errors'
import type { ToldLane, ToldReport } from './lanesClient'

/**
 * Writes a list of lanes for people: a table, then what they wait for.
 *
 * @param lanes - As told.
 * @returns Lines.
 */
export function describeLanes(lanes: readonly ToldLane[]): readonly string[] {
  if (lanes.length === 0) return ['  Nothing was submitted yet: there is no lane.']
  return [...table(lanes), ...lanes.flatMap(describeWaits)]
}

/**
 * Writes a lane for people.
 *
 * @param report - As told.
 * @returns Lines.
 */
export function describeLane(report: ToldReport): readonly string[] {
  const { position, pendingNonce, budgets, submissions, leftOut, unreadableRows } = report
  const nonce = (value: number | undefined): string => String(value ?? 'not known')
  return [
    ...table([report]),
    '',
    `    nonces      ${String(position.confirmedNonce)} used for good, ${nonce(position.minedNonce)} mined, ${nonce(pendingNonce)} with what is pending`,
    ...budgets.map(describeBudget),
    ...describeWaits(report),
    ...submissions.flatMap(describeSubmission),
    ...(leftOut === 0 ? [] : ['', `    and ${String(leftOut)} more`]),
    ...unreadableRows.flatMap(({ id, reason }) => ['', `  ${id}  unreadable`, `    ${reason}`]),
  ]
}

// A transaction's hash and its nonce.
const MOST_OF_A_DETAIL = 88
const HEADINGS = ['lane', 'state', 'waiting', 'in flight', 'confirming', 'parked', 'oldest', 'ETH']

function table(lanes: readonly ToldLane[]): readonly string[] {
  const rows = [HEADINGS, ...lanes.map(cells)]
  const widths = HEADINGS.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows.map((row) => {
    const padded = row.map((cell, column) => cell.padEnd(widths[column] ?? 0))
    return `  ${padded.join('  ')}`.trimEnd()
  })
}

function cells(lane: ToldLane): readonly string[] {
  const { waiting, inFlight, confirming, parked, unreadable, oldestAgeInSeconds } = lane
  const { balanceInWei } = lane
  return [
    lane.lane,
    lane.state,
    ...[waiting, inFlight, confirming, parked + unreadable].map(String),
    oldestAgeInSeconds === undefined ? '-' : ageText(oldestAgeInSeconds),
    balanceInWei === undefined ? 'not known' : formatEther(balanceInWei),
  ]
}

function describeWaits({ lane, waitsFor, lastError }: ToldLane): readonly string[] {
  const lines = waitsFor.flatMap(({ what, unblockedBy, deliveries }) => [
    `    waits for   ${what}${deliveries === undefined ? '' : ` (${String(deliveries)})`}`,
    `                ${unblockedBy}`,
  ])
  const errors =
    lastError === undefined
      ? []
      : [`    last error  ${secondsText(lastError.atInMs)}  ${lastError.reason}`]
  return lines.length + errors.length === 0 ? [] : ['', `  ${lane}`, ...lines, ...errors]
}

function describeBudget(budget: ToldReport['budgets'][number]): string {
  const { receiver, subscription, spentInWei, budgetInWei, warning } = budget
  const of = budgetInWei === undefined ? 'not admitted any more' : `of ${formatEther(budgetInWei)}`
  const warned = warning === undefined ? '' : `: ${warning}`
  return `    budget      ${formatEther(spentInWei)} ${of} ETH${warned}  ${receiver} ${subscription}`
}

function describeSubmission(submission: ToldReport['submissions'][number]): readonly string[] {
  const { deliveryId, state, ageInSeconds, nonce, waitingFor, wish } = submission
  const { attempts = [], history } = submission
  const place = nonce === undefined ? '' : `, nonce ${String(nonce)}`
  const wanted = wish === undefined ? '' : `, to be ${wish === 'cancel' ? 'cancelled' : 'replayed'}`
  return [
    '',
    `  ${deliveryId}  ${state}${place}, ${ageText(ageInSeconds)} old${wanted}`,
    ...(waitingFor === undefined ? [] : [`    waits for   ${waitingFor}`]),
    ...attempts.map(
      ({ hash, kind, price }) => `    ${kind.padEnd(11)} ${hash}  ${priceText(price)}`,
    ),
    ...history.map(describeHappening),
  ]
}

// A line each, whatever nodes and contracts have put into a reason; all of it is in the document.
function describeHappening({ atInMs, what, detail = '' }: Happening): string {
  const text = clip(detail.replaceAll(/[\s\p{Cc}]+/gu, ' '), MOST_OF_A_DETAIL)
  return `    ${secondsText(atInMs)}  ${what.padEnd(11)} ${text}`.trimEnd()
}

type Happening = ToldReport['submissions'][number]['history'][number]

function priceText(price: Readonly<Record<string, string>>): string {
  return `at most ${price['maxFeePerGas'] ?? price['gasPrice'] ?? 'an unknown price in'} wei for a unit of gas`
}

function secondsText(inMs: number): string {
  return dateText(Math.floor(inMs / 1000))
}

function ageText(seconds: number): string {
  if (seconds < 120) return `${String(seconds)} s`
  if (seconds < 7_200) return `${String(Math.floor(seconds / 60))} min`
  if (seconds < 172_800) return `${String(Math.floor(seconds / 3600))} h`
  return `${String(Math.floor(seconds / 86_400))} d`
}
