import type { RetryOptions } from '../../../../local/host/durable/actions'
import type { HistoryEvent } from '../../../../local/host/durable/events'
import { eventType, makeEvent } from '../../../../local/host/durable/events'
import { failed, fired, interpretHistory, NOW_IN_MS, scheduled, timerAt, waiting } from './builders'

// The pause that is decided on after a count of failed attempts, all of them now.
function pauseAfter(attempts: number, options: Partial<RetryOptions>): number | undefined {
  const history = Array.from({ length: attempts }, (_, n): HistoryEvent[] => {
    const before = n === 0 ? [] : [timerAt(2 * n - 1), fired(2 * n - 1)]
    return [...before, scheduled(2 * n), failed(2 * n)]
  }).flat()
  const retryOptions = {
    firstRetryIntervalInMilliseconds: 1000,
    maxNumberOfAttempts: 9,
    ...options,
  }
  const action = { actionType: 1, functionName: 'a', input: 1, retryOptions } as const
  const decision = interpretHistory(history, waiting(action)).decisions.at(0)
  return decision?.kind === 'timer' ? decision.fireAtInMs - NOW_IN_MS : undefined
}

describe('interpret', () => {
  it.each<[string, number, Partial<RetryOptions>, number]>([
    ['the first interval', 1, {}, 1000],
    ['the same each time', 3, {}, 1000],
    ['more each time by the coefficient', 3, { backoffCoefficient: 2 }, 4000],
    [
      'no longer than the longest interval',
      4,
      { backoffCoefficient: 2, maxRetryIntervalInMilliseconds: 5000 },
      5000,
    ],
  ])('pauses between attempts: %s', (...[, attempts, options, inMs]) => {
    expect(pauseAfter(attempts, options)).toBe(inMs)
  })

  it.each([
    [5001, ['timer']],
    [5000, []],
  ])(
    'tries again 5 s after the first attempt only within the timeout: %i ms',
    (timeoutInMs, kinds) => {
      const later = makeEvent({ EventType: eventType.orchestratorStarted }, NOW_IN_MS + 5000)
      const retryOptions = {
        firstRetryIntervalInMilliseconds: 1000,
        maxNumberOfAttempts: 9,
        retryTimeoutInMilliseconds: timeoutInMs,
      }
      const action = { actionType: 1, functionName: 'a', input: 1, retryOptions } as const
      const { decisions } = interpretHistory([scheduled(0), later, failed(0)], waiting(action))
      expect(decisions.map(({ kind }) => kind)).toEqual(kinds)
    },
  )
})
