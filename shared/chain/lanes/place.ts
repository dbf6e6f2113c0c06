import type { Address, Hex } from '../../core/hex'

/** One standing order of one receiver: what is metered, paced and estimated as one. */
export type SubscriptionPlace = {
  readonly receiver: Address
  readonly subscription: Hex
}

/**
 * Names a subscription of a lane, for keys and for comparing.
 *
 * @param place - Any row or order that says both; the receiver in any case.
 * @returns Receiver in lower case, then the subscription.
 */
export function placeKey(place: SubscriptionPlace): string {
  return `${place.receiver.toLowerCase()}-${place.subscription}`
}
