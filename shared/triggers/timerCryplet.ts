import { app as durable } from 'durable-functions'
import type { Cryplet } from '../authoring/defineCryplet'
import type { Log } from '../core/log'
import type { Instances } from '../runs/instances'
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
 * Registers the timer of a scheduled Cryplet: every minute on the minute, under the Cryplet's name. Its calendar and
 * checkpoint decide what is due, so that neither a monitor nor the platform's zone is needed.
 *
 * @param cryplet - Defined.
 * @param fabric - Gives what it hands over to.
 */
export function timerCryplet(cryplet: Cryplet, fabric: () => TickTaker): void {
  durable.client.timer(cryplet.name, {
    schedule: '0 * * * * *',
    useMonitor: false,
    handler: async (_timer, client, context) => {
      await fabric().tick(cryplet.name, { instances: instancesOf(client), log: logTo(context) })
    },
  })
}
