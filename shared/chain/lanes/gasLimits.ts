import type { Hex } from '../../core/hex'
import type { SubscriptionPlace } from './place'
import { placeKey } from './place'

/** Gas limits that were measured by estimates, for as long as the registry's verdicts stand. */
export type GasLimits = {
  /** The limit for a subscription; undefined when it must be estimated. */
  readonly get: (place: GasPlace) => bigint | undefined
  readonly set: (place: GasPlace, limit: bigint) => void
  /** After a call that did not go with it. */
  readonly forget: (place: GasPlace) => void
  /** Whether a subscription takes one claim at a time; undefined when its policy was not read. */
  readonly isSpaced: (place: SubscriptionPlace) => boolean | undefined
  readonly setSpaced: (place: SubscriptionPlace, isSpaced: boolean) => void
  /** Takes the registry's epoch, undefined when it cannot be told: false when all limits are forgotten for it. */
  readonly see: (epoch: Hex | undefined) => boolean
}

/** Whose calls cost alike. */
export type GasPlace = SubscriptionPlace & {
  /** Bytes. */
  readonly calldataLength: number
}

/** A verdict that goes stale between simulation and block makes the registry audit in full. */
export const STALE_VERDICT_GAS = 27_000n
/** `epoch()` of the TrustRegistry. */
export const EPOCH_CALL: Hex = '0x900cf0cf'

const MOST_LIMITS = 10_000

/**
 * Opens an empty memory of gas limits. What is in it is checked by each simulation, so that losing it costs an estimate.
 *
 * @returns The memory.
 */
export function openGasLimits(): GasLimits {
  const limits = new Map<string, bigint>()
  const spaced = new Map<string, boolean>()
  let seen: Hex | undefined
  return {
    get: (place) => limits.get(gasKey(place)),
    set: (place, limit) => {
      if (limits.size >= MOST_LIMITS) limits.clear()
      limits.set(gasKey(place), limit)
    },
    forget: (place) => limits.delete(gasKey(place)),
    isSpaced: (place) => spaced.get(placeKey(place)),
    setSpaced: (place, isSpaced) => {
      if (spaced.size >= MOST_LIMITS) spaced.clear()
      spaced.set(placeKey(place), isSpaced)
    },
    see: (epoch) => {
      const isSame = epoch !== undefined && epoch === seen
      if (!isSame) {
        limits.clear()
        spaced.clear()
      }
      seen = epoch
      return isSame
    },
  }
}

/**
 * Makes a limit of an estimate: a fifth more, and room for a verdict that goes stale meanwhile.
 *
 * @param estimated - As the node says.
 * @returns Gas.
 */
export function limitOf(estimated: bigint): bigint {
  return (estimated * 6n) / 5n + STALE_VERDICT_GAS
}

/**
 * Names what costs alike.
 *
 * @param place - Of a call.
 * @returns A key.
 */
export function gasKey(place: GasPlace): string {
  return `${placeKey(place)}-${String(place.calldataLength)}`
}
