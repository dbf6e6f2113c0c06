import { app as durable } from 'durable-functions'
import type { Cryplet } from '../authoring/defineCryplet'
import { timingOf, wakesOf } from '../authoring/wake'
import { cronOf, EACH_MINUTE } from './cron'
import { logTo } from './http'
import { instancesOf } from './instances'
import type { TickContext } from './timerCryplet'

/** What the timer of a watch hands over to. */
export type WatchTaker = {
  /** Looks, if a look is due, and starts the runs of what it finds. */
  readonly watch: (cryplet: string, context: TickContext) => Promise<unknown>
}

/**
 * Registers the timer of a Cryplet that watches one of its sources: under the Cryplet's name, and beside the timer of its
 * clock, if it has one, as `<name>Watch`. Each watch has a timer of its own, so that a slow source delays no other watch
 * and no clock.
 *
 * @param cryplet - Defined.
 * @param fabric - Gives what it hands over to.
 */
export function watchCryplet(cryplet: Cryplet, fabric: () => WatchTaker): void {
  const every = wakesOf(cryplet, 'marketWatch')?.everyInSeconds
  const { name } = cryplet
  durable.client.timer(timingOf(cryplet) === undefined ? name : `${name}Watch`, {
    schedule: every === undefined ? EACH_MINUTE : cronOf(every),
    useMonitor: false,
    handler: async (_timer, client, context) => {
      await fabric().watch(name, { instances: instancesOf(client), log: logTo(context) })
    },
  })
}
