import { wakesOf } from '../authoring/wake'
import { nowInSeconds } from '../core/clock'
import { messageOf } from '../core/errors'
import type { Log } from '../core/log'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { Instances } from '../runs/instances'
import type { Runs } from '../runs/openRuns'
import type { Subscription } from '../runs/rows'
import { wakeColumns } from '../runs/wakeColumns'
import { startRun, storeWake } from '../runs/wakeUp'
import type { StoredWatch, WatchState } from '../runs/watches'
import type { LookPorts } from './lookAt'
import { lookAt } from './lookAt'
import { nextWatch } from './nextWatch'
import { GRACE_IN_SECONDS } from './observeOnce'

/** What watching works on. */
export type WatchPorts = LookPorts & {
  readonly runs: Runs
  readonly instances: Instances
  readonly log: Log
}

/**
 * Looks at what a Cryplet watches, if a look is due, and wakes it for whatever it finds.
 *
 * What is found is written as owed together with the state that knows of it, then woken, then cleared: whoever dies between
 * is followed by a tick that wakes the same wakes again, which are known by their ids. Two ticks at once are told from each
 * other by the etag. After a standstill it looks at now: no look is made up for.
 *
 * @param ports - Rows, engine, world and clock.
 * @param cryplet - Whose watch.
 * @returns How many wakes are durable that were owed.
 * @throws Error of storage; the next tick goes on where this one was.
 */
export async function watchMarket(ports: WatchPorts, cryplet: LoadedCryplet): Promise<number> {
  const { runs, clock } = ports
  const { crypletId, definition } = cryplet
  const watch = wakesOf(definition, 'marketWatch')
  const source = watch && definition.sources[watch.source]
  if (watch === undefined || source === undefined) return 0
  const [stored, admitted] = await Promise.all([
    runs.watches.get(crypletId),
    runs.subscriptions.list(crypletId),
  ])
  const { stored: before, woken } = await settle(ports, cryplet, stored)
  if (before === 'conflict') return woken
  const now = nowInSeconds(clock)
  const slot = now - (now % watch.everyInSeconds)
  if (!isDue(slot, before.state, admitted)) return woken
  const look = await lookAt(ports, cryplet, { watch, slot })
  const next = nextWatch({ watch, decimals: source.decimals }, before.state, look)
  const written = await runs.watches.put(crypletId, next, before)
  if (written === 'conflict') return woken
  tell(ports, cryplet, { before: before.state, next })
  return woken + (await settle(ports, cryplet, written)).woken
}

// Nobody looks before somebody has subscribed.
function isDue(
  slot: number,
  state: WatchState | undefined,
  admitted: readonly Subscription[],
): boolean {
  const activation = Math.min(...admitted.map(({ activatedAt }) => activatedAt))
  return slot >= activation && (state === undefined || slot > state.lookedAt)
}

type Settled = { readonly stored: StoredWatch | 'conflict'; readonly woken: number }

// Makes what is owed durable, then forgets that it is owed.
async function settle(
  ports: WatchPorts,
  cryplet: LoadedCryplet,
  stored: StoredWatch,
): Promise<Settled> {
  const { state } = stored
  if (state === undefined || state.owed.length === 0) return { stored, woken: 0 }
  for (const owed of state.owed) await wake(ports, cryplet, owed)
  const cleared = await ports.runs.watches.put(cryplet.crypletId, { ...state, owed: [] }, stored)
  return { stored: cleared, woken: state.owed.length }
}

async function wake(
  ports: WatchPorts,
  { definition, crypletId }: LoadedCryplet,
  { slot, watch }: WatchState['owed'][number],
): Promise<void> {
  const { runs, clock, log } = ports
  const stored = await storeWake(
    {
      ...wakeColumns({ kind: 'marketWatch', crypletId, slot, watch }),
      cryplet: definition.name,
      explicit: false,
      wokenAtInMs: clock.nowInMs(),
      retryUntil: Math.max(slot, nowInSeconds(clock)) + GRACE_IN_SECONDS,
    },
    { wakes: runs.wakes, log },
  )
  try {
    await startRun(stored.wakeId, { ...ports, wakes: runs.wakes })
  } catch (error) {
    // It is durable and marked open: the keeper starts it.
    log.warn('a run did not start', { wakeId: stored.wakeId, reason: messageOf(error) })
  }
}

type Change = { readonly before: WatchState | undefined; readonly next: WatchState }

// A line when looking begins to fail, and one when it is well again; what lies between is in the row.
function tell({ log }: WatchPorts, cryplet: LoadedCryplet, { before, next }: Change): void {
  const { name } = cryplet.definition
  const was = before && currentTrouble(before)
  const is = currentTrouble(next)
  if (is !== undefined && was === undefined) {
    log.warn('a watch gets nothing usable', { cryplet: name, reasons: is.reasons.join('; ') })
  }
  if (was !== undefined && is === undefined)
    log.info('a watch is answered again', { cryplet: name })
}

function currentTrouble({ trouble, lookedAt }: WatchState): WatchState['trouble'] {
  return trouble?.until === lookedAt ? trouble : undefined
}
