import { app as durable } from 'durable-functions'
import type { Log } from '../core/log'
import { logTo } from './http'

/** One activity; it is given the workflow's own JSON. */
export type ActivityFunction<I extends object> = {
  readonly name: string
  readonly run: (input: I, log: Log) => Promise<object>
}

/**
 * Registers an activity. Its input comes from our own workflow alone, so that it is not parsed again.
 *
 * @param registration - What to register.
 */
export function activity<I extends object>(registration: ActivityFunction<I>): void {
  const { name, run } = registration
  durable.activity(name, { handler: (input: I, context) => run(input, logTo(context)) })
}
