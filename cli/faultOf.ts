import { messageOf } from '../shared/core/errors'

/**
 * Says why a request got no answer.
 *
 * @param error - As fetch threw it, which itself only says "fetch failed".
 * @returns The message of what caused it, or its code where that has none, as of a port on which nobody listens.
 */
export function faultOf(error: unknown): string {
  const { cause } = error as { readonly cause?: unknown }
  const innermost = cause ?? error
  const { code } = innermost as { readonly code?: unknown }
  return messageOf(innermost) || String(code)
}
