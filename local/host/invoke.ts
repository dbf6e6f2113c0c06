import { randomBytes, randomUUID } from 'node:crypto'
import { AppStartError } from './errors'
import { makeHookContext, runHooks, writeLog } from './hooks'
import type { HookContext, InvocationResponse, RegisteredFunction } from './registry'
import { registry } from './registry'
import type { TypedData } from './typedData'

/** What a function is invoked with. */
export type Invocation = {
  readonly inputData: readonly { readonly name: string; readonly data: TypedData }[]
  readonly triggerMetadata?: Readonly<Record<string, TypedData>>
  /** From the second attempt on. */
  readonly retryContext?: RetryContext
}

/** What an attempt knows of the one before it. */
export type RetryContext = {
  readonly retryCount: number
  readonly maxRetryCount: number
  readonly exception: {
    readonly message: string
    readonly stackTrace: string
    readonly source: string
  }
}

/** The worker's view of an invocation; the library reads `state` while hooks run. */
type CoreContext = {
  readonly invocationId: string
  readonly request: unknown
  readonly metadata: unknown
  readonly log: (level: string, category: string, message: string) => void
  state: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined
}

/**
 * Runs one function once, in the order in which the worker does.
 *
 * @param registered - The function.
 * @param invocation - Its inputs.
 * @returns What it gave back.
 * @throws Whatever the function, a hook or the library threw.
 */
export async function invoke(
  registered: RegisteredFunction,
  invocation: Invocation,
): Promise<InvocationResponse> {
  const { model } = registry
  if (model === undefined) throw new AppStartError('No app has been loaded.')
  const log: { context?: unknown } = {}
  const core = makeCoreContext(registered, invocation, log)
  const library = await model.getInvocationModel(core)
  const { context, inputs } = await library.getArguments()
  log.context = context

  const readOnly = { invocationContext: context, hookData: {} }
  const before = makeHookContext({ inputs, functionCallback: registered.callback }, readOnly)
  await inState(core, 'preInvocationHooks', () => runHooks('preInvocation', before))
  const call = { inputs: before['inputs'], result: null, error: null }
  const after = makeHookContext(call, readOnly)
  await inState(core, 'invocation', async () => {
    try {
      const callInputs = before['inputs'] as readonly unknown[]
      after['result'] = await library.invokeFunction(
        context,
        callInputs,
        before['functionCallback'],
      )
    } catch (error) {
      after['error'] = error
    }
  })
  await inState(core, 'postInvocationHooks', () => runHooks('postInvocation', after))
  throwKept(after)
  return library.getResponse(context, after['result'])
}

function makeCoreContext(
  { id, metadata }: RegisteredFunction,
  invocation: Invocation,
  logged: { readonly context?: unknown },
): CoreContext {
  const invocationId = randomUUID()
  const traceParent = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`
  return {
    invocationId,
    metadata,
    state: undefined,
    request: {
      invocationId,
      functionId: id,
      triggerMetadata: {},
      ...invocation,
      traceContext: { traceParent, traceState: '', attributes: {} },
    },
    log: (level, category, message) => {
      const invocationContext = logged.context
      writeLog({ level, category, message, functionName: metadata.name, invocationContext })
    },
  }
}

async function inState(
  core: CoreContext,
  state: NonNullable<CoreContext['state']>,
  run: () => Promise<void>,
): Promise<void> {
  core.state = state
  try {
    await run()
  } finally {
    core.state = undefined
  }
}

function throwKept(after: HookContext): void {
  const error = after['error']
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- user code may throw anything, and hooks may have replaced it.
  if (error !== null && error !== undefined) throw error
}
