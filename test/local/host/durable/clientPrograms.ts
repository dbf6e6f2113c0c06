/** An app that does with the durable client what a test tells it. */
import type { HttpRequest, InvocationContext } from '@azure/functions'
import { app } from '@azure/functions'
import * as df from 'durable-functions'

df.app.orchestration('waits', function* (context) {
  context.df.setCustomStatus('waiting')
  const data: unknown = yield context.df.waitForExternalEvent('go')
  return [context.df.getInput(), data]
})
df.app.orchestration('ends', function* (context) {
  yield context.df.callActivity('work', { n: 1 })
  return 'ended'
})
df.app.orchestration('breaks', function* (context) {
  yield context.df.callActivity('work', { n: 1 })
  throw new Error('broken')
})
df.app.activity('work', { handler: ({ n }: { n: number }) => n })

type Client = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>

// Calls a method of the real client and tells what it gave or threw.
app.http('client', {
  methods: ['POST'],
  extraInputs: [df.input.durableClient()],
  handler: async (request: HttpRequest, context: InvocationContext) => {
    const { method, args } = (await request.json()) as { method: string; args: unknown[] }
    const client = df.getClient(context) as unknown as Client
    try {
      return { jsonBody: { gave: await client[method]?.(...args) } }
    } catch (error) {
      return { jsonBody: { threw: (error as Error).message } }
    }
  },
})
app.http('rpcUrl', {
  extraInputs: [df.input.durableClient()],
  handler: (_: HttpRequest, context: InvocationContext) => ({
    jsonBody: context.extraInputs.get(context.options.extraInputs[0] ?? ''),
  }),
})
app.http('check', {
  extraInputs: [df.input.durableClient()],
  handler: (request: HttpRequest, context: InvocationContext) =>
    df.getClient(context).createCheckStatusResponse(request, 'the-id'),
})
