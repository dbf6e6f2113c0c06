import type { ExchangeCalendar } from './exchangeCalendar'

/**
 * TARGET, the settlement system of the euro, 2000 to 2030: by the name of its second generation (2007 to 2023) also the
 * first and the third, T2, which have the same days.
 *
 * Source: the European Central Bank's calendars of closing days for 2000 and for 2001, and its long-term calendar from 2002
 * on, decided on 2000-12-14.
 *
 * It has no trading sessions. A session here is the day trade phase, 07:00 to 18:00 in Frankfurt: its close is the cut-off
 * for payments between banks, at which a day's positions are final but for standing facilities. (For customers' payments it
 * is 17:00: `at: '17:00'`.) T2 settles at night too, which opens no other day. Delays of a cut-off, decided on the day,
 * are not part of it.
 *
 * Versioned: slots were delivered by it. A correction that moves a past session is a new version; a closing day announced
 * after this was written belongs to the operator's overrides until the next.
 */
export const TARGET2: ExchangeCalendar = {
  name: 'TARGET2',
  version: 'TARGET2@1',
  zone: 'Europe/Berlin',
  years: { first: 2000, last: 2030 },
  hours: [{ from: '2000-01-01', open: '07:00', close: '18:00' }],
  opens: {},
  holidays: [
    // New Year's Day.
    { kind: 'date', month: 1, day: 1 },
    // Good Friday and Easter Monday.
    { kind: 'easter', plus: -2 },
    { kind: 'easter', plus: 1 },
    // Labour Day.
    { kind: 'date', month: 5, day: 1 },
    // Christmas Day and 26 December.
    { kind: 'date', month: 12, day: 25 },
    { kind: 'date', month: 12, day: 26 },
    // The last day before euro banknotes and coins.
    { kind: 'dates', dates: ['2001-12-31'] },
  ],
  earlyCloses: [],
}
