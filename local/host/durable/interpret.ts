import { FabricError, messageOf } from '../../../shared/core/errors'
import { NonDeterministicError } from '../errors'
import type { Action, OrchestratorResult } from './actions'
import type { HistoryEvent } from './events'
import { eventType } from './events'
import type { Routine } from './future'
import { Future, run } from './future'
import type { NumberedDecision } from './ledger'
import { Ledger } from './ledger'
import type { KnownFunctions, Stage, TimerSpans } from './perform'
import { perform } from './perform'

/** One turn of one execution, after its orchestrator function has run. */
export type Turn = {
  readonly instanceId: string
  /** Undefined for an instance that is no child. */
  readonly parentInstanceId: string | undefined
  readonly executionId: string
  readonly orchestrator: string
  /** Of the current execution: earlier turns, then this one. */
  readonly history: readonly HistoryEvent[]
  readonly result: OrchestratorResult
  readonly known: KnownFunctions
  readonly spans: TimerSpans
}

/** What a turn came to. */
export type Interpretation = {
  /** In order of ids. */
  readonly decisions: readonly NumberedDecision[]
  /** Events that came after continueAsNew was asked for: they go to the next execution. */
  readonly carried: readonly HistoryEvent[]
  readonly isSuspended: boolean
}

/**
 * Finds what is new in what an orchestrator asked for.
 *
 * The library gives everything since the start of the execution, at every turn. This replays that list against history,
 * as the durable extension does with its own orchestration context: an action starts only when the one before it has
 * settled, ids are given in the order of starting, and a decision is new when history does not hold its id. Pure.
 *
 * @param turn - History and the orchestrator's result.
 * @returns Decisions.
 */
export function interpret(turn: Turn): Interpretation {
  return new Replay(turn).interpret()
}

class Replay {
  readonly #ledger = new Ledger()
  readonly #turn: Turn
  readonly #carried: HistoryEvent[] = []
  #parked: HistoryEvent[] = []
  #isSuspended = false
  #nowInMs = 0
  #next: { readonly input: string | null } | undefined
  #termination: { readonly reason: string | null } | undefined
  #main = new Future()
  #output: string | null = null
  #failure: Error | undefined

  constructor(turn: Turn) {
    this.#turn = turn
  }

  interpret(): Interpretation {
    try {
      for (const event of this.#turn.history) this.#feed(event)
      this.#finish()
    } catch (error) {
      if (!(error instanceof NonDeterministicError)) throw error
      this.#complete('Failed', error.message, `Unhandled exception: ${error.message}`)
    }
    const decisions = this.#ledger.decisions()
    return { decisions, carried: this.#carried, isSuspended: this.#isSuspended }
  }

  #feed(event: HistoryEvent): void {
    if (event.EventType === eventType.orchestratorStarted) {
      this.#nowInMs = Date.parse(event.Timestamp)
    } else if (event.EventType === eventType.executionResumed) {
      this.#resume()
    } else if (event.EventType === eventType.executionTerminated) {
      this.#termination ??= { reason: event.Input }
    } else if (event.EventType === eventType.executionSuspended) {
      this.#isSuspended = true
      this.#ledger.park()
    } else if (this.#isSuspended) {
      this.#parked.push(event)
    } else {
      this.#feedProgress(event)
    }
  }

  #feedProgress(event: HistoryEvent): void {
    const ledger = this.#ledger
    if (event.EventType === eventType.executionStarted) {
      this.#start()
    } else if (event.EventType === eventType.taskScheduled) {
      ledger.match(event.EventId, 'activity', event.Name)
    } else if (event.EventType === eventType.childCreated) {
      ledger.match(event.EventId, 'child', event.Name)
    } else if (event.EventType === eventType.timerCreated) {
      ledger.match(event.EventId, 'timer')
    } else if (event.EventType === eventType.timerFired) {
      ledger.settle(event.TimerId)
    } else if (event.EventType === eventType.eventRaised) {
      this.#raise(event)
    } else if ('TaskScheduledId' in event) {
      const error = 'Reason' in event ? new Error(event.Reason ?? '') : undefined
      ledger.settle(event.TaskScheduledId, error)
    }
  }

  #raise(event: HistoryEvent & { readonly Name: string }): void {
    if (this.#next === undefined) this.#ledger.raiseEvent(event.Name)
    else this.#carried.push(event)
  }

  #resume(): void {
    this.#isSuspended = false
    this.#ledger.unpark()
    const parked = this.#parked
    this.#parked = []
    for (const event of parked) this.#feed(event)
  }

  #start(): void {
    this.#main = run(this.#mainRoutine())
    this.#main.on(
      () => undefined,
      (error) => {
        this.#failure = error instanceof Error ? error : new Error(messageOf(error))
      },
    )
  }

  *#mainRoutine(): Routine {
    const { result } = this.#turn
    if (result.kind === 'crash') throw new Error(result.message)
    for (const action of result.actions) yield* this.#performOne(action)
    if (result.error !== undefined) throw new Error(result.error)
    // The orchestrator waits for something that no action stands for: so does this, for ever.
    if (!result.isDone) yield new Future()
    const { output } = result
    this.#output = output === undefined || output === null ? null : JSON.stringify(output)
  }

  *#performOne(action: Action): Routine {
    try {
      yield perform(this.#stage(), action)
    } catch (error) {
      // User code has seen what failed and gone on; what this host itself refuses it has not.
      if (error instanceof FabricError) throw error
    }
  }

  #stage(): Stage {
    return {
      ...this.#turn,
      ledger: this.#ledger,
      nowInMs: () => this.#nowInMs,
      continueAsNew: (input) => {
        this.#next = { input }
      },
    }
  }

  #finish(): void {
    if (this.#termination !== undefined) {
      this.#complete('Terminated', this.#termination.reason, null)
    } else if (this.#ledger.hasOpenTasks || !this.#main.isSettled) {
      // An orchestrator may have returned and still wait for a timer that it did not cancel.
    } else if (this.#failure !== undefined) {
      const { message } = this.#failure
      const reason = `Orchestrator function '${this.#turn.orchestrator}' failed: ${message}`
      this.#complete('Failed', reason, `Message: ${message}, StackTrace: `)
    } else if (this.#next !== undefined) {
      this.#ledger.decide({ kind: 'continueAsNew', input: this.#next.input })
    } else {
      this.#complete('Completed', this.#output, null)
    }
  }

  #complete(
    status: 'Completed' | 'Failed' | 'Terminated',
    result: string | null,
    details: string | null,
  ): void {
    this.#ledger.decide({ kind: 'complete', status, result, details })
  }
}
