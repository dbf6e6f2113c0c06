import type { HostClock } from '../clock'
import { DurableRequestError } from '../errors'
import { Dispatcher } from './dispatcher'
import type { EventBody, HistoryEvent } from './events'
import { eventType, makeEvent } from './events'
import type { DurableFunctions } from './functions'
import { namesOf } from './functions'
import { HistoryCache } from './historyCache'
import type { DurableStore, Instance, Step, StoredMessage, WorkItem } from './model'
import { isFinished } from './model'
import type { TimerSpans } from './perform'
import { runActivity } from './runActivity'
import { runOrchestrator } from './runOrchestrator'
import type { InstanceStart } from './startSteps'
import { newId, startSteps } from './startSteps'
import type { TurnHost, TurnOutcome } from './takeTurn'
import { takeTurn } from './takeTurn'

/** What an engine works with. */
export type EngineOptions = {
  readonly store: DurableStore
  readonly clock: HostClock
  readonly functions: DurableFunctions
  readonly maxConcurrentActivities: number
  readonly maxConcurrentOrchestrations: number
  /** JSON text of the durable client binding. */
  readonly clientPayload: () => string
  readonly onFailure: (functionName: string | undefined, error: unknown) => void
}

/** Production's: 6 days, in segments of 3. */
const productionSpans: TimerSpans = {
  maxShortInMs: 6 * 86_400_000,
  segmentInMs: 3 * 86_400_000,
}

/** After something could not be committed, as when the disk is full. */
const RETRY_IN_MS = 1000

/**
 * Runs orchestrations on a store.
 *
 * Everything that counts is in the store: a turn is read, run, and committed as one; an activity ends in one commit with
 * its result; so the process may die anywhere. Activities run at least once, turns any number of times.
 */
export class DurableEngine {
  readonly #options: EngineOptions
  readonly #turns: Dispatcher
  readonly #activities: Dispatcher
  readonly #work = new Map<string, WorkItem>()
  readonly #histories: HistoryCache
  readonly #waiters = new Map<string, Set<() => void>>()
  readonly #turnHost: TurnHost
  #alarm: { readonly atInMs: number; readonly cancel: () => void } | undefined

  /** @param options - Store, clock, functions. */
  constructor(options: EngineOptions) {
    const { clock, functions } = options
    this.#options = options
    this.#histories = new HistoryCache(options.store)
    this.#turns = new Dispatcher({
      maxConcurrent: options.maxConcurrentOrchestrations,
      run: (id) => this.#turn(id),
      onError: (id, error) => {
        this.#tryAgain(this.#turns, id, error)
      },
    })
    this.#activities = new Dispatcher({
      maxConcurrent: options.maxConcurrentActivities,
      run: (key) => this.#activity(key),
      onError: (key, error) => {
        this.#tryAgain(this.#activities, key, error)
      },
    })
    this.#turnHost = {
      nowInMs: clock.nowInMs,
      newExecutionId: newId,
      isStopped: () => this.#turns.isStopped,
      known: {
        activities: namesOf(functions.activities),
        orchestrators: namesOf(functions.orchestrators),
      },
      spans: productionSpans,
      run: (instance, execution) => this.#runOrchestrator(instance, execution),
    }
  }

  /** Takes up what the store holds: messages that are due, activities that were not finished. */
  start(): void {
    for (const work of this.#options.store.getWork()) this.#addWork(work)
    this.#wakeDue()
  }

  /**
   * Begins nothing more.
   *
   * @returns When no turn and no activity runs.
   */
  async stop(): Promise<void> {
    this.#alarm?.cancel()
    await Promise.all([this.#turns.stop(), this.#activities.stop()])
  }

  /**
   * Makes a new instance; a finished one of the same id is replaced.
   *
   * @param start - What to start; without an id it gets 32 hexadecimal digits.
   * @returns Its id.
   * @throws DurableRequestError 409 when an instance of this id has not ended.
   */
  create(start: Omit<InstanceStart, 'id' | 'parent'> & { readonly id?: string }): string {
    const id = start.id ?? newId()
    const steps = this.#startSteps({ ...start, id, parent: null })
    if (steps === undefined) {
      throw new DurableRequestError(
        409,
        `An orchestration instance with the id '${id}' has not ended. Wait for it, or terminate it.`,
      )
    }
    this.commit(steps)
    return id
  }

  /**
   * Sends an event to whatever execution of an instance is current.
   *
   * @param instanceId - Of the instance.
   * @param body - Of the event.
   */
  send(instanceId: string, body: EventBody): void {
    const nowInMs = this.#options.clock.nowInMs()
    const event = makeEvent(body, nowInMs)
    const message = { instanceId, executionId: null, visibleAtInMs: nowInMs, event }
    this.commit([{ kind: 'post', message }])
  }

  /**
   * Waits for an instance's end.
   *
   * @param id - Of the instance.
   * @param timeoutInMs - At most this long.
   */
  async wait(id: string, timeoutInMs: number): Promise<void> {
    const { store, clock } = this.#options
    const instance = store.getInstance(id)
    if (instance === undefined || isFinished(instance.status)) return
    const waiters = this.#waiters.get(id) ?? new Set()
    this.#waiters.set(id, waiters)
    await new Promise<void>((resolve) => {
      const done = () => {
        cancel()
        waiters.delete(done)
        resolve()
      }
      const cancel = clock.setTimer(timeoutInMs, done)
      waiters.add(done)
    })
  }

  /**
   * Makes writes durable and takes up what they bring.
   *
   * @param steps - All or none.
   */
  commit(steps: readonly Step[]): void {
    this.#options.store.commit(steps)
    const nowInMs = this.#options.clock.nowInMs()
    for (const step of steps) {
      if (step.kind === 'addWork') this.#addWork(step.work)
      if (step.kind === 'purge') this.#histories.delete(step.instanceId)
      if (step.kind !== 'post') continue
      const { instanceId, visibleAtInMs } = step.message
      if (visibleAtInMs <= nowInMs) this.#turns.add(instanceId)
      else this.#wakeAt(visibleAtInMs)
    }
  }

  async #turn(id: string): Promise<void> {
    const { store, clock } = this.#options
    const instance = store.getInstance(id)
    const messages = store.getMessages(id, clock.nowInMs())
    const consume: Step = { kind: 'consume', keys: messages.map(({ key }) => key) }
    const past = instance === undefined ? [] : this.#histories.get(instance)
    const arrived = instance === undefined ? [] : selectEvents(instance, past, messages)
    if (instance === undefined || isFinished(instance.status) || arrived.length === 0) {
      if (messages.length > 0) this.commit([consume])
      return
    }
    const outcome = await takeTurn(this.#turnHost, instance, { past, arrived })
    if (outcome !== undefined) this.#commitTurn(instance, outcome, consume)
  }

  #commitTurn(before: Instance, outcome: TurnOutcome, consume: Step): void {
    const { instance, history, stored } = outcome
    const instanceId = instance.id
    const isNewExecution = instance.executionId !== before.executionId
    const events = history.slice(stored)
    this.commit([
      consume,
      ...(isNewExecution ? [{ kind: 'dropHistory', instanceId } as const] : []),
      { kind: 'appendHistory', instanceId, from: stored, events },
      { kind: 'saveInstance', instance },
      ...outcome.messages.map((message) => ({ kind: 'post', message }) as const),
      ...outcome.work.map((work) => ({ kind: 'addWork', work }) as const),
      // A child whose id is active is left alone: its parent then waits for nobody, as in production.
      ...outcome.children.flatMap((child) => this.#startSteps(child) ?? []),
    ])
    this.#histories.set(instance, history)
    if (!isFinished(instance.status)) return
    if (instance.status === 'Failed') this.#options.onFailure(instance.name, instance.output)
    for (const done of this.#waiters.get(instanceId) ?? []) done()
    this.#waiters.delete(instanceId)
  }

  async #activity(key: string): Promise<void> {
    const work = this.#work.get(key)
    if (work === undefined) return
    const { clock, functions, clientPayload, onFailure } = this.#options
    const { activities } = functions
    const body = await runActivity({ activities, clientPayload, onFailure }, work)
    const { instanceId, executionId } = work
    const visibleAtInMs = clock.nowInMs()
    const event = makeEvent(body, visibleAtInMs)
    this.commit([
      { kind: 'finishWork', work },
      { kind: 'post', message: { instanceId, executionId, visibleAtInMs, event } },
    ])
    this.#work.delete(key)
  }

  #runOrchestrator(
    ...[instance, execution]: Parameters<TurnHost['run']>
  ): ReturnType<TurnHost['run']> {
    const registered = this.#options.functions.orchestrators.get(instance.name.toLowerCase())
    if (registered === undefined) {
      const message = `The function '${instance.name}' doesn't exist, is disabled, or is not an orchestrator function.`
      return Promise.resolve({ kind: 'crash', message })
    }
    const { input, past, fresh } = execution
    return runOrchestrator(registered, {
      instanceId: instance.id,
      parentInstanceId: instance.parent?.instanceId ?? null,
      input,
      past,
      fresh,
      spans: this.#turnHost.spans,
      clientPayload: this.#options.clientPayload,
    })
  }

  #startSteps(start: InstanceStart): readonly Step[] | undefined {
    const { store, clock } = this.#options
    return startSteps(store, start, clock.nowInMs())
  }

  #tryAgain(dispatcher: Dispatcher, id: string, error: unknown): void {
    const { clock, onFailure } = this.#options
    onFailure(undefined, error)
    clock.setTimer(RETRY_IN_MS, () => {
      dispatcher.add(id)
    })
  }

  #addWork(work: WorkItem): void {
    const key = `${work.instanceId}|${work.executionId}|${String(work.taskId)}`
    this.#work.set(key, work)
    this.#activities.add(key)
  }

  #wakeDue(): void {
    const { store, clock } = this.#options
    const nowInMs = clock.nowInMs()
    this.#alarm = undefined
    for (const id of store.getDueInstances(nowInMs)) this.#turns.add(id)
    const nextInMs = store.getNextDue(nowInMs)
    if (nextInMs !== undefined) this.#wakeAt(nextInMs)
  }

  #wakeAt(atInMs: number): void {
    if (this.#alarm !== undefined && this.#alarm.atInMs <= atInMs) return
    this.#alarm?.cancel()
    const { clock } = this.#options
    const cancel = clock.setTimer(atInMs - clock.nowInMs(), () => {
      this.#wakeDue()
    })
    this.#alarm = { atInMs, cancel }
  }
}

// Messages of tasks, timers and children name their execution; those of an earlier one are dropped.
function selectEvents(
  instance: Instance,
  past: readonly HistoryEvent[],
  messages: readonly StoredMessage[],
): HistoryEvent[] {
  const events = messages
    .filter(({ executionId }) => executionId === null || executionId === instance.executionId)
    .map(({ event }) => event)
  const others = events.filter(({ EventType }) => EventType !== eventType.executionStarted)
  if (past.length > 0) return others
  // First, also when the clock went back between the start and an event.
  const started = events.find(({ EventType }) => EventType === eventType.executionStarted)
  return started === undefined ? [] : [started, ...others]
}
