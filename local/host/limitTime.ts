import type { HostClock } from './clock'
import { FunctionTimeoutError } from './errors'
import type { RegisteredFunction } from './registry'

/** How long functions may run, and by which clock. */
export type TimeLimit = {
  readonly clock: HostClock
  /** Of one invocation; Infinity for ever. */
  readonly functionTimeoutInMs: number
}

/**
 * Lets functions fail that do not end in time, by `functionTimeout` of host.json.
 *
 * A handler cannot be ended: what it still does goes on, but nothing waits for it, and it holds no place any more.
 *
 * @param functions - As registered.
 * @param limit - For each invocation.
 * @returns Copies that throw FunctionTimeoutError when they are late.
 */
export function limitTime(
  functions: readonly RegisteredFunction[],
  limit: TimeLimit,
): readonly RegisteredFunction[] {
  if (limit.functionTimeoutInMs === Infinity) return functions
  return functions.map((registered) => ({
    ...registered,
    callback: (...args) => inTime(registered.metadata.name, limit, registered.callback(...args)),
  }))
}

function inTime(name: string, limit: TimeLimit, result: unknown): unknown {
  // What is not waited for has ended already.
  if (!(result instanceof Promise)) return result
  const { clock, functionTimeoutInMs } = limit
  return new Promise((resolve, reject) => {
    const cancel = clock.setTimer(functionTimeoutInMs, () => {
      reject(new FunctionTimeoutError(name, functionTimeoutInMs))
    })
    result.then(resolve, reject).finally(cancel)
  })
}
