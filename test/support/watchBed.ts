import type { WatchPorts } from '../../shared/activities/watchMarket'
import { watchMarket } from '../../shared/activities/watchMarket'
import type { Hex } from '../../shared/core/hex'
import { hashJson } from '../../shared/core/ids'
import { goldWatch } from '../../shared/cryplets/goldWatch'
import type { LoadedCryplet } from '../../shared/execution/loadCryplets'
import type { Runs } from '../../shared/runs/openRuns'
import type { Subscription } from '../../shared/runs/rows'
import { parseSubscription } from '../../shared/runs/rows'
import { factsOf } from '../../shared/runs/wakeColumns'
import type { Outcome } from '../../shared/sources/observation'
import { fail } from '../../shared/sources/observation'
import { noChain } from './noChain'
import type { RecordingLog } from './recordingLog'
import { recordingLog } from './recordingLog'
import type { VirtualClock } from './virtualClock'
import { virtualClock } from './virtualClock'

const START = '2026-11-20T15:00:02Z'

/** The slot of the watch in which the test begins, in Unix seconds; somebody has subscribed just then. */
export const AT = Date.parse(START) / 1000 - 2

let count = 0

/** A Cryplet that watches gold each five seconds, and a source that says what a test wants. */
export type WatchBed = {
  readonly cryplet: LoadedCryplet
  readonly clock: VirtualClock
  readonly log: RecordingLog
  readonly ports: WatchPorts
  /** Ids of instances that were asked to start. */
  readonly started: readonly string[]
  /** URLs that were asked. */
  readonly asked: readonly string[]
  /** Five seconds later the source answers so, in dollars or as it stands; then one look. */
  readonly look: (answer: number | Outcome<Buffer>) => Promise<number>
  /** What the durable wakes tell of, in the order in which it was found. */
  readonly finds: () => Promise<readonly object[]>
}

/**
 * Makes a bed with a Cryplet of its own.
 *
 * @param runs - Rows.
 * @param changes - What of the ports is another.
 * @returns The bed.
 */
export async function watchBed(runs: Runs, changes: Partial<WatchPorts> = {}): Promise<WatchBed> {
  const crypletId = hashJson(['watcher', count++])
  const clock = virtualClock(START)
  const log = recordingLog()
  const started: string[] = []
  const asked: string[] = []
  const { gold } = goldWatch.sources
  if (gold === undefined) throw new Error('goldWatch watches gold')
  const sources = { gold: { ...gold, urls: ['https://spot.example/{slot}'] } }
  const cryplet = { definition: goldWatch, crypletId, codeHash: hashJson('c'), sources }
  await runs.subscriptions.admit(subscriptionOf(crypletId))
  let answer: Outcome<Buffer> = fail('SOURCE_UNREACHABLE', 'nobody said what it answers')
  const ports: WatchPorts = {
    ...{ runs, clock, log, readChain: noChain },
    network: {
      getJson: (url) => {
        asked.push(url)
        return Promise.resolve(answer)
      },
    },
    instances: {
      start: (id) => {
        started.push(id)
        return Promise.resolve('started')
      },
      raise: () => Promise.resolve(),
    },
    ...changes,
  }
  return {
    ...{ cryplet, clock, log, ports, started, asked },
    look: async (given) => {
      clock.advance(5_000)
      const updatedAt = Math.floor(clock.nowInMs() / 1000) - 10
      answer = typeof given === 'object' ? given : bodyOf({ price: given, updatedAt })
      return watchMarket(ports, cryplet)
    },
    finds: () => findsOf(runs, crypletId),
  }
}

/**
 * Answers with a body.
 *
 * @param body - As JSON.
 * @returns What the network gives.
 */
export function bodyOf(body: object): Outcome<Buffer> {
  return { ok: true, value: Buffer.from(JSON.stringify(body)) }
}

async function findsOf(runs: Runs, crypletId: Hex): Promise<readonly object[]> {
  const open = await runs.wakes.listOpen()
  const rows = await Promise.all(open.map(({ wakeId }) => runs.wakes.require(wakeId)))
  return rows
    .filter((row) => row.crypletId === crypletId)
    .map(factsOf)
    .flatMap((facts) =>
      facts.kind === 'marketWatch' ? [{ slot: facts.slot, ...facts.watch }] : [],
    )
    .sort((a, b) => a.number - b.number)
}

/**
 * Subscribes at the start.
 *
 * @param crypletId - Of whose Cryplet.
 * @returns The subscription.
 */
export function subscriptionOf(crypletId: Hex): Subscription {
  return parseSubscription({
    ...{ cryplet: 'goldWatch', crypletId, chainId: 1, receiver: `0x${'11'.repeat(20)}` },
    ...{ subscription: hashJson('s'), callback: 'f()', tiers: 7, mode: 'latest' },
    ...{ maxAgeInSeconds: 1, timeToLiveInSeconds: 1, budgetInWei: '50000000000000000' },
    ...{ codeHash: hashJson('c'), activatedAt: AT },
  })
}
