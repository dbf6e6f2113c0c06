import type { TypedData } from './typedData'

/** A binding as `@azure/functions` registers it: its type, its direction and the options of its kind. */
export type Binding = Readonly<Record<string, unknown>> & {
  readonly type: string
  readonly direction?: string
}

/** What `app.http`, `app.timer`, `df.app.activity` … registered. */
export type FunctionMetadata = {
  readonly name: string
  readonly functionId?: string
  readonly bindings: Readonly<Record<string, Binding>>
  readonly retryOptions?: RetryOptions
}

/** Function-level retry; -1 = for ever. */
export type RetryOptions = {
  readonly retryStrategy?: string
  readonly maxRetryCount?: number
  readonly delayInterval?: { readonly seconds?: number | string }
  readonly minimumInterval?: { readonly seconds?: number | string }
  readonly maximumInterval?: { readonly seconds?: number | string }
}

/** A registered function. */
export type RegisteredFunction = {
  readonly id: string
  readonly metadata: FunctionMetadata
  readonly callback: (...args: never[]) => unknown
}

/** What one invocation gave. */
export type InvocationResponse = {
  readonly returnValue?: TypedData | null
  readonly outputData?: readonly { readonly name: string; readonly data: TypedData }[]
}

/** The library's side of one invocation. */
export type InvocationModel = {
  readonly getArguments: () => Promise<{
    readonly context: unknown
    readonly inputs: readonly unknown[]
  }>
  readonly invokeFunction: (
    context: unknown,
    inputs: readonly unknown[],
    callback: unknown,
  ) => Promise<unknown>
  readonly getResponse: (context: unknown, result: unknown) => Promise<InvocationResponse>
}

/** The library as a whole. */
export type ProgrammingModel = {
  readonly getInvocationModel: (context: unknown) => InvocationModel | Promise<InvocationModel>
  readonly getCapabilities?: (
    capabilities: Record<string, string>,
  ) => Promise<Record<string, string>>
}

/** A line on its way to the log. */
export type LogEntry = {
  readonly level: string
  /** user, system or customMetric. */
  readonly category: string
  readonly message: string
  readonly functionName?: string
  readonly invocationContext?: unknown
}

/** What a hook is called with; each kind of hook has members of its own. */
export type HookContext = Record<string, unknown>

/** A hook of the app. */
export type Hook = (context: HookContext) => unknown

/** The hooks that exist. */
export const hookNames = [
  'preInvocation',
  'postInvocation',
  'appStart',
  'appTerminate',
  'log',
] as const

/** One of them. */
export type HookName = (typeof hookNames)[number]

/**
 * What the app has registered in this process.
 *
 * Registration happens while modules load, so once a process: any number of engines may be made over it, but an app is
 * never loaded twice.
 */
export type Registry = {
  readonly functions: Map<string, RegisteredFunction>
  readonly hooks: Readonly<Record<HookName, Hook[]>>
  /** Shared by all hooks. */
  readonly appHookData: Record<string, unknown>
  /** Shared by appStart and appTerminate hooks. */
  readonly appLevelHookData: Record<string, unknown>
  model: ProgrammingModel | undefined
  /** Set when the app has been loaded; nothing registers afterwards. */
  locked: boolean
  /** Where lines go when the log hooks have seen them. */
  sink: (entry: LogEntry) => void
}

/** The one registry of this process. */
export const registry: Registry = {
  functions: new Map(),
  hooks: { preInvocation: [], postInvocation: [], appStart: [], appTerminate: [], log: [] },
  appHookData: {},
  appLevelHookData: {},
  model: undefined,
  locked: false,
  sink: () => undefined,
}
