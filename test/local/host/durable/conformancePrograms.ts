/** Orchestrations whose histories on the real engine are known. */
import type { OrchestrationContext } from 'durable-functions'
import * as df from 'durable-functions'

type Steps = Generator<df.Task, unknown, never>

export const SECOND_IN_MS = 1000
export const DAY_IN_MS = 86_400_000

/** Ends activities, which wait until the test does so. */
export const gates = new Map<string, () => void>()
/** Activities that ran. */
export const runs: string[] = []
/** What is set to change the code of a program that runs. */
export const variant = { changed: false }

df.app.activity('pass', {
  handler: (value: unknown) => {
    runs.push(`pass ${JSON.stringify(value)}`)
    return value
  },
})
df.app.activity('fail', {
  handler: (value: unknown) => {
    runs.push(`fail ${JSON.stringify(value)}`)
    throw new Error(`no ${JSON.stringify(value)}`)
  },
})
df.app.activity('gate', {
  handler: ({ name }: { name: string }) =>
    new Promise((resolve) => {
      gates.set(name, () => {
        resolve({ name })
      })
    }),
})
df.app.activity('nothing', { handler: () => undefined })
df.app.activity('TakesNote', { handler: () => undefined })

function later(context: OrchestrationContext, delayInMs: number): df.TimerTask {
  return context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + delayInMs))
}

function orchestration(name: string, run: (context: OrchestrationContext) => Steps): void {
  df.app.orchestration(name, run)
}

orchestration('retried', function* (context) {
  try {
    yield context.df.callActivityWithRetry('fail', new df.RetryOptions(SECOND_IN_MS, 3), { n: 1 })
  } catch (error) {
    yield context.df.callActivity('pass', { after: 'retries' })
    return (error as Error).message.split(' \n ')[0]
  }
  return undefined
})
orchestration('allFails', function* (context) {
  try {
    yield context.df.Task.all([
      context.df.callActivity('fail', { n: 1 }),
      context.df.callActivity('gate', { name: 'slow' }),
    ])
  } catch {
    yield context.df.callActivity('pass', { clean: 'up' })
  }
  return 'cleaned'
})
orchestration('leavesTimer', function* (context) {
  const timer = later(context, 90 * SECOND_IN_MS)
  yield context.df.Task.any([timer, context.df.callActivity('pass', {})])
  return 'early'
})
orchestration('cancelsTimer', function* (context) {
  const timer = later(context, 90 * SECOND_IN_MS)
  yield context.df.Task.any([timer, context.df.callActivity('pass', {})])
  timer.cancel()
  return 'early'
})
orchestration('twoWaiters', function* (context) {
  const [first, second] = [
    context.df.waitForExternalEvent('e'),
    context.df.waitForExternalEvent('e'),
  ]
  yield context.df.Task.all([first, second])
  return [first.result, second.result]
})
orchestration('buffers', function* (context) {
  yield context.df.callActivity('gate', { name: 'buffers' })
  const first: unknown = yield context.df.waitForExternalEvent('e')
  const second: unknown = yield context.df.waitForExternalEvent('E')
  return [first, second]
})
orchestration('collects', function* (context) {
  const { seen } = context.df.getInput<{ seen: unknown[] }>()
  const next: unknown = yield context.df.waitForExternalEvent('e')
  if (seen.length === 2) return [...seen, next]
  context.df.continueAsNew({ seen: [...seen, next] })
  return undefined
})
orchestration('beginsAgain', function* (context) {
  const { round } = context.df.getInput<{ round: number }>()
  const timer = later(context, round * 10 * SECOND_IN_MS)
  const first = yield context.df.Task.any([timer, context.df.waitForExternalEvent('e')])
  if (first === timer) return `timer of round ${String(round)}`
  timer.cancel()
  context.df.continueAsNew({ round: round + 1 })
  return undefined
})
orchestration('leavesEvents', function* (context) {
  const { round } = context.df.getInput<{ round: number }>()
  yield context.df.callActivity('gate', { name: `round ${String(round)}` })
  if (round === 2) return yield context.df.waitForExternalEvent('e')
  context.df.continueAsNew({ round: round + 1 })
  return undefined
})
orchestration('works', function* (context) {
  const first: unknown = yield context.df.callActivity('gate', { name: 'works' })
  const second: unknown = yield context.df.callActivity('pass', { second: true })
  return [first, second]
})
orchestration('waitsLong', function* (context) {
  const begin = context.df.currentUtcDateTime.getTime()
  yield later(context, 10 * DAY_IN_MS)
  yield context.df.callActivity('pass', { after: 'timer' })
  return context.df.currentUtcDateTime.getTime() - begin
})
orchestration('child', function* (context) {
  return yield context.df.waitForExternalEvent('e')
})
orchestration('hasChild', function* (context) {
  return yield context.df.callSubOrchestrator('child', { n: 1 }, 'the-child')
})
orchestration('namelessChild', function* (context) {
  return yield context.df.callSubOrchestrator('child', { n: 1 })
})
orchestration('failingChild', function* (context) {
  yield context.df.callActivity('fail', { in: 'child' })
  return undefined
})
orchestration('catchesChild', function* (context) {
  try {
    const retry = new df.RetryOptions(SECOND_IN_MS, 2)
    yield context.df.callSubOrchestratorWithRetry('failingChild', retry)
  } catch (error) {
    return (error as Error).message.includes('no {"in":"child"}') ? 'caught' : 'other'
  }
  return undefined
})
orchestration('changes', function* (context) {
  yield context.df.callActivity(variant.changed ? 'pass' : 'gate', { name: 'changes' })
  return undefined
})
orchestration('callsUnknown', function* (context) {
  yield context.df.callActivity('unheardOf', {})
  return undefined
})
orchestration('values', function* (context) {
  const results: unknown[] = []
  for (const value of ['text', '123', 5, true, null, { a: [1] }]) {
    const got: unknown = yield context.df.callActivity('pass', value)
    results.push(got)
  }
  const nothing: unknown = yield context.df.callActivity('nothing', {})
  return [...results, nothing]
})
orchestration('speaks', function* (context) {
  context.df.setCustomStatus({ step: 1 })
  yield context.df.waitForExternalEvent('e')
  context.df.setCustomStatus({ step: 2 })
  return undefined
})
orchestration('callsHttp', function* (context) {
  yield context.df.callHttp({ method: 'GET', url: 'http://127.0.0.1:9/' })
  return undefined
})
orchestration('callsEntity', function* (context) {
  yield context.df.callEntity(new df.EntityId('counter', 'a'), 'add', 1)
  return undefined
})
orchestration('signalsEntity', function* (context) {
  context.df.signalEntity(new df.EntityId('counter', 'a'), 'add', 1)
  yield context.df.callActivity('pass', {})
  return undefined
})
orchestration('locks', function* (context) {
  yield context.df.lock(new df.EntityId('counter', 'a'))
  return undefined
})
