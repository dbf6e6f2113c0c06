import type { HttpRequest } from '../http/message'
import type { DurableEngine } from './engine'
import type { FunctionNames } from './functions'
import type { InstanceLinks } from './links'
import type { DurableStore } from './model'

/** What the management API works on. */
export type ManagementContext = {
  readonly engine: DurableEngine
  readonly store: DurableStore
  /** The app's orchestrators. */
  readonly orchestrators: FunctionNames
  readonly links: (id: string) => InstanceLinks
}

/** A call of the API. */
export type ManagementCall = {
  readonly request: HttpRequest
  readonly query: URLSearchParams
  /** Behind the resource's name. */
  readonly segments: readonly string[]
}
