import type { Action, OrchestratorResult } from '../../../../local/host/durable/actions'
import type { HistoryEvent } from '../../../../local/host/durable/events'
import {
  activity,
  again,
  all,
  any,
  completed,
  done,
  failed,
  fired,
  interpretHistory,
  NOW_IN_MS,
  raised,
  resumed,
  retried,
  scheduled,
  suspended,
  terminated,
  timer,
  timerAt,
  wait,
  waiting,
} from './builders'

// Decisions as `id kind name-or-status`.
function decided(history: readonly HistoryEvent[], result: OrchestratorResult): string[] {
  return interpretHistory(history, result).decisions.map((decision) => {
    const what = 'name' in decision ? decision.name : 'status' in decision ? decision.status : ''
    return `${String(decision.id)} ${decision.kind} ${what}`.trim()
  })
}

describe('interpret', () => {
  it.each<[string, HistoryEvent[], OrchestratorResult, string[]]>([
    ['schedules what the first turn asks for', [], waiting(activity()), ['0 activity a']],
    ['does not schedule again what history holds', [scheduled(0)], waiting(activity()), []],
    [
      'starts an action only when the one before has settled',
      [scheduled(0)],
      waiting(activity(), activity('b')),
      [],
    ],
    [
      'goes on behind a task that completed',
      [scheduled(0), completed(0)],
      waiting(activity(), activity('b')),
      ['1 activity b'],
    ],
    [
      'goes on behind a task that failed, since user code has handled it',
      [scheduled(0), failed(0)],
      waiting(activity(), activity('b')),
      ['1 activity b'],
    ],
    [
      'ignores a result that comes twice',
      [scheduled(0), completed(0), completed(0), scheduled(1, 'b')],
      waiting(activity(), activity('b')),
      [],
    ],
    [
      'numbers the parts of a whole in order',
      [],
      waiting(all(activity(), timer(), any(activity('b'), wait()))),
      ['0 activity a', '1 timer', '2 activity b'],
    ],
    [
      'waits for all parts, though one has failed',
      [scheduled(0), scheduled(1, 'b'), failed(0)],
      waiting(all(activity(), activity('b')), activity()),
      [],
    ],
    [
      'goes on when all parts have settled',
      [scheduled(0), scheduled(1, 'b'), failed(0), completed(1)],
      waiting(all(activity(), activity('b')), activity()),
      ['2 activity a'],
    ],
    [
      'goes on with the first part of any',
      [scheduled(0), timerAt(1), completed(0)],
      waiting(any(activity(), timer()), activity('b')),
      ['2 activity b'],
    ],
    ['goes on behind all of nothing', [], waiting(all(), activity()), ['0 activity a']],
    [
      'takes an event that came early',
      [raised('E')],
      waiting(wait('e'), activity()),
      ['0 activity a'],
    ],
    [
      'keeps an event for who waits later',
      [raised('e')],
      waiting(activity(), wait()),
      ['0 activity a'],
    ],
    ['pauses between attempts', [scheduled(0), failed(0)], waiting(retried), ['1 timer']],
    [
      'pauses once more after the last attempt',
      [scheduled(0), failed(0), timerAt(1), fired(1), scheduled(2), failed(2)],
      waiting(retried, activity('b')),
      ['3 timer'],
    ],
    [
      'goes on after that pause',
      [
        scheduled(0),
        failed(0),
        timerAt(1),
        fired(1),
        scheduled(2),
        failed(2),
        timerAt(3),
        fired(3),
      ],
      waiting(retried, activity('b')),
      ['4 activity b'],
    ],
    [
      'creates a cancelled timer, and waits for it no more',
      [],
      done(timer(true)),
      ['0 timer', '1 complete Completed'],
    ],
    [
      'does not complete while a timer is open',
      [timerAt(0)],
      done(any(timer(), wait()), wait()),
      [],
    ],
    ['completes', [scheduled(0), completed(0)], done(activity()), ['1 complete Completed']],
    ['begins again', [scheduled(0), completed(0)], done(activity(), again), ['1 continueAsNew']],
    [
      'terminates, whatever is open',
      [scheduled(0), terminated],
      waiting(activity()),
      ['1 complete Terminated'],
    ],
    ['decides nothing while it is suspended', [suspended], waiting(activity()), []],
    [
      'parks what comes while it is suspended',
      [scheduled(0), suspended, completed(0)],
      waiting(activity(), activity('b')),
      [],
    ],
    [
      'goes on with what was parked',
      [scheduled(0), suspended, completed(0), resumed],
      waiting(activity(), activity('b')),
      ['1 activity b'],
    ],
    [
      'decides what it had decided when it is resumed',
      [suspended, resumed],
      waiting(activity()),
      ['0 activity a'],
    ],
    [
      'terminates also while it is suspended',
      [suspended, terminated],
      waiting(activity()),
      ['1 complete Terminated'],
    ],
    [
      'gives an event to the one who began to wait last',
      [scheduled(0), raised('e')],
      waiting(any(wait(), all(wait(), activity())), activity('b')),
      [],
    ],
    ['waits for what no action stands for', [], waiting(), []],
    [
      'begins again for the event that beat a timer, which was then cancelled',
      [timerAt(0), raised('e')],
      done(any(timer(true), wait()), again),
      ['1 continueAsNew'],
    ],
  ])('%s', (...[, history, result, decisions]) => {
    expect(decided(history, result)).toEqual(decisions)
  })

  it('gives the longest timers in segments that end at their time', () => {
    const fireAt = new Date(NOW_IN_MS + 7 * 86_400_000).toISOString()
    const { decisions } = interpretHistory([], waiting({ actionType: 5, fireAt }))
    expect(decisions).toEqual([{ id: 0, kind: 'timer', fireAtInMs: NOW_IN_MS + 3 * 86_400_000 }])
  })

  it('gives input in a list of one, and the output as JSON', () => {
    const { decisions } = interpretHistory([], waiting(activity('a', { x: 1 })))
    expect(decisions).toEqual([{ id: 0, kind: 'activity', name: 'a', input: '[{"x":1}]' }])
    expect(interpretHistory([], done()).decisions).toEqual([
      { id: 0, kind: 'complete', status: 'Completed', result: '{"is":"done"}', details: null },
    ])
  })

  it.each<[string, HistoryEvent[], OrchestratorResult, string]>([
    [
      'another kind',
      [timerAt(0)],
      waiting(activity()),
      "scheduled timer with sequence ID 0, but the current replay produced activity 'a' instead",
    ],
    [
      'another name',
      [scheduled(0, 'b')],
      waiting(activity()),
      "scheduled activity 'b' with sequence ID 0, but the current replay produced activity 'a' instead",
    ],
    ['nothing', [scheduled(0)], waiting(), "hasn't (yet?) scheduled this task"],
  ])('fails when the code now asks for %s', (...[, history, result, message]) => {
    expect(interpretHistory(history, result).decisions.at(-1)).toMatchObject({
      kind: 'complete',
      status: 'Failed',
      result: expect.stringContaining(message) as string,
    })
  })

  it.each<[string, OrchestratorResult, string]>([
    ['an error', { ...done(), error: 'it broke' }, 'it broke'],
    ['a crash', { kind: 'crash', message: 'no state' }, 'no state'],
    ['an unknown activity', waiting(activity('c')), "The function 'c' doesn't exist"],
    ['an unknown child', waiting({ actionType: 2, functionName: 'c' }), "The function 'c' doesn't"],
    ['an unknown action', waiting({ actionType: 99 } as unknown as Action), 'the action type 99'],
    ['an entity', waiting({ actionType: 7 } as unknown as Action), 'CallEntity'],
    ['an entity in a whole', waiting(all({ actionType: 7 } as unknown as Action)), 'CallEntity'],
    ['a call of HTTP', waiting({ actionType: 8 } as unknown as Action), 'CallHttp'],
    ['a lock', waiting({ actionType: 13 } as unknown as Action), 'LockEntities'],
  ])('fails with its reason by %s', (_, result, reason) => {
    expect(interpretHistory([], result).decisions).toMatchObject([
      {
        kind: 'complete',
        status: 'Failed',
        result: expect.stringContaining(reason) as string,
      },
    ])
  })

  it('gives the same for the same history', () => {
    const result = waiting(all(activity(), retried), activity('b'))
    const history = [scheduled(0), scheduled(1), failed(1), completed(0)]
    expect(interpretHistory(history, result)).toEqual(interpretHistory(history, result))
  })
})
