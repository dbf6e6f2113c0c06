import type { ExchangeCalendar } from './exchangeCalendar'

const MONDAY = 1

/**
 * The London Stock Exchange (ISO 10383: XLON), 2000 to 2030.
 *
 * Source: its rules and yearly announcements of business days; bank holidays of England and Wales by the Banking and
 * Financial Dealings Act 1971, schedule 1, and the royal proclamations that moved or added one.
 *
 * The close is the end of continuous trading; the closing auction goes on for some minutes more. Not part of it is what was
 * not announced before the day began (the outage and the late close of 2000-04-05).
 *
 * Versioned: slots were delivered by it. A correction that moves a past session is a new version; a bank holiday
 * proclaimed after this was written belongs to the operator's overrides until the next.
 */
export const XLON: ExchangeCalendar = {
  name: 'XLON',
  version: 'XLON@1',
  zone: 'Europe/London',
  years: { first: 2000, last: 2030 },
  hours: [{ from: '2000-01-01', open: '08:00', close: '16:30' }],
  opens: {},
  holidays: [
    // New Year's Day.
    { kind: 'date', month: 1, day: 1, observed: 'weekendToMonday' },
    // Good Friday and Easter Monday.
    { kind: 'easter', plus: -2 },
    { kind: 'easter', plus: 1 },
    // Early May bank holiday; in 2020 on the 75th anniversary of VE Day instead.
    { kind: 'weekday', month: 5, weekday: MONDAY, nth: 1, except: [2020] },
    { kind: 'dates', dates: ['2020-05-08'] },
    // Spring bank holiday; in the years of jubilees in June, beside theirs.
    { kind: 'weekday', month: 5, weekday: MONDAY, nth: -1, except: [2002, 2012, 2022] },
    { kind: 'dates', dates: ['2002-06-04', '2012-06-04', '2022-06-02'] },
    // Summer bank holiday.
    { kind: 'weekday', month: 8, weekday: MONDAY, nth: -1 },
    // Christmas and Boxing Day.
    { kind: 'date', month: 12, day: 25, observed: 'twoDaysLater' },
    { kind: 'date', month: 12, day: 26, observed: 'twoDaysLater' },
    {
      kind: 'dates',
      dates: [
        // Golden, diamond and platinum jubilee of Queen Elizabeth II.
        '2002-06-03',
        '2012-06-05',
        '2022-06-03',
        // Wedding of Prince William and Catherine Middleton.
        '2011-04-29',
        // State funeral of Queen Elizabeth II.
        '2022-09-19',
        // Coronation of King Charles III.
        '2023-05-08',
      ],
    },
  ],
  earlyCloses: [
    {
      at: '12:30',
      days: [
        // The last trading day before Christmas, and the last of the year.
        { kind: 'date', month: 12, day: 24, observed: 'weekendToFriday' },
        { kind: 'date', month: 12, day: 31, observed: 'weekendToFriday' },
      ],
    },
  ],
}
