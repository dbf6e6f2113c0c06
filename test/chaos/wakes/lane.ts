import type { Lanes } from '../../../shared/chain/lanes/openLanes'
import type { LaneOperations } from '../../../shared/chain/lanes/openOperations'
import type { LaneRow, SettledRow } from '../../../shared/chain/lanes/rows'
import type { Hex } from '../../../shared/core/hex'
import type { DeliveryOutcome } from '../../../shared/runs/rows'
import type { OpenTable } from '../../../shared/store/table'
import type { MemoryTables } from '../memoryTables'
import type { World } from '../world'

/** What a lane did with a delivery. */
export type Effect = {
  readonly deliveryId: Hex
  readonly wakeId: Hex
  readonly outcome: DeliveryOutcome
}

/** Who tells a run that its delivery has ended. */
export type Teller = { readonly tell: (row: SettledRow) => Promise<unknown> }

/** The lane behind the runs: what a real one does with chain and nonces is not of this drive. */
export type Lane = {
  /** One look at its rows. */
  readonly work: (hosts: readonly Teller[]) => void
  /** In their order. */
  readonly effects: readonly Effect[]
  readonly isEmpty: () => boolean
}

const TABLE = 'lane'
const ROWS = 'rows'
const WISHES = 'wishes'

// A lane's rows as one process reads and writes them.
export function lanePorts(openTable: OpenTable): Lanes & Pick<LaneOperations, 'get' | 'wish'> {
  const table = openTable(TABLE)
  const ports: Pick<Lanes, 'submit' | 'keys' | 'senders' | 'get'> & Pick<LaneOperations, 'wish'> = {
    submit: async ({ deliveryId, wakeId }) => {
      const row = { partition: ROWS, row: deliveryId, value: { wakeId, state: 'queued' } }
      return { status: (await table.insert(row)) === 'inserted' ? 'accepted' : 'known' }
    },
    keys: () => Promise.resolve([]),
    senders: () => Promise.resolve(['0x90F79bf6EB2c4f870365E785982E1f101E93b906']),
    get: async (_, deliveryId) => {
      const row = await table.get({ partition: ROWS, row: deliveryId })
      return row?.value as LaneRow | undefined // whoever retracts looks at its state alone
    },
    wish: async (_, { deliveryId, wish }) => {
      await table.put({ partition: WISHES, row: deliveryId, value: { wish } })
    },
  }
  return ports as ReturnType<typeof lanePorts> // the keeper finds no lane to ask more of
}

export function openLane(world: World, tables: MemoryTables): Lane {
  const { random, faults } = world
  const table = tables.open(TABLE)
  const effects: Effect[] = []
  const untold = new Map<Hex, SettledRow>()
  const settle = (deliveryId: Hex, wakeId: Hex): void => {
    const isWished = table.get({ partition: WISHES, row: deliveryId }) !== undefined
    const outcome = isWished ? 'cancelled' : 'applied'
    table.put({ partition: ROWS, row: deliveryId, value: { wakeId, state: 'settled' } })
    effects.push({ deliveryId, wakeId, outcome })
    world.trace(() => `lane: ${deliveryId.slice(2, 6)} of ${wakeId.slice(2, 6)} ${outcome}`)
    const endedAt = Math.floor(world.nowInMs() / 1000)
    const end = { outcome, reasons: [], endedAt }
    untold.set(deliveryId, { wakeId, deliveryId, end } as unknown as SettledRow) // all that is told of it
  }
  return {
    effects,
    isEmpty: () =>
      untold.size === 0 &&
      table.list({ partition: ROWS }).every(({ value }) => value['state'] === 'settled'),
    work: (hosts) => {
      for (const { row, value } of table.list({ partition: ROWS })) {
        if (value['state'] === 'settled' || faults.strikes('laneSlow')) continue
        if (random.chance(0.6)) settle(row as Hex, value['wakeId'] as Hex) // as submitted
      }
      for (const row of untold.values()) {
        if (hosts.length === 0) return
        const told = (): void => void untold.delete(row.deliveryId)
        random
          .pick(hosts)
          .tell(row)
          .then(told, () => undefined) // it is told again
      }
    },
  }
}
