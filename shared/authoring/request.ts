import type { ArgTypes } from './args'

/** A Cryplet wakes when a contract that subscribed to it asks. */
export type RequestWakes<A extends ArgTypes = ArgTypes> = {
  readonly kind: 'request'
  /** What is asked with: `abi.encode` of these, in this order. */
  readonly args: A
}

/** What a contract asks with. */
export type RequestOptions<A extends ArgTypes> = Omit<RequestWakes<A>, 'kind'>

/**
 * Declares that a Cryplet answers requests: the log `CrypletRequested` of a subscribed contract wakes it, and its answer
 * comes back in mode `each`.
 *
 * @param options - What a contract asks with.
 * @returns The declaration.
 */
export function request<const A extends ArgTypes>(options: RequestOptions<A>): RequestWakes<A> {
  return { kind: 'request', ...options }
}
