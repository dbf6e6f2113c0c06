import type { OrchestratorResult } from '../../../../local/host/durable/actions'
import type { HistoryEvent } from '../../../../local/host/durable/events'
import { eventType, makeEvent } from '../../../../local/host/durable/events'
import { makeStarted } from '../../../../local/host/durable/makeStarted'
import type { Instance } from '../../../../local/host/durable/model'
import type { TurnHost, TurnOutcome } from '../../../../local/host/durable/takeTurn'
import { takeTurn } from '../../../../local/host/durable/takeTurn'

const NOW_IN_MS = Date.UTC(2026, 0, 5)

const instance: Instance = {
  id: 'i',
  executionId: 'x',
  name: 'main',
  version: null,
  status: 'Running',
  input: null,
  output: null,
  customStatus: null,
  createdAtInMs: NOW_IN_MS,
  updatedAtInMs: NOW_IN_MS,
  parent: null,
}

const turnAt = (atInMs: number): HistoryEvent =>
  makeEvent({ EventType: eventType.orchestratorStarted }, atInMs)

const host: TurnHost = {
  nowInMs: () => NOW_IN_MS,
  newExecutionId: () => 'y',
  isStopped: () => false,
  known: { activities: new Set<string>(), orchestrators: new Set<string>() },
  spans: { maxShortInMs: 1, segmentInMs: 1 },
  run: () => Promise.resolve({ kind: 'state', isDone: false, actions: [] }),
}

async function take(
  past: readonly HistoryEvent[],
  arrived: readonly HistoryEvent[],
): Promise<TurnOutcome> {
  const outcome = await takeTurn(host, instance, { past, arrived })
  if (outcome === undefined) throw new Error('The turn was given up.')
  return outcome
}

const startOf = ({ history, stored }: TurnOutcome): string => history[stored]?.Timestamp ?? ''

describe('takeTurn', () => {
  const started = makeStarted(instance, NOW_IN_MS)

  it('begins now', async () => {
    expect(startOf(await take([], [started]))).toBe('2026-01-05T00:00:00.000Z')
  })

  it('does not begin before a timer that has fired, though the clock is behind', async () => {
    const FireAt = new Date(NOW_IN_MS + 5).toISOString()
    const fired = makeEvent({ EventType: eventType.timerFired, TimerId: 0, FireAt }, NOW_IN_MS)
    expect(startOf(await take([turnAt(NOW_IN_MS), started], [fired]))).toBe(FireAt)
  })

  it('does not begin before the turn before it, though the clock went back', async () => {
    const past = [turnAt(NOW_IN_MS + 7), started]
    const resumed = makeEvent({ EventType: eventType.executionResumed, Reason: null }, NOW_IN_MS)
    expect(startOf(await take(past, [resumed]))).toBe('2026-01-05T00:00:00.007Z')
  })

  it('gives up a run that begins again for ever once the engine stops, and writes nothing', async () => {
    let isStopped = false
    // Due only when the loop of events comes round.
    setImmediate(() => {
      isStopped = true
    })
    const again: OrchestratorResult = { kind: 'state', isDone: true, actions: [{ actionType: 4 }] }
    const endless = { ...host, isStopped: () => isStopped, run: () => Promise.resolve(again) }
    expect(await takeTurn(endless, instance, { past: [], arrived: [started] })).toBeUndefined()
  })
})
