import type { RetryContext } from '../invoke'
import type { RetryOptions } from '../registry'
import { thrownMessage } from '../thrownMessage'

/** What has been tried. */
export type FailedAttempt = { readonly attempts: number; readonly error: unknown }

/**
 * Tells how a failed invocation is tried again, by the function's own retry options.
 *
 * @param options - As registered.
 * @param failed - Attempts so far, and what the last one threw.
 * @returns When, and what the next attempt is told; undefined when it is not.
 */
export function nextRetry(
  options: RetryOptions | undefined,
  failed: FailedAttempt,
): { readonly delayInMs: number; readonly context: RetryContext } | undefined {
  if (options === undefined) return undefined
  const { attempts, error } = failed
  const maxRetryCount = options.maxRetryCount ?? 0
  if (maxRetryCount >= 0 && attempts > maxRetryCount) return undefined
  const exception = {
    message: thrownMessage(error),
    stackTrace: error instanceof Error ? (error.stack ?? '') : '',
    source: '',
  }
  return {
    delayInMs: retrySeconds(options, attempts) * 1000,
    context: { retryCount: attempts, maxRetryCount, exception },
  }
}

function retrySeconds(options: RetryOptions, attempts: number): number {
  const seconds = (span: RetryOptions['delayInterval']) => Number(span?.seconds ?? 0)
  if (options.retryStrategy !== 'exponentialBackoff') return seconds(options.delayInterval)
  const grown = seconds(options.minimumInterval) * 2 ** (attempts - 1)
  return Math.min(grown, seconds(options.maximumInterval))
}
