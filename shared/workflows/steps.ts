import type { OrchestrationContext, Task } from 'durable-functions'
import type { Fault } from '../activities/result'

/** A piece of a workflow that yields tasks and comes to a value. */
export type Steps<T> = Generator<Task, T, unknown>

/** One activity to be called; only objects are passed. */
export type ActivityCall = {
  readonly name: string
  readonly input: object
}

const LONGEST_PAUSE_IN_MS = 60_000

/**
 * Calls an activity once.
 *
 * @param context - Of the workflow.
 * @param call - Which activity, with what.
 * @yields The activity.
 * @returns What it gave; when the engine says that it failed, a fault that may be retried.
 */
export function* callOnce<T>(context: OrchestrationContext, call: ActivityCall): Steps<T | Fault> {
  try {
    // The activity's own type: the engine carries JSON.
    const result = yield context.df.callActivity(call.name, call.input)
    return result as T
  } catch {
    // The engine's text is of no use to a reader, and long.
    return { status: 'fault', retryable: true, reasons: [`activity ${call.name} broke off`] }
  }
}

/**
 * Calls an activity until it gives something else than a fault: for steps that must come, because what came before them
 * is durable already.
 *
 * @param context - Of the workflow.
 * @param call - Which activity, with what.
 * @yields The activity, and timers between.
 * @returns What it gave.
 */
export function* callUntilDone<T extends { readonly status: string }>(
  context: OrchestrationContext,
  call: ActivityCall,
): Steps<Exclude<T, Fault>> {
  for (let round = 0; ; round++) {
    const result = yield* callOnce<T>(context, call)
    if (result.status !== 'fault') return result as Exclude<T, Fault>
    yield pause(context, round)
  }
}

/**
 * Makes a timer between two tries.
 *
 * @param context - Of the workflow.
 * @param round - Tries so far, from 0: the pause doubles from one second to a minute.
 * @returns The timer, to be yielded.
 */
export function pause(context: OrchestrationContext, round: number): Task {
  return context.df.createTimer(later(context, pauseInMs(round)))
}

/**
 * Tells how long a pause is.
 *
 * @param round - Tries so far, from 0.
 * @returns Milliseconds.
 */
export function pauseInMs(round: number): number {
  return Math.min(LONGEST_PAUSE_IN_MS, 1_000 * 2 ** Math.min(round, 6))
}

/**
 * Gives an instant from now, as replays see now.
 *
 * @param context - Of the workflow.
 * @param byInMs - How much later.
 * @returns For createTimer.
 */
export function later(context: OrchestrationContext, byInMs: number): Date {
  const instant = structuredClone(context.df.currentUtcDateTime)
  instant.setTime(instant.getTime() + byInMs)
  return instant
}
