import type { Meter } from '../../shared/chain/lanes/meter'
import { ceilingOf } from '../../shared/chain/lanes/price'
import type { FillerRow, LaneRow, SignedRow } from '../../shared/chain/lanes/rows'
import { lastAttempt } from '../../shared/chain/lanes/rows'
import type { Commit } from './memoryTables'
import type { Owed } from './scenario'
import { placeOf } from './scenario'
import type { World } from './world'
import { Violation } from './world'

/** Looks at every writing of the lane: what is metered and what is in flight must stay within each budget. */
export type BudgetWatch = { readonly onCommit: (commit: Commit) => void }

type InFlight = { readonly place: string; readonly nonce: number; readonly mostInWei: bigint }

export function openBudgetWatch(world: World, owed: readonly Owed[]): BudgetWatch {
  const budgets = new Map(
    owed.map(({ subscription }) => [placeOf(subscription), BigInt(subscription.budgetInWei)]),
  )
  const metered = new Map<string, bigint>()
  const inFlight = new Map<string, InFlight>()
  const see = (row: string, value: unknown): void => {
    if (row.startsWith('meter-')) {
      metered.set(row.slice('meter-'.length), BigInt((value as Meter).spentInWei)) // the journal wrote it
    } else if (row.startsWith('open-')) {
      const now = inFlightOf(value as LaneRow | FillerRow, inFlight.get(row)) // and this
      if (now === undefined) inFlight.delete(row)
      else inFlight.set(row, now)
    }
  }
  return {
    onCommit: ({ table, rows }) => {
      if (table !== 'lanes') return
      for (const each of rows) if ('value' in each) see(each.row, each.value)
      const most = new Map(metered)
      for (const { place, mostInWei } of inFlight.values()) {
        most.set(place, (most.get(place) ?? 0n) + mostInWei)
      }
      for (const [place, wei] of most) {
        const budget = budgets.get(place) ?? 0n
        if (wei <= budget) continue
        const reason = `${place} may come to ${String(wei)} wei, and its budget is ${String(budget)}`
        world.report(new Violation('untrue', reason))
      }
    },
  }
}

// Whichever of its transactions is mined; what takes it back is paid within that.
function inFlightOf(row: LaneRow | FillerRow, before: InFlight | undefined): InFlight | undefined {
  if (row.state !== 'signed') return undefined
  const { nonce } = row
  const known = before?.nonce === nonce ? before.mostInWei : 0n
  const mostInWei = mostOfLast(row)
  return { place: placeOf(row), nonce, mostInWei: known > mostInWei ? known : mostInWei }
}

function mostOfLast(row: SignedRow): bigint {
  const { kind, price } = lastAttempt(row)
  return kind === 'deliver' ? BigInt(row.gasLimit) * ceilingOf(price) : 0n
}
