import { streamId } from '../chain/events/stream'
import { messageOf } from '../core/errors'
import type { Hex } from '../core/hex'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { DispatchPorts } from './dispatchEvents'
import type { EventConsumer } from './eventConsumers'
import { eventConsumers, streamsOf } from './eventConsumers'

/** What removing works on. */
export type RemovePorts = Pick<DispatchPorts, 'journal' | 'log'> & {
  readonly runs: Pick<DispatchPorts['runs'], 'subscriptions'>
  /** All that are served: of any other the subscriptions count as withdrawn. */
  readonly cryplets: readonly LoadedCryplet[]
}

/**
 * Removes the positions of those that listen no more from the streams that others listen to: who is gone holds back
 * neither reading nor pruning.
 *
 * A position is written only of who was listed before. So who has one, and is not in a listing made after it was seen, is
 * gone; who comes back begins as somebody new.
 *
 * @param ports - Positions, subscriptions and log.
 * @param consumers - Who listens, as listed before: with no others among the positions nothing is listed again.
 * @throws Error of storage, when subscriptions cannot be listed: nothing is removed then.
 */
export async function removeWithdrawn(
  ports: RemovePorts,
  consumers: readonly EventConsumer[],
): Promise<void> {
  const strangers = await strangersTo(ports, consumers)
  if (strangers.length === 0) return
  const living = keysOf(await eventConsumers(ports.runs, ports.cryplets))
  const gone = strangers.filter((stranger) => !living.has(keyOf(stranger)))
  for (const { stream, name } of gone) {
    await ports.journal.removePosition(stream, name)
    ports.log.info('a consumer of events is gone', { stream, consumer: name })
  }
}

type Place = { readonly stream: Hex; readonly name: string }

// Each stream by itself: a row that cannot be read stops no other stream.
async function strangersTo(
  { journal, log }: RemovePorts,
  consumers: readonly EventConsumer[],
): Promise<readonly Place[]> {
  const known = keysOf(consumers)
  const found = await Promise.all(
    streamsOf(consumers).map(async (each) => {
      const stream = streamId(each)
      try {
        const positions = await journal.positions(stream)
        return positions.map(({ consumer }) => ({ stream, name: consumer }))
      } catch (error) {
        log.error('positions were not read', { stream, reason: messageOf(error) })
        return []
      }
    }),
  )
  return found.flat().filter((place) => !known.has(keyOf(place)))
}

// By stream too: who listens to something else now is gone from what it listened to.
function keysOf(consumers: readonly EventConsumer[]): ReadonlySet<string> {
  return new Set(consumers.map(({ stream, name }) => keyOf({ stream: streamId(stream), name })))
}

function keyOf({ stream, name }: Place): string {
  return `${stream}-${name}`
}
