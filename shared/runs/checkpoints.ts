import type { Json } from '../core/canonicalJson'
import type { Hex } from '../core/hex'
import type { OpenTable } from '../store/table'

/** How far each schedule has come, and what an operator knows better than a calendar. */
export type Checkpoints = {
  /** The last slot whose run was started, in Unix seconds. */
  readonly get: (crypletId: Hex) => Promise<number | undefined>
  /** Moves forward only; two ticks at once are told from each other by the etag. */
  readonly advance: (crypletId: Hex, slot: number) => Promise<void>
  /** As an operator wrote it; to be parsed. */
  readonly getOverrides: (calendar: string) => Promise<Json | undefined>
  readonly putOverrides: (calendar: string, overrides: Json) => Promise<void>
}

/**
 * Opens the rows of checkpoints: table `checkpoints`, a partition a Cryplet; table `overrides`, a partition a calendar.
 *
 * @param open - How to open a table.
 * @returns The rows.
 */
export function openCheckpoints(open: OpenTable): Checkpoints {
  const checkpoints = open('checkpoints')
  const overrides = open('overrides')
  return {
    get: async (crypletId) => {
      const slot = (await checkpoints.get(checkpointKey(crypletId)))?.value['slot']
      return typeof slot === 'number' ? slot : undefined
    },
    advance: async (crypletId, slot) => {
      const key = checkpointKey(crypletId)
      for (;;) {
        const stored = await checkpoints.get(key)
        if (Number(stored?.value['slot'] ?? -1) >= slot) return
        const row = { ...key, value: { slot } }
        const written =
          stored === undefined
            ? await checkpoints.insert(row)
            : await checkpoints.replace(row, stored.etag)
        if (written === 'inserted' || written === 'replaced') return
      }
    },
    getOverrides: async (calendar) =>
      (await overrides.get(overridesKey(calendar)))?.value['overrides'],
    putOverrides: (calendar, value) =>
      overrides.put({ ...overridesKey(calendar), value: { overrides: value } }),
  }
}

function checkpointKey(crypletId: Hex): { partition: string; row: string } {
  return { partition: crypletId, row: 'slot' }
}

function overridesKey(calendar: string): { partition: string; row: string } {
  return { partition: calendar, row: 'overrides' }
}
