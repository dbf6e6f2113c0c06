import { FabricError } from '../../shared/core/errors'
import { writeLog } from './hooks'
import { thrownMessage } from './thrownMessage'

/**
 * Logs what a function, or the host itself, threw.
 *
 * @param functionName - Undefined for the host.
 * @param error - What was thrown.
 */
export function reportFailure(functionName: string | undefined, error: unknown): void {
  const text = describeError(error)
  writeLog({
    level: 'error',
    category: 'system',
    message: functionName === undefined ? text : `Executed (Failed): ${text}`,
    ...(functionName === undefined ? {} : { functionName }),
  })
}

// A fault that is known by name says enough; others need their stack.
function describeError(error: unknown): string {
  if (error instanceof FabricError) return `${error.message} (${error.code})`
  return error instanceof Error ? (error.stack ?? error.message) : thrownMessage(error)
}
