import type { ExchangeCalendar } from './exchangeCalendar'

/**
 * Xetra, the electronic market of the Frankfurt Stock Exchange (ISO 10383: XETR), 2000 to 2030.
 *
 * Source: its yearly trading calendars and announcements of trading hours. From 2000 it traded on public holidays on which
 * other markets did; which ones it kept changed with the years.
 *
 * The close is the end of continuous trading; the closing auction goes on for some minutes more.
 *
 * Versioned: slots were delivered by it. A correction that moves a past session is a new version; a closure announced
 * after this was written belongs to the operator's overrides until the next.
 */
export const XETR: ExchangeCalendar = {
  name: 'XETR',
  version: 'XETR@1',
  zone: 'Europe/Berlin',
  years: { first: 2000, last: 2030 },
  hours: [
    { from: '2000-01-01', open: '09:00', close: '17:30' },
    { from: '2000-06-02', open: '09:00', close: '20:00' },
    { from: '2003-11-03', open: '09:00', close: '17:30' },
  ],
  opens: {},
  holidays: [
    // New Year's Day.
    { kind: 'date', month: 1, day: 1 },
    // Good Friday and Easter Monday.
    { kind: 'easter', plus: -2 },
    { kind: 'easter', plus: 1 },
    // Labour Day.
    { kind: 'date', month: 5, day: 1 },
    // Whit Monday. In 2007 because Memorial Day, when New York is closed, was the same day.
    { kind: 'dates', dates: ['2007-05-28'] },
    { kind: 'easter', plus: 50, from: 2015, to: 2021 },
    // Day of German Unity. In 2000 for its tenth anniversary.
    { kind: 'dates', dates: ['2000-10-03'] },
    { kind: 'date', month: 10, day: 3, from: 2014, to: 2021 },
    // Reformation Day, for its 500th anniversary.
    { kind: 'dates', dates: ['2017-10-31'] },
    // Christmas with its eve, and New Year's Eve.
    { kind: 'date', month: 12, day: 24 },
    { kind: 'date', month: 12, day: 25 },
    { kind: 'date', month: 12, day: 26 },
    { kind: 'date', month: 12, day: 31 },
  ],
  earlyCloses: [
    // The last trading day of the year.
    { at: '14:00', days: [{ kind: 'date', month: 12, day: 30, observed: 'weekendToFriday' }] },
  ],
}
