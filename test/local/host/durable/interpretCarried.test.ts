import type { Action } from '../../../../local/host/durable/actions'
import type { HistoryEvent } from '../../../../local/host/durable/events'
import { again, any, done, fired, interpretHistory, raised, timer, timerAt, wait } from './builders'

describe('interpret', () => {
  it.each<[string, Action, HistoryEvent[], HistoryEvent[]]>([
    ['came late', wait(), [raised('e')], [raised('late')]],
    ['came late under the same name', wait(), [raised('e')], [raised('e')]],
    ['came late behind a cancelled timer', race(), [timerAt(0), raised('e')], [raised('e')]],
    ['lost to a timer', any(timer(), wait()), [timerAt(0), fired(0)], [raised('e')]],
    ['lost to another', any(wait('e'), wait('f')), [raised('e')], [raised('f')]],
  ])('carries an event over to the next execution that %s', (...[, waits, history, late]) => {
    const { carried } = interpretHistory([...history, ...late], done(waits, again))
    expect(carried).toEqual(late)
  })

  it.each<[string, Action, HistoryEvent[]]>([
    // On replay the timer is cancelled before the event comes.
    ['the old execution went on by', race(), [timerAt(0), raised('E')]],
    ['came early, and that the old execution did not take', wait(), [raised('f'), raised('e')]],
  ])('carries no event over that %s', (...[, waits, history]) => {
    expect(interpretHistory(history, done(waits, again)).carried).toEqual([])
  })
})

function race(): Action {
  return any(timer(true), wait())
}
