import type { Address, Hex } from '../core/hex'
import type { OpenTable, Table } from '../store/table'
import { pickSender } from './pickSender'
import type { Subscription } from './rows'
import { parseSubscription } from './rows'

/** The standing orders that an operator admitted: only they are served. */
export type Subscriptions = {
  /** Admits a subscription; admitting it again replaces its terms, but not the time of its activation, nor its sender. */
  readonly admit: (subscription: Subscription) => Promise<Subscription>
  /** As it stands; undefined when it was never admitted, or is withdrawn. */
  readonly get: (place: SubscriptionPlace) => Promise<Subscription | undefined>
  /** Of one Cryplet, in the order of chain, receiver and subscription. */
  readonly list: (crypletId: Hex) => Promise<readonly Subscription[]>
  /** The account that sends for a subscription: the one that it was given before, as long as it is in the pool. */
  readonly assignSender: (
    subscription: SubscriptionPlace,
    pool: readonly Address[],
  ) => Promise<Address>
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
      const { activatedAt, sender } =
        earlier === undefined ? subscription : parseSubscription(earlier.value)
      const kept = sender === undefined ? {} : { sender }
      const admitted = { ...kept, ...subscription, activatedAt }
      await table.put({ ...key, value: admitted }) // one operator at a time; the last word counts
      return admitted
    },
    get: async (place) => {
      const stored = await table.get(keyOf(place))
      return stored === undefined ? undefined : parseSubscription(stored.value)
    },
    list: async (crypletId) =>
      (await table.list({ partition: crypletId })).map(({ value }) => parseSubscription(value)),
    assignSender: (place, pool) => assignSender(table, place, pool),
    withdraw: (place) => table.remove(keyOf(place)),
  }
}

async function assignSender(
  table: Table,
  place: SubscriptionPlace,
  pool: readonly Address[],
): Promise<Address> {
  for (;;) {
    const picked = pickSender(pool, place)
    const stored = await table.get(keyOf(place))
    if (stored === undefined) return picked // withdrawn meanwhile: what it is still owed is sent
    const subscription = parseSubscription(stored.value)
    const { sender } = subscription
    if (sender !== undefined && isIn(pool, sender)) return sender
    const row = { ...keyOf(place), value: { ...subscription, sender: picked } }
    if ((await table.replace(row, stored.etag)) === 'replaced') return picked
  }
}

function isIn(pool: readonly Address[], sender: Address): boolean {
  return pool.some((each) => each.toLowerCase() === sender.toLowerCase())
}

function keyOf(place: SubscriptionPlace): { partition: string; row: string } {
  const { crypletId, chainId, receiver, subscription } = place
  return {
    partition: crypletId,
    row: `${String(chainId)}-${receiver.toLowerCase()}-${subscription}`,
  }
}
