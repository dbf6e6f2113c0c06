import type { MarketWatch } from '../authoring/marketWatch'
import { isOutOfBand, meetsCondition, requireDecimal } from '../authoring/meetsCondition'
import type { Crossing, Movement, Silence, WatchCondition } from '../authoring/watchCondition'
import { canonicalJson } from '../core/canonicalJson'
import type { ValueMet, WatchDetail } from '../envelope/watchDetail'
import type { WatchState } from '../runs/watches'

/** What one look gave. */
export type Look = {
  /** Unix seconds that it asked about. */
  readonly slot: number
} & (
  | { readonly value: bigint }
  /** Nothing usable, and why. */
  | { readonly reasons: readonly string[] }
)

/** A watch, and what its source's integers are. */
export type Watched = { readonly watch: MarketWatch; readonly decimals: number }

/** After a longer pause nobody can say that a source was silent: nobody listened. */
const LONGEST_PAUSE_IN_SECONDS = 60

/**
 * Takes a look into account: which conditions are met now, and what is watched for next. A function of its arguments, so
 * that whoever repeats a look from the same state comes to the same wakes.
 *
 * The first look arms and wakes nobody. What is met is owed, and its condition is not armed any more: so one crossing
 * wakes once.
 *
 * @param watched - What is watched.
 * @param before - Where it stood; undefined before the first look.
 * @param look - Later than the one before.
 * @returns Where it stands, with the wakes that are owed for this look.
 */
export function nextWatch(
  watched: Watched,
  before: WatchState | undefined,
  look: Look,
): WatchState {
  const { slot } = look
  const heardAt = 'value' in look ? slot : heardBefore(watched, before, slot)
  const steps = Object.entries(watched.watch.when).map(([met, condition]) => {
    const declared = canonicalJson([watched.watch.source, watched.decimals, condition])
    const known = before?.conditions[met]
    const state = known?.declared === declared ? known : undefined
    return { met, declared, step: stepOf({ ...watched, condition }, state, { look, heardAt }) }
  })
  const count = before?.count ?? 0
  const finds = steps.flatMap(({ met, step }) =>
    step?.find === undefined ? [] : [{ ...step.find, met, source: watched.watch.source }],
  )
  const value = 'value' in look ? String(look.value) : before?.value
  const trouble = 'value' in look ? before?.trouble : troubleOf(before, look)
  return {
    lookedAt: slot,
    heardAt,
    ...(value !== undefined && { value }),
    count: count + finds.length,
    conditions: Object.fromEntries(
      steps.flatMap(({ met, declared, step }) =>
        step === undefined ? [] : [[met, { declared, ...step.next }]],
      ),
    ),
    owed: finds.map((find, index) => ({ slot, watch: { ...find, number: count + index + 1 } })),
    ...(trouble !== undefined && { trouble }),
  }
}

// A pause in looking is nobody's silence.
function heardBefore({ watch }: Watched, before: WatchState | undefined, slot: number): number {
  if (before === undefined) return slot
  const longest = Math.max(LONGEST_PAUSE_IN_SECONDS, 3 * watch.everyInSeconds)
  return slot - before.lookedAt > longest ? slot : before.heardAt
}

function troubleOf(
  before: WatchState | undefined,
  { slot, reasons }: Extract<Look, { readonly reasons: unknown }>,
): NonNullable<WatchState['trouble']> {
  const earlier = before?.trouble
  const goesOn = earlier !== undefined && earlier.until === before?.lookedAt
  if (!goesOn) return { reasons, since: slot, until: slot, looks: 1 }
  return { reasons, since: earlier.since, until: slot, looks: earlier.looks + 1 }
}

type State = Omit<WatchState['conditions'][string], 'declared'>
type Find = DistributiveOmit<WatchDetail, 'number' | 'source' | 'met'>
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
type Step = { readonly next: State; readonly find?: Find }
type Seen = { readonly look: Look; readonly heardAt: number }

// Undefined while nothing is known of it.
function stepOf(
  { condition, decimals }: Watched & { readonly condition: WatchCondition },
  state: State | undefined,
  { look, heardAt }: Seen,
): Step | undefined {
  if (condition.kind === 'silentFor') return listen(condition, state, { look, heardAt })
  if (!('value' in look)) return state && { next: state }
  return condition.kind === 'movedBy'
    ? follow(condition, state, look.value)
    : compare({ condition, decimals }, state, look.value)
}

function listen(condition: Silence, state: State | undefined, { look, heardAt }: Seen): Step {
  const isArmed = 'value' in look || (state?.isArmed ?? true)
  if ('value' in look || !isArmed || look.slot - heardAt < condition.seconds) {
    return { next: { isArmed } }
  }
  return { next: { isArmed: false }, find: { condition: condition.kind, since: heardAt } }
}

function follow(condition: Movement, state: State | undefined, value: bigint): Step {
  const started = { isArmed: true, reference: String(value) }
  if (state?.reference === undefined) return { next: started }
  const reference = BigInt(state.reference)
  if (!meetsCondition(condition, { value, reference })) return { next: state }
  const direction = value > reference ? 'up' : 'down'
  return { next: started, find: findOf(condition.kind, direction, { value, reference }) }
}

function compare(
  { condition, decimals }: { readonly condition: Crossing; readonly decimals: number },
  state: State | undefined,
  value: bigint,
): Step {
  const reading = { value, reference: requireDecimal(condition.level, decimals) }
  const isThere = meetsCondition(condition, reading)
  if (state === undefined) return { next: { isArmed: !isThere } }
  if (!state.isArmed) return { next: { isArmed: isOutOfBand(condition, reading, decimals) } }
  if (!isThere) return { next: state }
  const direction = condition.kind === 'crossesUp' ? 'up' : 'down'
  return { next: { isArmed: false }, find: findOf(condition.kind, direction, reading) }
}

function findOf(
  condition: ValueMet['condition'],
  direction: ValueMet['direction'],
  { value, reference }: { readonly value: bigint; readonly reference: bigint },
): Find {
  return { condition, direction, value: String(value), reference: String(reference) }
}
