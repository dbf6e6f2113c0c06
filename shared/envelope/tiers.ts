/** A tier by its number in `Seal`: 1 cryplet, 2 enclave, 3 host. */
export type Tier = 1 | 2 | 3

/** A tier by its name. */
export type TierName = 'cryplet' | 'enclave' | 'host'

/** What is said wherever tier 2 is simulated. */
export const SIMULATED = 'simulated, no hardware'

/** Which tiers are present, as a bitmap: 1 cryplet, 2 enclave, 4 host. These are the legal ones. */
export type Tiers = 1 | 3 | 5 | 7

/**
 * Lists the tiers of a bitmap, innermost first: the order of their seals.
 *
 * @param tiers - A bitmap; zero for none.
 * @returns Their numbers.
 */
export function tiersIn(tiers: Tiers | 0): readonly Tier[] {
  return ALL.filter((tier) => (tiers & tierBit(tier)) !== 0)
}

/**
 * Names the tiers of a bitmap, innermost first.
 *
 * @param tiers - A bitmap; zero for none.
 * @returns Their names.
 */
export function tierNames(tiers: Tiers | 0): readonly TierName[] {
  return tiersIn(tiers).map(tierName)
}

/**
 * Names a tier.
 *
 * @param tier - Its number.
 * @returns Its name.
 */
export function tierName(tier: Tier): TierName {
  return NAMES[tier]
}

/**
 * Gives a tier's bit.
 *
 * @param tier - Its number.
 * @returns 1, 2 or 4.
 */
export function tierBit(tier: Tier): number {
  return 1 << (tier - 1)
}

const ALL: readonly Tier[] = [1, 2, 3]
const NAMES: { readonly [tier in Tier]: TierName } = { 1: 'cryplet', 2: 'enclave', 3: 'host' }
