import type { Hex } from '../core/hex'
import type { Table } from '../store/table'
import type { WakeRow } from './rows'
import { sortable } from './rows'

/** A run of a certain age. */
export type AgedRun = {
  readonly wakeId: Hex
  /** Where it stands in the list, for whoever takes it off. */
  readonly place: string
}

/** Which of the listed runs. */
export type AgedPage = {
  /** The place after which the page begins; the beginning when left out. */
  readonly after?: string | undefined
  readonly beforeInMs: number
  readonly limit: number
}

/** Runs that have something which grows old. */
export type AgedList = {
  /** Lists a run: before there is anything to remove, so that nothing outlives its time unseen. */
  readonly announce: (wake: Pick<WakeRow, 'wakeId' | 'wokenAtInMs'>) => Promise<void>
  /** The runs that were woken before an instant, oldest first. */
  readonly listAged: (page: AgedPage) => Promise<readonly AgedRun[]>
  /** Lets a run stand in the list as if it had been woken at another instant. */
  readonly postpone: (run: AgedRun, untilInMs: number) => Promise<void>
  /** Takes a run off the list: after its removal. */
  readonly takeOff: (run: AgedRun) => Promise<void>
}

const TIME_LENGTH = '000000000000000-'.length

/**
 * Opens a list of runs by age: a partition whose keys begin with the time of waking.
 *
 * @param table - Where.
 * @param partition - Of the list alone.
 * @returns The list.
 */
export function openAgedList(table: Table, partition: string): AgedList {
  const insert = async (wakeId: Hex, atInMs: number): Promise<void> => {
    await table.insert({ partition, row: `${sortable(atInMs)}-${wakeId}`, value: {} })
  }
  return {
    announce: ({ wakeId, wokenAtInMs }) => insert(wakeId, wokenAtInMs),
    listAged: async ({ after = '', beforeInMs, limit }) => {
      // No key lies between one and the same with a mark.
      const range = { partition, from: `${after}!`, before: sortable(beforeInMs), limit }
      const rows = await table.list(range)
      return rows.map(({ row }) => ({ wakeId: row.slice(TIME_LENGTH) as Hex, place: row }))
    },
    postpone: async ({ wakeId, place }, untilInMs) => {
      await insert(wakeId, untilInMs)
      await table.remove({ partition, row: place })
    },
    takeOff: ({ place }) => table.remove({ partition, row: place }),
  }
}
