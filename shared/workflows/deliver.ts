import type { OrchestrationContext } from 'durable-functions'
import type { CheckResult } from '../activities/check'
import type { ProduceResult } from '../activities/produce'
import type { RecordResult } from '../activities/record'
import type { Fault, RunInput } from '../activities/result'
import type { Ending, SubmitResult } from '../activities/submit'
import type { Steps } from './steps'
import { callOnce, callUntilDone, later, pause, pauseInMs } from './steps'

/** What a run's workflow gives. */
export type DeliverResult = {
  /** `goes on`: the same instance continues as new, to keep its history short. */
  readonly status: 'recorded' | 'goes on'
  /** How the deliveries ended. */
  readonly outcomes: readonly string[]
}

const ROUNDS_A_HISTORY = 60
const FIRST_WAIT_IN_MS = 15_000
const LONGEST_WAIT_IN_MS = 600_000

/**
 * Brings one run from its wake to its audit entry: produce, submit, wait for `settled`, record.
 *
 * Replayed: it names activities and passes on what they return. The rows are the truth, so the event only wakes it, and
 * its timer only asks. Nothing ends a submitted delivery here but its lane's own outcome.
 *
 * @param context - Its input is `{ wakeId }`.
 * @yields Activities, timers and the event.
 * @returns How the deliveries ended.
 */
export function* deliver(context: OrchestrationContext): Steps<DeliverResult> {
  const { wakeId } = context.df.getInput<RunInput>() // as startRun gave it
  const produced = yield* produceInTime(context, { wakeId })
  const ending = produced.status === 'fault' ? { ending: endingOf(produced) } : {}
  const input = { wakeId, ...ending }
  const { open } = yield* callUntilDone<SubmitResult>(context, { name: 'submit', input })
  if (open === 0 || (yield* waitUntilSettled(context, { wakeId }))) {
    const { outcomes } = yield* callUntilDone<RecordResult>(context, { name: 'record', input })
    return { status: 'recorded', outcomes }
  }
  // Every step before this one finds its rows and changes nothing.
  context.df.continueAsNew({ wakeId })
  return { status: 'goes on', outcomes: [] }
}

function* produceInTime(context: OrchestrationContext, input: RunInput): Steps<ProduceResult> {
  for (let round = 0; ; round++) {
    const result: ProduceResult = yield* callOnce<ProduceResult>(context, {
      name: 'produce',
      input,
    })
    if (result.status === 'produced') return result
    // Zero: not even the wake could be read, so that nothing can be said to have been missed.
    const { retryUntil = 0 } = result
    const next = context.df.currentUtcDateTime.getTime() + pauseInMs(round)
    const inTime = retryUntil === 0 || next <= retryUntil * 1000
    if (!result.retryable || !inTime) return result
    if (result.isPartly === true) {
      yield* callOnce<SubmitResult>(context, {
        name: 'submit',
        input: { ...input, isPartly: true },
      })
    }
    yield pause(context, round)
  }
}

function* waitUntilSettled(context: OrchestrationContext, input: RunInput): Steps<boolean> {
  for (let round = 0; round < ROUNDS_A_HISTORY; round++) {
    // A fresh event task a round: one that is in two races would be scheduled twice.
    const settled = context.df.waitForExternalEvent('settled')
    const wait = Math.min(LONGEST_WAIT_IN_MS, FIRST_WAIT_IN_MS * 2 ** Math.min(round, 6))
    const timer = context.df.createTimer(later(context, wait))
    yield context.df.Task.any([settled, timer])
    if (settled.isCompleted) {
      timer.cancel()
      return true // and should it lie, `record` finds a delivery open, and asks again
    }
    const result = yield* callOnce<CheckResult>(context, { name: 'check', input })
    if (result.status === 'settled') return true
  }
  return false
}

// What time could have mended is missed; what it could not is refused.
function endingOf({ retryable, reasons }: Fault): Ending {
  return { outcome: retryable ? 'missed' : 'refused', reasons }
}
