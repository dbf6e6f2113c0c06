import type { Meter } from '../../chain/lanes/meter'
import { spentBy } from '../../chain/lanes/meter'
import { placeKey } from '../../chain/lanes/place'
import type { LaneKey } from '../../chain/lanes/rows'
import type { Address, Hex } from '../../core/hex'
import type { Subscription } from '../../runs/rows'
import type { ApiPorts } from '../ports'

/** What a subscription has spent of its budget in a lane. */
export type Budget = {
  readonly receiver: Address
  readonly subscription: Hex
  readonly spentInWei: string
  readonly transactions: number
  /** Left out when it is not admitted any more. */
  readonly budgetInWei?: string
  /** From four fifths on. */
  readonly warning?: 'nearly spent' | 'spent'
}

/**
 * Lists the subscriptions that operators have admitted, of all Cryplets.
 *
 * @param ports - With the rows.
 * @returns As they stand.
 */
export async function admittedSubscriptions(
  ports: Pick<ApiPorts, 'runs' | 'cryplets'>,
): Promise<readonly Subscription[]> {
  const { runs, cryplets } = ports
  const lists = cryplets.map(({ crypletId }) => runs.subscriptions.list(crypletId))
  return (await Promise.all(lists)).flat()
}

/**
 * Tells what is spent of the budgets of a lane.
 *
 * @param key - Which lane.
 * @param meters - What its transactions have cost.
 * @param admitted - Subscriptions of any lane.
 * @returns One for each that is metered, or admitted to send from here.
 */
export function budgetsOf(
  key: LaneKey,
  meters: readonly Meter[],
  admitted: readonly Subscription[],
): readonly Budget[] {
  const own = admitted.filter(
    ({ chainId, sender }) =>
      chainId === key.chainId && sender?.toLowerCase() === key.sender.toLowerCase(),
  )
  const places = new Map([...own, ...meters].map((place) => [placeKey(place), place]))
  return [...places.values()].map(({ receiver, subscription }) => {
    const place = { receiver, subscription }
    const same = (other: typeof place): boolean => placeKey(other) === placeKey(place)
    const spent = spentBy(meters, place)
    const terms = own.find(same)
    const warning = terms && warningOf(spent, BigInt(terms.budgetInWei))
    return {
      ...place,
      spentInWei: String(spent),
      transactions: meters.find(same)?.transactions ?? 0,
      ...(terms !== undefined && { budgetInWei: terms.budgetInWei }),
      ...(warning !== undefined && { warning }),
    }
  })
}

function warningOf(spent: bigint, budget: bigint): Budget['warning'] {
  if (spent >= budget) return 'spent'
  return spent * 5n >= budget * 4n ? 'nearly spent' : undefined
}
