import { app as durable } from 'durable-functions'
import type { Cryplet } from '../authoring/defineCryplet'
import { wakesOf } from '../authoring/wake'
import type { Log } from '../core/log'
import type { Instances } from '../runs/instances'
import { cronOf, EACH_MINUTE } from './cron'
import { logTo } from './http'
import { instancesOf } from './instances'

/** What a timer hands over to. */
export type TickTaker = {
  /** Starts the runs of all slots that are due. */
  readonly tick: (cryplet: string, context: TickContext) => Promise<unknown>
}

/** What comes with an invocation. */
export type TickContext = { readonly instances: Instances; readonly log: Log }

/**
 * Registers the timer of a Cryplet that wakes by a clock, under the Cryplet's name: every minute on the minute, or every
 * second where an interval has slots between minutes. Its clock and checkpoint decide what is due, so that neither a
 * monitor nor the platform's zone is needed; two ticks at once start each slot's run once.
 *
 * @param cryplet - Defined.
 * @param fabric - Gives what it hands over to.
 */
export function timerCryplet(cryplet: Cryplet, fabric: () => TickTaker): void {
  const every = wakesOf(cryplet, 'interval')?.everyInSeconds
  durable.client.timer(cryplet.name, {
    schedule: every === undefined ? EACH_MINUTE : cronOf(every),
    useMonitor: false,
    handler: async (_timer, client, context) => {
      await fabric().tick(cryplet.name, { instances: instancesOf(client), log: logTo(context) })
    },
  })
}
