import { InvalidValueError } from '../core/errors'
import type { Address, Hex } from '../core/hex'
import type { DeliveryAddress } from '../core/ids'
import { hashJson } from '../core/ids'

/**
 * Picks the account that sends for a subscription: rendezvous hashing, so that whoever picks comes to the same one, and
 * an account that is gone moves its own subscriptions alone.
 *
 * @param pool - At least one.
 * @param place - The subscription.
 * @returns One of the pool, in its spelling.
 * @throws InvalidValueError when the pool is empty.
 */
export function pickSender(pool: readonly Address[], place: DeliveryAddress): Address {
  const { chainId, receiver, subscription } = place
  const weigh = (sender: Address): Hex =>
    hashJson([sender.toLowerCase(), chainId, receiver.toLowerCase(), subscription])
  if (pool.length === 0) throw new InvalidValueError('pool', 'at least one sender', pool)
  return pool.reduce((best, each) => (weigh(each) > weigh(best) ? each : best))
}
