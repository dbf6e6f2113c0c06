import fc from 'fast-check'
import { dueSlots, lastDueSlot } from '../../../shared/calendar/dueSlots'
import type { Schedule } from '../../../shared/calendar/schedule'
import { sessionsOf } from '../../../shared/calendar/sessionsOf'

const CLOSE: Schedule = { kind: 'schedule', at: 'close', calendar: 'XNYS' }
const at = (iso: string) => Date.parse(iso) / 1000
const iso = (instant: number | undefined) => new Date((instant ?? Number.NaN) * 1000).toISOString()
const slots = (schedule: Schedule, after: string, until: string) =>
  dueSlots(schedule, { after: at(after), until: at(until) }).map(iso)

describe('dueSlots', () => {
  it('lists the closes that were missed, oldest first, over a holiday and an early close', () => {
    expect(slots(CLOSE, '2026-11-24T21:00:00Z', '2026-11-30T21:00:00Z')).toEqual([
      '2026-11-25T21:00:00.000Z',
      '2026-11-27T18:00:00.000Z',
      '2026-11-30T21:00:00.000Z',
    ])
  })

  it('is due at the very second of the close, not one before', () => {
    expect(slots(CLOSE, '2026-11-19T21:00:00Z', '2026-11-20T20:59:59Z')).toEqual([])
    expect(slots(CLOSE, '2026-11-19T21:00:00Z', '2026-11-20T21:00:00Z')).toHaveLength(1)
  })

  it('has none while the market is closed', () => {
    expect(slots(CLOSE, '2026-11-20T21:00:00Z', '2026-11-22T23:00:00Z')).toEqual([])
  })

  it('has none when the range is empty or reversed', () => {
    expect(slots(CLOSE, '2026-11-20T21:00:00Z', '2026-11-20T21:00:00Z')).toEqual([])
    expect(slots(CLOSE, '2026-11-20T21:00:00Z', '2026-11-01T21:00:00Z')).toEqual([])
  })

  it('obeys the overrides of the operator', () => {
    const range = { after: at('2026-11-16T00:00:00Z'), until: at('2026-11-18T23:00:00Z') }
    const overrides = { closed: ['2026-11-16'], closes: { '2026-11-17': '12:30' } } as const

    expect(dueSlots(CLOSE, { ...range, overrides }).map(iso)).toEqual([
      '2026-11-17T17:30:00.000Z',
      '2026-11-18T21:00:00.000Z',
    ])
  })

  it('keeps a time of day through a change of summer time', () => {
    const noon: Schedule = { ...CLOSE, at: '12:00' }

    expect(slots(noon, '2026-03-06T00:00:00Z', '2026-03-10T00:00:00Z')).toEqual([
      '2026-03-06T17:00:00.000Z',
      '2026-03-09T16:00:00.000Z',
    ])
  })

  it('reads a time of day in the zone that the schedule names, on the dates of the exchange', () => {
    const tokyo: Schedule = { ...CLOSE, at: '09:00', zone: 'Asia/Tokyo' }

    expect(slots(tokyo, '2026-11-19T00:00:00Z', '2026-11-20T00:00:00Z')).toEqual([
      '2026-11-20T00:00:00.000Z',
    ])
  })

  it.each([
    ['XNAS', '2026-11-25T21:00:00.000Z', '2026-11-27T18:00:00.000Z'],
    ['XLON', '2026-11-26T16:30:00.000Z', '2026-11-27T16:30:00.000Z'],
    ['XETR', '2026-11-26T16:30:00.000Z', '2026-11-27T16:30:00.000Z'],
    ['XTKS', '2026-11-26T06:30:00.000Z', '2026-11-27T06:30:00.000Z'],
    ['TARGET2', '2026-11-26T17:00:00.000Z', '2026-11-27T17:00:00.000Z'],
  ] as const)('finds the closes of %s', (calendar, ...closes) => {
    const found = slots({ ...CLOSE, calendar }, '2026-11-24T21:00:00Z', '2026-11-28T21:00:00Z')

    expect(found.slice(-2)).toEqual(closes)
  })

  it('has a slot at a time of day in a lunch break, also on a day of mornings only', () => {
    const noon: Schedule = { ...CLOSE, at: '12:00', calendar: 'XTKS' }

    expect(slots(noon, '2008-12-29T00:00:00Z', '2009-01-05T23:00:00Z')).toEqual([
      '2008-12-29T03:00:00.000Z',
      '2008-12-30T03:00:00.000Z',
      '2009-01-05T03:00:00.000Z',
    ])
  })

  it('gives every slot once however the time is cut into ticks', () => {
    const closes = sessionsOf('XNYS', { year: 2026 }).map(({ close }) => close)
    const start = at('2026-01-01T00:00:00Z')

    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 * 86_400 }), { minLength: 1, maxLength: 12 }),
        (steps) => {
          const found: number[] = []
          let now = start
          for (const step of steps) {
            const until = Math.min(now + step, at('2026-12-31T23:00:00Z'))
            found.push(...dueSlots(CLOSE, { after: now, until }))
            now = until
          }
          expect(found).toEqual(closes.filter((close) => close <= now))
        },
      ),
      { numRuns: 15 },
    )
  })
})

describe('lastDueSlot', () => {
  it.each([
    ['2026-11-22T11:00:00Z', '2026-11-20T21:00:00.000Z', 'on a Sunday it is the close of Friday'],
    ['2026-11-20T21:00:00Z', '2026-11-20T21:00:00.000Z', 'at the close it is this one'],
    ['2026-11-20T20:59:59Z', '2026-11-19T21:00:00.000Z', 'a second before it is the last one'],
    ['2001-09-17T12:00:00Z', '2001-09-10T20:00:00.000Z', 'over the longest closure'],
    ['2026-11-27T18:00:00Z', '2026-11-27T18:00:00.000Z', 'an early close'],
  ])('at %s is %s: %s', (now, expected) => {
    expect(iso(lastDueSlot(CLOSE, at(now)))).toBe(expected)
  })

  it('walks back over a closure of months', () => {
    const closed = sessionsOf('XNYS', { from: '2026-03-02', to: '2026-11-20' }).map((s) => s.date)

    expect(iso(lastDueSlot(CLOSE, at('2026-11-22T00:00:00Z'), { closed }))).toBe(
      '2026-02-27T21:00:00.000Z',
    )
  })

  it('is undefined before the first session of the calendar', () => {
    expect(lastDueSlot(CLOSE, at('2000-01-02T00:00:00Z'))).toBeUndefined()
  })

  it('is the last that dueSlots lists', () => {
    const range = { min: at('2000-02-01T00:00:00Z'), max: at('2030-12-31T00:00:00Z') }

    fc.assert(
      fc.property(fc.integer(range), (now) => {
        const after = now - 30 * 86_400
        expect(lastDueSlot(CLOSE, now)).toBe(dueSlots(CLOSE, { after, until: now }).at(-1))
      }),
      { numRuns: 30 },
    )
  })
})
