import type { OrchestrationContext, Task } from 'durable-functions'
import type { Instances } from '../../shared/runs/instances'
import { deliver } from '../../shared/workflows/deliver'
import type { Life, World } from './world'

/** Runs activities. */
export type Worker = {
  readonly life: Life
  readonly run: (name: string, input: object) => Promise<unknown>
}

/** A workflow engine whose histories survive every process; each step is replayed from the start. */
export type Durable = {
  /** The engine's client as one process has it. */
  readonly clientOf: (life: Life) => Instances
  readonly hasEnded: (id: string) => boolean
}

/** What a replay finds of a step that is done. */
type Step = {
  readonly kind: 'done' | 'event' | 'timer'
  readonly result?: unknown
  readonly atInMs: number
}

type Instance = {
  readonly id: string
  input: object
  history: Step[]
  events: number
  isRunning: boolean
  /** Set while it waits for the event. */
  onEvent: (() => void) | undefined
}

type PlannedTask = Task & {
  readonly plan:
    | { readonly kind: 'activity'; readonly name: string; readonly input: object }
    | { readonly kind: 'timer'; readonly at: Date }
    | { readonly kind: 'event' }
    | { readonly kind: 'any'; readonly event: PlannedTask; readonly timer: PlannedTask }
  isCompleted: boolean
}

export function openDurable(world: World, workers: () => readonly Worker[]): Durable {
  const instances = new Map<string, Instance>()
  return {
    hasEnded: (id) => instances.get(id)?.isRunning === false,
    clientOf: (life) => ({
      start: (id, input) =>
        world.pass(life, 'start an instance', () => {
          if (instances.get(id)?.isRunning === true) return 'running'
          const fresh: Instance = {
            id,
            input,
            history: [],
            events: 0,
            isRunning: true,
            onEvent: undefined,
          }
          instances.set(id, fresh)
          world.at(world.random.between(10, 500), () => {
            advance(world, workers, fresh)
          })
          return 'started'
        }),
      raise: (id) =>
        world.pass(life, 'raise an event', () => {
          const instance = instances.get(id)
          if (instance?.isRunning !== true || world.faults.strikes('eventLost')) return
          instance.events++
          instance.onEvent?.()
        }),
    }),
  }
}

// Replays what is done, then begins the one step that is not.
function advance(world: World, workers: () => readonly Worker[], instance: Instance): void {
  const { history } = instance
  let nowInMs = history[0]?.atInMs ?? world.nowInMs()
  let next: object | undefined
  const context = contextOf({
    instance,
    now: () => nowInMs,
    continueAsNew: (input) => {
      next = input
    },
  })
  const generator = deliver(context)
  let turn = generator.next()
  for (const step of history) {
    nowInMs = step.atInMs
    if (turn.done === true) throw new Error('a workflow ended earlier than before')
    const { plan } = turn.value as PlannedTask
    if (plan.kind === 'any') (step.kind === 'event' ? plan.event : plan.timer).isCompleted = true
    turn = generator.next(step.result)
  }
  if (turn.done !== true) {
    begin(world, workers, { instance, task: turn.value as PlannedTask })
    return
  }
  world.trace(() => `workflow ${instance.id.slice(0, 4)} ${JSON.stringify(turn.value)}`)
  if (next === undefined) instance.isRunning = false
  else {
    Object.assign(instance, { input: next, history: [] })
    world.at(10, () => {
      advance(world, workers, instance)
    })
  }
}

function begin(
  world: World,
  workers: () => readonly Worker[],
  { instance, task }: { readonly instance: Instance; readonly task: PlannedTask },
): void {
  const { history } = instance
  const at = history.length
  // The first answer of a step counts; others find it done.
  const finish = (step: Omit<Step, 'atInMs'>): void => {
    if (instance.history !== history || history.length !== at) return
    instance.onEvent = undefined
    history.push({ ...step, atInMs: world.nowInMs() })
    advance(world, workers, instance)
  }
  const { plan } = task
  if (plan.kind === 'activity') {
    const isOpen = (): boolean => instance.history === history && history.length === at
    dispatch(world, workers, {
      plan,
      isOpen,
      finish: (result) => {
        finish({ kind: 'done', result })
      },
    })
    return
  }
  const timer = plan.kind === 'any' ? plan.timer.plan : plan
  if (timer.kind !== 'timer') throw new Error('a task that the engine does not know')
  world.at(Math.max(0, timer.at.getTime() - world.nowInMs()), () => {
    finish({ kind: 'timer' })
  })
  if (plan.kind !== 'any') return
  const take = (): void => {
    instance.events--
    finish({ kind: 'event' })
  }
  if (instance.events > 0)
    world.at(0, () => {
      if (instance.events > 0) take()
    })
  else instance.onEvent = take
}

type Dispatch = {
  readonly plan: { readonly name: string; readonly input: object }
  readonly isOpen: () => boolean
  readonly finish: (result: unknown) => void
}

// At least once: again when its process is gone, and sometimes though it is not.
function dispatch(world: World, workers: () => readonly Worker[], order: Dispatch): void {
  if (!order.isOpen()) return
  const { random, faults } = world
  const again = (): void => {
    dispatch(world, workers, order)
  }
  const there = workers()
  if (there.length === 0) {
    world.at(2_000, again)
    return
  }
  const { life, run } = random.pick(there)
  const { name, input } = order.plan
  world.trace(() => `${life.name}: ${name} ${JSON.stringify(input).slice(0, 30)}`)
  run(name, JSON.parse(JSON.stringify(input)) as object).then(
    (result) => {
      if (!life.isOver) order.finish(JSON.parse(JSON.stringify(result)))
    },
    (error: unknown) => {
      throw error
    },
  )
  const watch = (): void => {
    if (life.isOver) again()
    else if (order.isOpen()) world.at(10_000, watch)
  }
  world.at(10_000, watch)
  if (faults.strikes('activityTwice')) world.at(random.between(0, 3_000), again)
}

type ContextOptions = {
  readonly instance: Instance
  readonly now: () => number
  readonly continueAsNew: (input: object) => void
}

function contextOf({ instance, now, continueAsNew }: ContextOptions): OrchestrationContext {
  const task = (plan: PlannedTask['plan']): PlannedTask => ({
    plan,
    isCompleted: false,
    isFaulted: false,
  })
  return {
    df: {
      getInput: () => instance.input,
      get currentUtcDateTime() {
        return new Date(now())
      },
      callActivity: (name: string, input: object) => task({ kind: 'activity', name, input }),
      createTimer: (at: Date) =>
        Object.assign(task({ kind: 'timer', at }), { cancel: () => undefined }),
      waitForExternalEvent: () => task({ kind: 'event' }),
      Task: {
        any: ([event, timer]: [PlannedTask, PlannedTask]) => task({ kind: 'any', event, timer }),
      },
      continueAsNew,
    },
  } as unknown as OrchestrationContext // all that our workflows use of it
}
