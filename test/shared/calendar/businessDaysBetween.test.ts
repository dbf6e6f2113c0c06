import { businessDaysBetween } from '../../../shared/calendar/businessDaysBetween'

describe('businessDaysBetween', () => {
  it.each([
    ['2026-11-20', '2026-11-20', 0, 'the same day'],
    ['2026-11-20', '2026-11-22', 0, 'a weekend'],
    ['2026-11-20', '2026-11-23', 1, 'Friday to Monday'],
    ['2026-11-25', '2026-11-27', 1, 'over Thanksgiving'],
    ['2001-09-10', '2001-09-17', 1, 'over the longest closure'],
    ['2026-11-20', '2026-11-18', 0, 'backwards'],
  ])('from %s to %s is %s: %s', (after, until, count) => {
    expect(businessDaysBetween('XNYS', { after, until })).toBe(count)
  })

  it('counts what the operator added', () => {
    const sessions = [{ date: '2026-11-21', open: '10:00', close: '12:00' }] as const

    expect(
      businessDaysBetween('XNYS', {
        after: '2026-11-20',
        until: '2026-11-22',
        overrides: { sessions },
      }),
    ).toBe(1)
  })
})
