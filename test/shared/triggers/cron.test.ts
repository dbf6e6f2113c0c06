import { parseSchedule } from '../../../local/host/timers/schedule'
import { intervalSlots } from '../../../shared/calendar/interval'
import { cronOf } from '../../../shared/triggers/cron'

const START = Date.UTC(2026, 10, 20, 21) / 1000
const DAY = 86_400

// The instants at which a timer fires, in Unix seconds.
function firings(cron: string, until: number): readonly number[] {
  const { next } = parseSchedule(cron, 'timer')
  const found: number[] = []
  for (let at = next(START * 1000); at !== undefined && at <= until * 1000; at = next(at)) {
    found.push(at / 1000)
  }
  return found
}

describe('cronOf', () => {
  it.each([
    [1, '* * * * * *'],
    [59, '* * * * * *'],
    [60, '0 * * * * *'],
    [90, '* * * * * *'],
    [3600, '0 * * * * *'],
  ])('asks for slots every %s s by %s', (everyInSeconds, cron) => {
    expect(cronOf(everyInSeconds)).toBe(cron)
  })

  it.each([1, 7, 60, 90, 300, 3600])('fires at each slot of an interval of %s s', (every) => {
    const until = START + Math.min(DAY, 3 * every + 60)
    const slots = intervalSlots({ kind: 'interval', everyInSeconds: every }, START, until)
    expect(slots.length).toBeGreaterThan(2)
    expect(firings(cronOf(every), until)).toEqual(expect.arrayContaining([...slots]))
  })
})
