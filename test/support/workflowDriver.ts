import type { OrchestrationContext, Task } from 'durable-functions'

/** What a workflow is driven with. */
export type DriverOptions = {
  readonly input: object
  readonly activities: Readonly<Record<string, (input: never) => Promise<unknown>>>
  readonly clock: { nowInMs: () => number; advance: (byInMs: number) => void }
  /** Runs whatever goes on outside while the workflow waits; true when the event was raised. */
  readonly whileWaiting?: (round: number) => Promise<boolean>
}

/** What a drive showed. */
export type Drive = {
  readonly result: unknown
  /** Names of activities, `timer 2000` and `event`, in their order. */
  readonly steps: readonly string[]
  readonly continuedAsNew: unknown
  /** Timers that were neither fired nor cancelled: they would keep an instance running. */
  readonly openTimers: number
}

const MOST_STEPS = 200

type FakeTask = Task & {
  readonly kind: 'activity' | 'timer' | 'event' | 'any'
  readonly start: () => Promise<void>
  readonly tasks?: readonly FakeTask[]
  isCompleted: boolean
  isCanceled: boolean
  result?: unknown
}

/**
 * Runs a workflow to its end without an engine: activities run at once, timers jump the clock.
 *
 * @param workflow - A replayed generator.
 * @param options - Its input, activities and clock.
 * @returns What it did.
 */
export async function driveWorkflow(
  workflow: (context: OrchestrationContext) => Generator<Task, unknown, unknown>,
  options: DriverOptions,
): Promise<Drive> {
  const { activities, clock } = options
  const steps: string[] = []
  const timers: FakeTask[] = []
  let continuedAsNew: unknown
  let waits = 0

  const make = (kind: FakeTask['kind'], start: (task: FakeTask) => Promise<void>): FakeTask => {
    const task: FakeTask = {
      kind,
      isCompleted: false,
      isFaulted: false,
      isCanceled: false,
      start: () => start(task),
    }
    return task
  }
  const callActivity = (name: string, input: never): FakeTask =>
    make('activity', async (task) => {
      steps.push(name)
      // Only what survives JSON passes.
      const passed = JSON.parse(JSON.stringify(input)) as never
      const result = await activities[name]?.(passed)
      task.result = JSON.parse(JSON.stringify(result))
      task.isCompleted = true
    })
  const createTimer = (at: Date): FakeTask => {
    const timer = make('timer', async (task) => {
      const byInMs = Math.max(0, at.getTime() - clock.nowInMs())
      steps.push(`timer ${String(byInMs)}`)
      clock.advance(byInMs)
      task.isCompleted = true
    })
    timers.push(timer)
    return Object.assign(timer, {
      cancel: () => {
        timer.isCanceled = true
      },
    })
  }
  const any = (tasks: readonly FakeTask[]): FakeTask =>
    Object.assign(
      make('any', async (task) => {
        const [event, timer] = tasks
        if ((await options.whileWaiting?.(waits++)) === true && event !== undefined) {
          steps.push('event')
          event.isCompleted = true
        } else {
          await timer?.start()
        }
        task.isCompleted = true
      }),
      { tasks },
    )
  const context = {
    df: {
      getInput: () => options.input,
      get currentUtcDateTime() {
        return new Date(clock.nowInMs())
      },
      callActivity,
      createTimer,
      waitForExternalEvent: () => make('event', () => Promise.resolve()),
      Task: { any },
      continueAsNew: (input: unknown) => {
        continuedAsNew = input
      },
    },
  } as unknown as OrchestrationContext // all that our workflows use of it

  const generator = workflow(context)
  let turn = generator.next()
  while (turn.done !== true) {
    // A workflow may wait for ever; a test must not.
    if (steps.length > MOST_STEPS) throw new Error(`no end in sight: ${steps.slice(-9).join(', ')}`)
    const task = turn.value as FakeTask
    try {
      await task.start()
      turn = generator.next(task.result)
    } catch (error) {
      turn = generator.throw(error)
    }
  }
  const openTimers = timers.filter(({ isCompleted, isCanceled }) => !isCompleted && !isCanceled)
  return { result: turn.value, steps, continuedAsNew, openTimers: openTimers.length }
}
