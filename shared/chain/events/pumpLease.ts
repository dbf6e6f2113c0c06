import * as z from 'zod'
import type { Clock } from '../../core/clock'
import { whole } from '../../store/columns'
import type { OpenTable, StoredRow, Table } from '../../store/table'

const leaseSchema = z.object({ holder: z.string(), untilInMs: whole })

/** Who pumps, and until when at least. */
export type LeaseHolder = Readonly<z.infer<typeof leaseSchema>>

/** What came of asking for the lease. */
export type LeaseAnswer =
  | { readonly isHeld: true }
  /** By another. */
  | { readonly isHeld: false; readonly by: LeaseHolder }

/** The right to pump: one at a time, lest two ask the endpoints for the same. Writings are fenced by the cursors themselves. */
export type PumpLease = {
  /** Takes it, or keeps it. */
  readonly hold: () => Promise<LeaseAnswer>
  /** Gives it back, so that the next need not wait. */
  readonly release: () => Promise<void>
}

/** Who asks for a lease. */
export type LeaseOptions = {
  readonly openTable: OpenTable
  readonly clock: Clock
  /** Another for each process. */
  readonly holder: string
  readonly forInMs: number
}

const KEY = { partition: 'pump', row: 'lease' }

/**
 * Opens the lease of the pump: one row of table `events`, taken under its etag, renewed when half of it is over.
 *
 * @param options - Who asks.
 * @returns The lease; nothing is asked yet.
 */
export function openPumpLease(options: LeaseOptions): PumpLease {
  const { openTable, clock, holder, forInMs } = options
  const table = openTable('events')
  let heldUntilInMs = 0
  const take = async (): Promise<LeaseAnswer> => {
    const now = clock.nowInMs()
    const row = await table.get(KEY)
    const by = holderIn(row)
    if (by !== undefined && by.holder !== holder && by.untilInMs > now) return { isHeld: false, by }
    const mine = { holder, untilInMs: now + forInMs }
    // Whoever was first is seen by the next look.
    if (!(await write(table, row, mine))) return take()
    heldUntilInMs = mine.untilInMs
    return { isHeld: true }
  }
  return {
    hold: async () =>
      heldUntilInMs - clock.nowInMs() > forInMs / 2 ? { isHeld: true } : await take(),
    release: async () => {
      heldUntilInMs = 0
      const row = await table.get(KEY)
      if (holderIn(row)?.holder === holder) await write(table, row, { holder, untilInMs: 0 })
    },
  }
}

/**
 * Tells who pumps.
 *
 * @param openTable - How to open a table.
 * @param clock - Now.
 * @returns The holder; undefined when there is none.
 */
export async function leaseHolder(
  openTable: OpenTable,
  clock: Clock,
): Promise<LeaseHolder | undefined> {
  const by = holderIn(await openTable('events').get(KEY))
  return by !== undefined && by.untilInMs > clock.nowInMs() ? by : undefined
}

// A row that cannot be read is nobody's.
function holderIn(row: StoredRow | undefined): LeaseHolder | undefined {
  return leaseSchema.safeParse(row?.value).data
}

async function write(
  table: Table,
  row: StoredRow | undefined,
  value: LeaseHolder,
): Promise<boolean> {
  if (row === undefined) return (await table.insert({ ...KEY, value })) === 'inserted'
  return (await table.replace({ ...KEY, value }, row.etag)) === 'replaced'
}
