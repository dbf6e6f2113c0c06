import type { ArgTypes } from './args'

/** A Cryplet wakes when somebody posts to it. */
export type HttpWakes<A extends ArgTypes = ArgTypes> = {
  readonly kind: 'http'
  /** What is posted, by name; integers as decimal strings. */
  readonly args: A
}

/** What is posted. */
export type HttpOptions<A extends ArgTypes> = Omit<HttpWakes<A>, 'kind'>

/**
 * Declares that a Cryplet answers `POST /api/cryplets/{name}/invoke`.
 *
 * @param options - What is posted.
 * @returns The declaration.
 */
export function http<const A extends ArgTypes>(options: HttpOptions<A>): HttpWakes<A> {
  return { kind: 'http', ...options }
}
