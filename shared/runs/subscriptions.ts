import type { Hex } from '../core/hex'
import type { OpenTable } from '../store/table'
import type { Subscription } from './rows'
import { parseSubscription } from './rows'

/** The standing orders that an operator admitted: only they are served. */
export type Subscriptions = {
  /** Admits a subscription; admitting it again replaces its terms but not the time of its activation. */
  readonly admit: (subscription: Subscription) => Promise<Subscription>
  /** As it stands; undefined when it was never admitted, or is withdrawn. */
  readonly get: (place: SubscriptionPlace) => Promise<Subscription | undefined>
  /** Of one Cryplet, in the order of chain, receiver and subscription. */
  readonly list: (crypletId: Hex) => Promise<readonly Subscription[]>
  /** Ends a subscription; runs that began before still deliver. */
  readonly withdraw: (subscription: SubscriptionPlace) => Promise<void>
}

/** Which subscription is meant. */
export type SubscriptionPlace = Pick<
  Subscription,
  'crypletId' | 'chainId' | 'receiver' | 'subscription'
>

/**
 * Opens the rows of subscriptions: table `subscriptions`, a partition a Cryplet.
 *
 * @param open - How to open a table.
 * @returns The rows.
 */
export function openSubscriptions(open: OpenTable): Subscriptions {
  const table = open('subscriptions')
  return {
    admit: async (given) => {
      const subscription = parseSubscription({ ...given })
      const key = keyOf(subscription)
      const earlier = await table.get(key)
      const activatedAt =
        earlier === undefined
          ? subscription.activatedAt
          : parseSubscription(earlier.value).activatedAt
      const admitted = { ...subscription, activatedAt }
      await table.put({ ...key, value: admitted }) // one operator at a time; the last word counts
      return admitted
    },
    get: async (place) => {
      const stored = await table.get(keyOf(place))
      return stored === undefined ? undefined : parseSubscription(stored.value)
    },
    list: async (crypletId) =>
      (await table.list({ partition: crypletId })).map(({ value }) => parseSubscription(value)),
    withdraw: (place) => table.remove(keyOf(place)),
  }
}

function keyOf(place: SubscriptionPlace): { partition: string; row: string } {
  const { crypletId, chainId, receiver, subscription } = place
  return {
    partition: crypletId,
    row: `${String(chainId)}-${receiver.toLowerCase()}-${subscription}`,
  }
}
