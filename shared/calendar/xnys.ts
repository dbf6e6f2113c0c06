import type { ExchangeCalendar } from './exchangeCalendar'

const [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY] = [1, 2, 3, 4, 5] as const

/**
 * The New York Stock Exchange (ISO 10383: XNYS), 2000 to 2030.
 *
 * Source: NYSE Rule 7.2 (holidays and their observance) and the exchange's yearly announcements of early closes and of
 * days of mourning. What was not announced before the day began (the halt of 2005-06-01, openings late by minutes) is not
 * part of it: docs/decisions/0005-openings-as-announced.md.
 *
 * Versioned: slots were delivered by it. A correction that moves a past session is a new version; a closure announced
 * after this was written belongs to the operator's overrides until the next.
 */
export const XNYS: ExchangeCalendar = {
  name: 'XNYS',
  version: 'XNYS@1',
  zone: 'America/New_York',
  years: { first: 2000, last: 2030 },
  hours: [{ from: '2000-01-01', open: '09:30', close: '16:00' }],
  opens: {
    // The first anniversary of the attacks on the World Trade Center.
    '2002-09-11': '12:00',
  },
  holidays: [
    // New Year's Day. Not on the Friday before: it ends an accounting period (Rule 7.2).
    { kind: 'date', month: 1, day: 1, observed: 'sundayToMonday' },
    // Martin Luther King, Jr. Day.
    { kind: 'weekday', month: 1, weekday: MONDAY, nth: 3 },
    // Washington's Birthday.
    { kind: 'weekday', month: 2, weekday: MONDAY, nth: 3 },
    // Good Friday.
    { kind: 'easter', plus: -2 },
    // Memorial Day.
    { kind: 'weekday', month: 5, weekday: MONDAY, nth: -1 },
    // Juneteenth.
    { kind: 'date', month: 6, day: 19, observed: 'nearestWeekday', from: 2022 },
    // Independence Day.
    { kind: 'date', month: 7, day: 4, observed: 'nearestWeekday' },
    // Labor Day.
    { kind: 'weekday', month: 9, weekday: MONDAY, nth: 1 },
    // Thanksgiving.
    { kind: 'weekday', month: 11, weekday: THURSDAY, nth: 4 },
    // Christmas.
    { kind: 'date', month: 12, day: 25, observed: 'nearestWeekday' },
    {
      kind: 'dates',
      dates: [
        // After the attacks on the World Trade Center.
        '2001-09-11',
        '2001-09-12',
        '2001-09-13',
        '2001-09-14',
        // Days of mourning: Presidents Reagan and Ford.
        '2004-06-11',
        '2007-01-02',
        // Hurricane Sandy.
        '2012-10-29',
        '2012-10-30',
        // Days of mourning: Presidents G. H. W. Bush and Carter.
        '2018-12-05',
        '2025-01-09',
      ],
    },
  ],
  earlyCloses: [
    {
      at: '13:00',
      days: [
        // The eve of Independence Day. On a Wednesday only since 2013: before, the Friday after was short instead.
        { kind: 'date', month: 7, day: 3, onlyOn: [MONDAY, TUESDAY, THURSDAY] },
        { kind: 'date', month: 7, day: 3, onlyOn: [WEDNESDAY], from: 2013 },
        { kind: 'date', month: 7, day: 5, onlyOn: [FRIDAY], to: 2012 },
        // The day after Thanksgiving.
        { kind: 'weekday', month: 11, weekday: THURSDAY, nth: 4, plus: 1 },
        // Christmas Eve. On a Friday it is the holiday itself.
        { kind: 'date', month: 12, day: 24, onlyOn: [MONDAY, TUESDAY, WEDNESDAY, THURSDAY] },
        // The Friday after Christmas, in this one year.
        { kind: 'dates', dates: ['2003-12-26'] },
      ],
    },
  ],
}
