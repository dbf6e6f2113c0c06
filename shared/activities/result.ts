import { FabricError, messageOf } from '../core/errors'
import type { Hex } from '../core/hex'
import type { Log } from '../core/log'

/** Which run an activity works for: activities pass ids, never bytes. */
export type RunInput = { readonly wakeId: Hex }

/** Something that kept an activity from its work. A value: a workflow cannot read a thrown error's class. */
export type Fault = {
  readonly status: 'fault'
  readonly retryable: boolean
  /** For people, and for the record. */
  readonly reasons: readonly string[]
}

/**
 * Runs an activity so that it answers with a fault instead of throwing.
 *
 * @param log - Where a fault is told.
 * @param run - The activity.
 * @returns What it gave, or its fault. What is no FabricError is taken for retryable: storage or network.
 */
export async function faultOf<T>(log: Log, run: () => Promise<T>): Promise<T | Fault> {
  try {
    return await run()
  } catch (error) {
    const reason = reasonOf(error)
    log.warn('activity failed', { reason })
    return { status: 'fault', retryable: isRetryable(error), reasons: [reason] }
  }
}

/**
 * Tells whether time may mend a fault.
 *
 * @param error - As thrown; what is no FabricError is taken for a fault of storage or network.
 * @returns True when asking again makes sense.
 */
export function isRetryable(error: unknown): boolean {
  return error instanceof FabricError ? error.retryable : true
}

/**
 * Puts a fault into words for the record.
 *
 * @param error - As thrown.
 * @returns With its code, if it has one.
 */
export function reasonOf(error: unknown): string {
  return error instanceof FabricError ? `${error.code}: ${error.message}` : messageOf(error)
}
