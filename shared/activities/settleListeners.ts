import type { Cursor } from '../chain/events/cursor'
import type { EventJournal } from '../chain/events/eventJournal'
import { streamId } from '../chain/events/stream'
import { messageOf } from '../core/errors'
import type { Hex } from '../core/hex'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { DispatchPorts } from './dispatchEvents'
import type { EventConsumer } from './eventConsumers'
import { eventConsumers } from './eventConsumers'

/** What settling works on. */
export type SettlePorts = Pick<DispatchPorts, 'journal' | 'log'> & {
  readonly runs: Pick<DispatchPorts['runs'], 'subscriptions'>
  /** All that are served: of any other the subscriptions count as withdrawn. */
  readonly cryplets: readonly LoadedCryplet[]
}

/**
 * Brings the positions in line with who listens: who is new gets one, before anything is removed that it has not passed,
 * and who is gone loses it, so that it holds back neither reading nor pruning.
 *
 * Who has a position, and is not in a listing made after it was seen, is gone; who comes back begins as somebody new. Whoever
 * joins a stream that others have had removed parts of is told from the first block that is left, and the log says so.
 *
 * @param ports - Positions, subscriptions and log.
 * @param consumers - Who listens, as listed before: with no others among the positions nothing is listed again.
 * @throws Error of storage, when subscriptions cannot be listed: nothing is removed then.
 */
export async function settleListeners(
  ports: SettlePorts,
  consumers: readonly EventConsumer[],
): Promise<void> {
  const strangers = await settleStreams(ports, consumers)
  if (strangers.length === 0) return
  const living = keysOf(await eventConsumers(ports.runs, ports.cryplets))
  const gone = strangers.filter((stranger) => !living.has(keyOf(stranger)))
  for (const { stream, name } of gone) {
    await ports.journal.removePosition(stream, name)
    ports.log.info('a consumer of events is gone', { stream, consumer: name })
  }
}

type Place = { readonly stream: Hex; readonly name: string }

// Each stream by itself: a row that cannot be read stops no other stream. Gives who has a position and is not listed.
async function settleStreams(
  ports: SettlePorts,
  consumers: readonly EventConsumer[],
): Promise<readonly Place[]> {
  const found = await Promise.all(
    [...new Set(consumers.map((each) => streamId(each.stream)))].map(async (stream) => {
      try {
        const own = consumers.filter((each) => streamId(each.stream) === stream)
        return await settleStream(ports, stream, own)
      } catch (error) {
        ports.log.error('positions were not settled', { stream, reason: messageOf(error) })
        return []
      }
    }),
  )
  return found.flat()
}

async function settleStream(
  { journal, log }: SettlePorts,
  stream: Hex,
  own: readonly EventConsumer[],
): Promise<readonly Place[]> {
  const placed = (await journal.positions(stream)).map(({ consumer }) => consumer)
  const names = own.map(({ name }) => name)
  const newcomers = own.filter(({ name }) => !placed.includes(name))
  if (newcomers.length > 0) {
    const first = await firstBlockLeft(journal, stream)
    for (const { name, listensTo } of newcomers) {
      const { fromBlock } = listensTo
      const toldFrom = Math.max(fromBlock, first ?? fromBlock)
      await journal.begin(stream, name, toldFrom)
      if (toldFrom > fromBlock) {
        log.warn('a consumer joined a stream late', { stream, consumer: name, fromBlock, toldFrom })
      }
    }
  }
  return placed.filter((name) => !names.includes(name)).map((name) => ({ stream, name }))
}

// Undefined where the stream has not begun: it begins where the first of its consumers does.
async function firstBlockLeft(journal: EventJournal, stream: Hex): Promise<number | undefined> {
  const { cursor } = (await journal.read(stream)) ?? {}
  if (cursor === undefined) return undefined
  return cursor.firstSeq === 0 ? cursor.startBlock : firstBlockIn(journal, stream, cursor)
}

const ENTRIES_AT_ONCE = 8

// What was replayed is of earlier blocks, between which others are gone.
async function firstBlockIn(journal: EventJournal, stream: Hex, cursor: Cursor): Promise<number> {
  const { firstSeq, nextSeq, number } = cursor
  for (let from = firstSeq; from < nextSeq; ) {
    const range = { from, before: nextSeq, limit: ENTRIES_AT_ONCE }
    const entries = await journal.entries(stream, range)
    const read = entries.find(({ origin }) => origin !== 'replay')
    if (read !== undefined) return read.from
    const last = entries.at(-1)
    if (last === undefined) break
    from = last.seq + 1
  }
  return number + 1
}

// By stream too: who listens to something else now is gone from what it listened to.
function keysOf(consumers: readonly EventConsumer[]): ReadonlySet<string> {
  return new Set(consumers.map(({ stream, name }) => keyOf({ stream: streamId(stream), name })))
}

function keyOf({ stream, name }: Place): string {
  return `${stream}-${name}`
}
