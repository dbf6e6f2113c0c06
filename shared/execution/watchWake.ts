import type { Cryplet } from '../authoring/defineCryplet'
import type { MarketWatch } from '../authoring/marketWatch'
import { meetsCondition, requireDecimal } from '../authoring/meetsCondition'
import type { Wake } from '../authoring/wake'
import { wakesOf } from '../authoring/wake'
import type { WatchCondition } from '../authoring/watchCondition'
import type { WatchFacts } from '../envelope/wakeFacts'
import type { ValueMet, WatchDetail } from '../envelope/watchDetail'
import { WakeMismatchError } from './errors'

/** Whose watch found something. */
export type WatchingCryplet = Pick<Cryplet, 'wakes' | 'sources'>

/**
 * Reads what a watch found as its Cryplet declared it.
 *
 * The numbers are the host's word: they are held against the declaration, so that they tell of something that could have
 * woken it, and are not given to `run`, so that no payload holds a number which only the host has seen.
 *
 * @param cryplet - Whose.
 * @param facts - What woke it.
 * @returns What its `run` is given.
 * @throws WakeMismatchError when it declared nothing of the kind, or what was found does not meet what it declared.
 */
export function wakeOfWatch(cryplet: WatchingCryplet, facts: WatchFacts): Wake {
  const { watch: found, slot } = facts
  const declared = wakesOf(cryplet, 'marketWatch')
  if (declared === undefined) throw new WakeMismatchError('kind', 'marketWatch', 'another')
  requireEqual('watch.source', found.source, declared.source)
  const condition = requireCondition(declared, found)
  if (found.condition === 'silentFor') {
    const least = condition.kind === 'silentFor' ? condition.seconds : Infinity
    const lasted = slot - found.since
    if (lasted < least) {
      throw new WakeMismatchError('watch.since', `${String(lasted)} s ago`, `${String(least)} s`)
    }
  } else if (condition.kind !== 'silentFor') {
    requireMet(cryplet, condition, found)
  }
  return { kind: 'marketWatch', slot, met: found.met }
}

function requireCondition(declared: MarketWatch, found: WatchDetail): WatchCondition {
  const { met } = found
  const condition = Object.hasOwn(declared.when, met) ? declared.when[met] : undefined
  if (condition === undefined) {
    throw new WakeMismatchError('watch.met', met, `one of ${Object.keys(declared.when).join(', ')}`)
  }
  requireEqual('watch.condition', found.condition, condition.kind)
  return condition
}

function requireMet(
  { sources }: WatchingCryplet,
  condition: Exclude<WatchCondition, { readonly kind: 'silentFor' }>,
  found: ValueMet,
): void {
  const decimals = sources[found.source]?.decimals ?? 0
  if (condition.kind !== 'movedBy') {
    const level = String(requireDecimal(condition.level, decimals))
    requireEqual('watch.reference', found.reference, level)
  }
  const reading = { value: BigInt(found.value), reference: BigInt(found.reference) }
  if (meetsCondition(condition, reading)) return
  throw new WakeMismatchError('watch.value', found.value, `one that meets ${condition.kind}`)
}

function requireEqual(field: string, received: string, expected: string): void {
  if (received !== expected) throw new WakeMismatchError(field, received, expected)
}
