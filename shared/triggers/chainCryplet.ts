import { app as durable } from 'durable-functions'
import type { Cryplet } from '../authoring/defineCryplet'
import { wakesOf } from '../authoring/wake'
import { InvalidValueError } from '../core/errors'
import { EACH_SECOND } from './cron'
import { logTo } from './http'
import { instancesOf } from './instances'
import type { TickContext } from './timerCryplet'

/** What the pump's timer hands over to. */
export type EventTaker = {
  /** Reads on what Cryplets listen to, and starts the runs of what it finds. */
  readonly pump: (cryplets: readonly string[], context: TickContext) => Promise<unknown>
}

// All share one pump, which has one look at each chain for them: it is registered with the first.
const listening: string[] = []

/**
 * Registers a Cryplet that is woken by the chain, by a request or by another event. There is one timer for all of them,
 * `pump`, each second for some seconds at a time: whose subscription listens to which contract the rows say.
 *
 * @param cryplet - Defined.
 * @param fabric - Gives what it hands over to: the same for all.
 * @throws InvalidValueError when no event wakes it.
 */
export function chainCryplet(cryplet: Cryplet, fabric: () => EventTaker): void {
  const event = wakesOf(cryplet, 'request') ?? wakesOf(cryplet, 'chainEvent')
  if (event === undefined) {
    const kinds = cryplet.wakes.map(({ kind }) => kind).join(', ')
    throw new InvalidValueError(`${cryplet.name}.wakes`, 'a request or a chainEvent', kinds)
  }
  listening.push(cryplet.name)
  if (listening.length > 1) return
  durable.client.timer('pump', {
    schedule: EACH_SECOND,
    useMonitor: false,
    handler: async (_timer, client, context) => {
      await fabric().pump(listening, { instances: instancesOf(client), log: logTo(context) })
    },
  })
}
