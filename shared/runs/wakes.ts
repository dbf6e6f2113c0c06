import * as z from 'zod'
import type { Json } from '../core/canonicalJson'
import { FabricError } from '../core/errors'
import type { Hex } from '../core/hex'
import type { OpenTable } from '../store/table'
import { insertFirst } from '../store/table'
import type { WakeRow } from './rows'
import { parseWake } from './rows'

/** A wake that has not ended, as the keeper finds it. */
export type OpenWake = {
  readonly wakeId: Hex
  /** When its workflow was last started, in milliseconds; undefined when it never was. */
  readonly startedAtInMs: number | undefined
}

/** A moment that was asked for, though its Cryplet has no slot there. */
export type NotDue = {
  readonly slot: number
  readonly askedAtInMs: number
  readonly reason: string
}

/** The rows of wakes, and of where their runs stand. */
export type Wakes = {
  /** Stores a wake and marks it open; the stored one counts, `first` tells whether it is this one. */
  readonly insert: (wake: WakeRow) => Promise<{ readonly first: boolean; readonly wake: WakeRow }>
  readonly get: (wakeId: Hex) => Promise<WakeRow | undefined>
  /** @throws WakeUnknownError */
  readonly require: (wakeId: Hex) => Promise<WakeRow>
  /** Tells whether its run row is terminal. */
  readonly hasEnded: (wakeId: Hex) => Promise<boolean>
  /** Makes the run row terminal and closes the wake. */
  readonly end: (wakeId: Hex, endedAtInMs: number) => Promise<void>
  readonly listOpen: () => Promise<readonly OpenWake[]>
  readonly markStarted: (wakeId: Hex, startedAtInMs: number) => Promise<void>
  /** Closes a wake whose run row is terminal already. */
  readonly close: (wakeId: Hex) => Promise<void>
  /** Keeps that a moment of a Cryplet was asked for in vain; the first asking of a moment counts. */
  readonly insertNotDue: (crypletId: Hex, asked: NotDue) => Promise<void>
  /** The ten latest moments of a Cryplet that were asked for in vain, the latest first. */
  readonly listNotDue: (crypletId: Hex) => Promise<readonly NotDue[]>
}

/** An id that no wake has. */
export class WakeUnknownError extends FabricError {
  override readonly name = 'WakeUnknownError'
  readonly code = 'WAKE_UNKNOWN'
  readonly retryable = false

  constructor(readonly wakeId: Hex) {
    super(`There is no wake ${wakeId}.`)
  }
}

const OPEN = 'open'

/**
 * Opens the rows of wakes: table `runs`, one partition a wake, and the partition `open`.
 *
 * @param open - How to open a table.
 * @returns The rows.
 */
export function openWakes(open: OpenTable): Wakes {
  const table = open('runs')
  const get = async (wakeId: Hex): Promise<WakeRow | undefined> => {
    const stored = await table.get({ partition: wakeId, row: 'wake' })
    return stored === undefined ? undefined : parseWake(stored.value)
  }
  return {
    insert: async (wake) => {
      const row = { partition: wake.wakeId, row: 'wake', value: { ...wake } }
      const { first, value } = await insertFirst(table, row)
      // After the wake, lest the keeper start a run that has none; again each time, should a process have ended here.
      await table.insert({ partition: OPEN, row: wake.wakeId, value: { wakeId: wake.wakeId } })
      return { first, wake: parseWake(value) }
    },
    get,
    require: async (wakeId) => {
      const wake = await get(wakeId)
      if (wake === undefined) throw new WakeUnknownError(wakeId)
      return wake
    },
    hasEnded: async (wakeId) => (await table.get({ partition: wakeId, row: 'end' })) !== undefined,
    end: async (wakeId, endedAtInMs) => {
      await table.insert({ partition: wakeId, row: 'end', value: { endedAtInMs } })
      await table.remove({ partition: OPEN, row: wakeId })
    },
    listOpen: async () =>
      (await table.list({ partition: OPEN })).map(({ value }) => openWake(value)),
    markStarted: (wakeId, startedAtInMs) =>
      // The keeper's note to itself: whoever started it last is right.
      table.put({ partition: OPEN, row: wakeId, value: { wakeId, startedAtInMs } }),
    close: (wakeId) => table.remove({ partition: OPEN, row: wakeId }),
    insertNotDue: async (crypletId, asked) => {
      const row = latestFirst(asked.slot)
      await table.insert({ partition: notDueOf(crypletId), row, value: { ...asked } })
    },
    listNotDue: async (crypletId) =>
      (await table.list({ partition: notDueOf(crypletId), limit: 10 })).map(({ value }) =>
        notDueSchema.parse(value),
      ),
  }
}

const notDueSchema = z.object({ slot: z.number(), askedAtInMs: z.number(), reason: z.string() })

function notDueOf(crypletId: Hex): string {
  return `notDue-${crypletId}`
}

// Rows come in the order of their keys.
function latestFirst(slot: number): string {
  return String(MAX_SLOT - slot).padStart(12, '0')
}

const MAX_SLOT = 999_999_999_999

function openWake(value: { readonly [column: string]: Json | undefined }): OpenWake {
  const startedAtInMs = value['startedAtInMs']
  return {
    wakeId: value['wakeId'] as Hex, // insert wrote it
    startedAtInMs: typeof startedAtInMs === 'number' ? startedAtInMs : undefined,
  }
}
