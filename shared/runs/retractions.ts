import * as z from 'zod'
import type { Hex } from '../core/hex'
import { hash32, whole } from '../store/columns'
import type { OpenTable } from '../store/table'

const retractionSchema = z.object({ atInMs: whole, blockNumber: whole, blockHash: hash32 })

/** That the event of a wake is no longer part of its chain. */
export type Retraction = Readonly<z.infer<typeof retractionSchema>>

/** The rows of retractions. */
export type Retractions = {
  /** Tells whether this is the first word of it. */
  readonly insert: (wakeId: Hex, retraction: Retraction) => Promise<boolean>
  readonly get: (wakeId: Hex) => Promise<Retraction | undefined>
}

/**
 * Opens the rows of retractions: table `runs`, in the partition of the wake.
 *
 * @param open - How to open a table.
 * @returns The rows.
 */
export function openRetractions(open: OpenTable): Retractions {
  const table = open('runs')
  const row = 'retraction'
  return {
    insert: async (wakeId, retraction) =>
      (await table.insert({ partition: wakeId, row, value: { ...retraction } })) === 'inserted',
    get: async (wakeId) => {
      const stored = await table.get({ partition: wakeId, row })
      return stored && retractionSchema.parse(stored.value)
    },
  }
}
