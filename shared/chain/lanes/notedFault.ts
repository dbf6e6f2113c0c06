import * as z from 'zod'
import type { Clock } from '../../core/clock'
import { clip, FabricError } from '../../core/errors'
import { whole } from '../../store/columns'
import type { Row } from '../../store/row'
import type { LaneKey } from './rows'
import { laneId } from './rows'

const faultSchema = z.object({ reason: z.string(), atInMs: whole })

/** What stopped a lane, when it was last noted. */
export type NotedFault = Readonly<z.infer<typeof faultSchema>>

/**
 * Parses what stopped a lane last.
 *
 * @param row - As stored, if it was.
 * @returns Undefined when there is none, or none that can be read: it is for people only.
 */
export function parseFault(row: Row | undefined): NotedFault | undefined {
  return faultSchema.safeParse(row).data
}

// A lane that stays stopped is tried many times a minute.
const NOTE_AGAIN_AFTER_IN_MS = 60_000
const MOST_CHARACTERS = 500

/** Runs a lane's work, and notes what it throws before it throws it on. */
export type NoteFaults = <T>(key: LaneKey, run: () => Promise<T>) => Promise<T>

/** Where it is kept: a journal. */
export type FaultBook = {
  readonly noteFault: (key: LaneKey, fault: NotedFault) => Promise<void>
}

/**
 * Opens the notes of what stops lanes: written when it is news, and once a minute.
 *
 * @param journal - Where they are kept.
 * @param clock - When it was.
 * @returns How to run what may stop.
 */
export function openFaultNotes(journal: FaultBook, clock: Clock): NoteFaults {
  const noted = new Map<string, NotedFault>()
  return async (key, run) => {
    try {
      return await run()
    } catch (error) {
      const fault = { reason: reasonOf(error), atInMs: clock.nowInMs() }
      const lane = laneId(key)
      if (isNews(noted.get(lane), fault)) {
        noted.set(lane, fault)
        // Storage itself may be what is down; whoever catches the error logs it.
        await journal.noteFault(key, fault).catch(() => noted.delete(lane))
      }
      throw error
    }
  }
}

function isNews(last: NotedFault | undefined, fault: NotedFault): boolean {
  if (last === undefined || last.reason !== fault.reason) return true
  return fault.atInMs - last.atInMs >= NOTE_AGAIN_AFTER_IN_MS
}

// The message of an error that is not ours may hold anything.
function reasonOf(error: unknown): string {
  if (error instanceof FabricError) return clip(`${error.code}: ${error.message}`, MOST_CHARACTERS)
  return `${error instanceof Error ? error.name : 'An error'} without a name of ours: the log says what`
}
