import type { Hex } from '../core/hex'
import { bytes } from '../store/columns'
import type { OpenTable } from '../store/table'
import { insertFirst } from '../store/table'

/** What was answered to whoever posted; the first answer counts. */
export type Answers = {
  /** Gives the payload that is kept. */
  readonly insert: (wakeId: Hex, payload: Hex) => Promise<Hex>
  readonly get: (wakeId: Hex) => Promise<Hex | undefined>
}

/**
 * Opens the rows of answers: table `runs`, in the partition of the wake.
 *
 * @param open - How to open a table.
 * @returns The rows.
 */
export function openAnswers(open: OpenTable): Answers {
  const table = open('runs')
  const row = 'answer'
  return {
    insert: async (wakeId, payload) => {
      const stored = await insertFirst(table, { partition: wakeId, row, value: { payload } })
      return bytes.parse(stored.value['payload'])
    },
    get: async (wakeId) => {
      const stored = await table.get({ partition: wakeId, row })
      return stored && bytes.parse(stored.value['payload'])
    },
  }
}
