/**
 * What a refusal means for a delivery.
 *
 * `passing`: it may pass by itself, so the lane asks again for as long as the policy would accept the observations.
 * The others end the delivery once a later block agrees.
 */
export type RefusalKind = 'passing' | 'overtaken' | 'expired' | 'refused'

// Enrolments and grants may be on their way, pauses are lifted, times come; a callback's own reasons are unknown to us.
const PASSING: readonly string[] = [
  'ClaimExpired', // sealed anew before the next try, while the policy would accept it
  'ObservedInFuture',
  'DeliveredTooSoon',
  'SubscriptionPaused',
  'RegistryPaused',
  'CrypletSuspended',
  'KeyUnknown',
  'KeyUntrusted',
  'GrantInactive',
  'CallbackFailed',
  'CallbackGas',
]
/** The block that a claim rests on has left the window of those that a contract knows, or its chain. */
export const ANCHOR_GONE = 'AnchorNotCanonical'

const OVERTAKEN: readonly string[] = ['ClaimOvertaken', 'ObservationOvertaken', 'NonceUsed']

/**
 * Tells what a contract's error means for a delivery.
 *
 * @param error - Name of the error, as readRevert gives it.
 * @returns Its meaning; `refused` for everything that no waiting will change.
 */
export function classifyRefusal(error: string): RefusalKind {
  if (PASSING.includes(error)) return 'passing'
  if (OVERTAKEN.includes(error)) return 'overtaken'
  return error === 'ObservedTooOld' || error === ANCHOR_GONE ? 'expired' : 'refused'
}
