import type { Queue } from '../../broker/queue'
import type { ServerContext } from '../context'
import type { AmqpFault } from '../rhea'

/** A request, read. */
export type Call<Entity> = {
  readonly entity: Entity
  readonly context: ServerContext
  readonly body: Readonly<Record<string, unknown>>
  /** Of the link that the request is about, where the client names one. */
  readonly linkName: string | undefined
}

/** What an operation came to. */
export type Result = {
  /** As in HTTP. */
  readonly status: number
  readonly body?: unknown
  readonly fault?: AmqpFault
}

/** Performs one request. */
export type Operation<Entity> = (call: Call<Entity>) => Result

/** Performs one request to a queue, subscription or dead letters. */
export type QueueOperation = Operation<Queue>

/**
 * Says that it was done.
 *
 * @param body - A map of typed or plain values.
 * @returns The result.
 */
export const done = (body: Readonly<Record<string, unknown>> = {}): Result => ({
  status: 200,
  body,
})

/**
 * Says that it was not done.
 *
 * @param status - As in HTTP.
 * @param fault - Why.
 * @returns The result.
 */
export const failed = (status: number, fault: AmqpFault): Result => ({ status, fault })

/**
 * Reads a list or array of a request's body.
 *
 * @param value - What stands there.
 * @returns Its items; none when it is something else.
 */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/**
 * Reads a session id of a request's body.
 *
 * @param value - What stands there.
 * @returns The id; undefined when there is none.
 */
export const sessionIdOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined
