/** Ordinary programs, as users write them: run unchanged by the host in a process of its own. */
import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions'
import { app } from '@azure/functions'
import type { OrchestrationContext } from 'durable-functions'
import * as df from 'durable-functions'

type Steps = Generator<df.Task, unknown, never>

// Chaining
df.app.orchestration('chain', function* (context: OrchestrationContext): Steps {
  const { n } = context.df.getInput<{ n: number }>()
  const a: number = yield context.df.callActivity('increment', { n })
  const b: number = yield context.df.callActivity('increment', { n: a })
  return yield context.df.callActivity('increment', { n: b })
})
df.app.activity('increment', { handler: ({ n }: { n: number }) => n + 1 })

// Fan-out and fan-in
df.app.orchestration('fanOut', function* (context: OrchestrationContext): Steps {
  const { count } = context.df.getInput<{ count: number }>()
  const tasks = Array.from({ length: count }, (_, n) => context.df.callActivity('increment', { n }))
  const results: number[] = yield context.df.Task.all(tasks)
  return results.reduce((sum, each) => sum + each, 0)
})

// Human interaction
df.app.orchestration('approval', function* (context: OrchestrationContext): Steps {
  const { timeoutInMs } = context.df.getInput<{ timeoutInMs: number }>()
  const deadline = context.df.createTimer(
    new Date(context.df.currentUtcDateTime.getTime() + timeoutInMs),
  )
  const answer = context.df.waitForExternalEvent('answer')
  const first = yield context.df.Task.any([answer, deadline])
  if (first === deadline) return 'escalated'
  deadline.cancel()
  return (answer.result as { approved: boolean }).approved ? 'approved' : 'refused'
})

// Monitor
df.app.orchestration('monitor', function* (context: OrchestrationContext): Steps {
  for (let polls = 1; ; polls += 1) {
    const ready: { ready: boolean } = yield context.df.callActivity('poll', {
      polls,
    })
    if (ready.ready) return polls
    yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 30))
  }
})
df.app.activity('poll', { handler: ({ polls }: { polls: number }) => ({ ready: polls >= 3 }) })

// Eternal
df.app.orchestration('eternal', function* (context: OrchestrationContext): Steps {
  const { round, total } = context.df.getInput<{ round: number; total: number }>()
  context.df.setCustomStatus({ round })
  const { amount }: { amount: number } = yield context.df.waitForExternalEvent('add')
  if (amount === 0) return { round, total }
  context.df.continueAsNew({ round: round + 1, total: total + amount })
  return undefined
})

// Eternal, and never at rest
df.app.orchestration('counts', function* (context: OrchestrationContext): Steps {
  const { n } = context.df.getInput<{ n: number }>()
  const next: number = yield context.df.callActivity('increment', { n })
  context.df.continueAsNew({ n: next })
  return undefined
})
df.app.orchestration('spins', function* (context: OrchestrationContext): Steps {
  context.df.continueAsNew({})
  return undefined
})

// Sub-orchestrations, retry, errors
df.app.orchestration('parent', function* (context: OrchestrationContext): Steps {
  const children = [1, 2].map((n) => context.df.callSubOrchestrator('chain', { n }))
  return yield context.df.Task.all(children)
})
let attempts = 0
df.app.orchestration('flaky', function* (context: OrchestrationContext): Steps {
  const retry = new df.RetryOptions(10, 4)
  retry.backoffCoefficient = 2
  return yield context.df.callActivityWithRetry('failTwice', retry, {})
})
df.app.activity('failTwice', {
  handler: () => {
    attempts += 1
    if (attempts < 3) throw new Error('not yet')
    return { attempts }
  },
})
df.app.orchestration('fails', function* (context: OrchestrationContext): Steps {
  yield context.df.callActivity('alwaysFails', {})
  return undefined
})
df.app.activity('alwaysFails', {
  handler: () => {
    throw new TypeError('it broke')
  },
})

// What is needed to be killed in the middle
df.app.orchestration('long', function* (context: OrchestrationContext): Steps {
  const say = (point: string): void => {
    if (!context.df.isReplaying) context.info(`point ${point}`)
  }
  say('begun')
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 300))
  say('timed')
  const slow: string = yield context.df.callActivity('slow', { ms: 100 })
  say('worked')
  const event: { n: number } = yield context.df.waitForExternalEvent('go')
  say('raised')
  const child: number = yield context.df.callSubOrchestrator('chain', { n: event.n })
  return { slow, child }
})
df.app.activity('slow', {
  handler: async ({ ms }: { ms: number }, context: InvocationContext) => {
    context.info('point working')
    await new Promise((resolve) => setTimeout(resolve, ms))
    return 'done'
  },
})

// HTTP
app.http('start', {
  route: 'orchestrators/{name}/{id?}',
  methods: ['POST'],
  authLevel: 'function',
  extraInputs: [df.input.durableClient()],
  handler: async (request: HttpRequest, context: InvocationContext) => {
    const client = df.getClient(context)
    const text = await request.text()
    const { name = '', id } = request.params
    const started = await client.startNew(name, {
      ...(id === undefined ? {} : { instanceId: id }),
      ...(text === '' ? {} : { input: JSON.parse(text) as unknown }),
    })
    return client.createCheckStatusResponse(request, started)
  },
})
app.http('echo', {
  route: 'echo/{word:alpha}',
  methods: ['GET', 'POST'],
  handler: async (request: HttpRequest): Promise<HttpResponseInit> => ({
    jsonBody: {
      method: request.method,
      word: request.params['word'],
      query: request.query.get('a'),
      body: await request.text(),
    },
    headers: { 'x-word': request.params['word'] ?? '' },
    cookies: [{ name: 'c', value: 'a b', path: '/', sameSite: 'Strict' }],
  }),
})
app.http('nothing', { handler: () => Promise.resolve(undefined as never) })
app.http('empty', { handler: () => ({}) })
app.http('throws', {
  handler: () => {
    throw new Error('secret detail')
  },
})
app.http('crash', {
  handler: () => {
    setTimeout(() => {
      throw new Error('nobody catches this')
    })
    return {}
  },
})
app.http('operator', { authLevel: 'admin', handler: () => ({ body: 'operator' }) })
app.http('folder', { handler: () => ({ body: process.cwd() }) })
app.http('setting', { handler: () => ({ body: process.env['FROM_SETTINGS'] ?? 'none' }) })
app.http('literal', { route: 'echo/literal', handler: () => ({ body: 'literal' }) })

// Timers
app.timer('everyMinute', {
  schedule: '%EVERY_MINUTE%',
  handler: (timer, context) => {
    context.info(`fired pastDue=${String(timer.isPastDue)}`)
  },
})
app.timer('atStart', {
  schedule: '0 0 0 1 1 *',
  runOnStartup: true,
  handler: (_, context) => {
    context.info('fired at start')
  },
})

// Hooks
app.hook.appTerminate(() => {
  process.stderr.write('terminated\n')
})
