import type { HistoryEvent } from './events'

/** Runtime states in the order of their numbers on the wire. */
export const runtimeStatuses = [
  'Running',
  'Completed',
  'ContinuedAsNew',
  'Failed',
  'Canceled',
  'Terminated',
  'Pending',
  'Suspended',
] as const

/** State of an instance. */
export type RuntimeStatus = (typeof runtimeStatuses)[number]

/** An orchestration instance. Texts are JSON; a failed one's output is a bare message. */
export type Instance = {
  readonly id: string
  /** Changes with each continueAsNew. */
  readonly executionId: string
  readonly name: string
  readonly version: string | null
  readonly status: RuntimeStatus
  readonly input: string | null
  readonly output: string | null
  readonly customStatus: string | null
  readonly createdAtInMs: number
  readonly updatedAtInMs: number
  readonly parent: Parent | null
}

/** Who waits for a child. */
export type Parent = {
  readonly instanceId: string
  readonly executionId: string
  readonly name: string
  readonly taskId: number
}

/** An event on its way to an instance. */
export type Message = {
  readonly instanceId: string
  /** Only for this execution; null = whichever is current. */
  readonly executionId: string | null
  readonly visibleAtInMs: number
  readonly event: HistoryEvent
}

/** A message in the store. */
export type StoredMessage = Message & { readonly key: number }

/** An activity to be run. Known by its instance, execution and task. */
export type WorkItem = {
  readonly instanceId: string
  readonly executionId: string
  readonly taskId: number
  readonly name: string
  /** JSON array of one. */
  readonly input: string
}

/** Which instances to list. */
export type InstanceFilter = {
  readonly createdFromInMs?: number
  readonly createdToInMs?: number
  readonly statuses?: readonly RuntimeStatus[]
  readonly idPrefix?: string
  /** Only ids behind this one, in order of their bytes. */
  readonly afterId?: string
  readonly limit?: number
}

/** One write; several are made durable together. */
export type Step =
  | { readonly kind: 'saveInstance'; readonly instance: Instance }
  | { readonly kind: 'dropHistory'; readonly instanceId: string }
  | {
      readonly kind: 'appendHistory'
      readonly instanceId: string
      /** Count of events before these. */
      readonly from: number
      readonly events: readonly HistoryEvent[]
    }
  | { readonly kind: 'post'; readonly message: Message }
  | { readonly kind: 'consume'; readonly keys: readonly number[] }
  | { readonly kind: 'addWork'; readonly work: WorkItem }
  | { readonly kind: 'finishWork'; readonly work: WorkItem }
  /** Removes instance, history, messages and work. */
  | { readonly kind: 'purge'; readonly instanceId: string }

/** What orchestrations live in. Synchronous, so that reading and committing in one breath is atomic in one process. */
export type DurableStore = {
  readonly getInstance: (id: string) => Instance | undefined
  readonly listInstances: (filter: InstanceFilter) => Instance[]
  readonly getHistory: (id: string) => HistoryEvent[]
  /** Those that are visible, in the order in which they became so. */
  readonly getMessages: (id: string, nowInMs: number) => StoredMessage[]
  readonly getDueInstances: (nowInMs: number) => string[]
  readonly getNextDue: (nowInMs: number) => number | undefined
  readonly getWork: () => WorkItem[]
  /** All steps or none; durable when it returns. */
  readonly commit: (steps: readonly Step[]) => void
}

/**
 * Tells whether an instance has ended.
 *
 * @param status - Its state.
 * @returns True for completed, failed, cancelled, terminated.
 */
export function isFinished(status: RuntimeStatus): boolean {
  return (
    status === 'Completed' ||
    status === 'Failed' ||
    status === 'Terminated' ||
    status === 'Canceled'
  )
}
