import type { ExchangeCalendar, LunchBreak } from './exchangeCalendar'

const [MONDAY, TUESDAY, WEDNESDAY] = [1, 2, 3] as const

const LUNCH_FROM_ELEVEN: LunchBreak = { start: '11:00', end: '12:30' }
const LUNCH_FROM_HALF_PAST: LunchBreak = { start: '11:30', end: '12:30' }

/**
 * The Tokyo Stock Exchange (ISO 10383: XTKS), 2000 to 2030.
 *
 * Source: its Business Regulations (holidays, sessions) and announcements of trading hours; Japan's Act on National
 * Holidays (178/1948, as amended), the acts that moved holidays for the Olympic Games, and the one that made holidays of
 * the accession and the enthronement of 2019.
 *
 * A session is the day with both its halves; the lunch break lies between them. Afternoons that ended early by a decision
 * on the day (2006-01-18, 14:40) are not part of it; the one day without any trade by a fault of the trading system is.
 *
 * Versioned: slots were delivered by it. A correction that moves a past session is a new version; a holiday enacted
 * after this was written belongs to the operator's overrides until the next.
 */
export const XTKS: ExchangeCalendar = {
  name: 'XTKS',
  version: 'XTKS@1',
  zone: 'Asia/Tokyo',
  years: { first: 2000, last: 2030 },
  hours: [
    { from: '2000-01-01', open: '09:00', close: '15:00', lunch: LUNCH_FROM_ELEVEN },
    // Afternoons began later while the trading system was short of capacity.
    {
      from: '2006-01-19',
      open: '09:00',
      close: '15:00',
      lunch: { start: '11:00', end: '13:00' },
    },
    { from: '2006-04-24', open: '09:00', close: '15:00', lunch: LUNCH_FROM_ELEVEN },
    { from: '2011-11-21', open: '09:00', close: '15:00', lunch: LUNCH_FROM_HALF_PAST },
    { from: '2024-11-05', open: '09:00', close: '15:30', lunch: LUNCH_FROM_HALF_PAST },
  ],
  opens: {},
  holidays: [
    // The exchange's own, around New Year's Day.
    { kind: 'date', month: 12, day: 31 },
    { kind: 'date', month: 1, day: 1 },
    { kind: 'date', month: 1, day: 2 },
    { kind: 'date', month: 1, day: 3 },
    // Coming of Age Day.
    { kind: 'weekday', month: 1, weekday: MONDAY, nth: 2 },
    // National Foundation Day.
    { kind: 'date', month: 2, day: 11, observed: 'sundayToMonday' },
    // Birthday of the Emperor: of Akihito, none in 2019, of Naruhito.
    { kind: 'date', month: 12, day: 23, observed: 'sundayToMonday', to: 2018 },
    { kind: 'date', month: 2, day: 23, observed: 'sundayToMonday', from: 2020 },
    // Vernal Equinox Day.
    { kind: 'equinox', season: 'vernal', observed: 'sundayToMonday' },
    // Greenery Day, from 2007 Showa Day.
    { kind: 'date', month: 4, day: 29, observed: 'sundayToMonday' },
    // Constitution Memorial Day, the day between (from 2007 Greenery Day), and Children's Day.
    { kind: 'date', month: 5, day: 3 },
    { kind: 'date', month: 5, day: 4 },
    { kind: 'date', month: 5, day: 5 },
    // Their substitute when one is on a Sunday; up to 2006 for the last of them only.
    { kind: 'date', month: 5, day: 6, onlyOn: [MONDAY] },
    { kind: 'date', month: 5, day: 6, onlyOn: [TUESDAY, WEDNESDAY], from: 2007 },
    // Marine Day.
    { kind: 'date', month: 7, day: 20, observed: 'sundayToMonday', to: 2002 },
    { kind: 'weekday', month: 7, weekday: MONDAY, nth: 3, from: 2003, except: [2020, 2021] },
    // Mountain Day.
    {
      kind: 'date',
      month: 8,
      day: 11,
      observed: 'sundayToMonday',
      from: 2016,
      except: [2020, 2021],
    },
    // Respect for the Aged Day.
    { kind: 'date', month: 9, day: 15, observed: 'sundayToMonday', to: 2002 },
    { kind: 'weekday', month: 9, weekday: MONDAY, nth: 3, from: 2003 },
    // Autumnal Equinox Day; on a Wednesday, the Tuesday between it and the Monday before is a holiday too.
    { kind: 'equinox', season: 'autumnal', observed: 'sundayToMonday' },
    { kind: 'equinox', season: 'autumnal', onlyOn: [WEDNESDAY], plus: -1, from: 2003 },
    // Health and Sports Day, from 2020 Sports Day.
    { kind: 'weekday', month: 10, weekday: MONDAY, nth: 2, except: [2020, 2021] },
    // Culture Day.
    { kind: 'date', month: 11, day: 3, observed: 'sundayToMonday' },
    // Labour Thanksgiving Day.
    { kind: 'date', month: 11, day: 23, observed: 'sundayToMonday' },
    {
      kind: 'dates',
      dates: [
        // Accession of Emperor Naruhito, with the days between it and other holidays, and his enthronement.
        '2019-04-30',
        '2019-05-01',
        '2019-05-02',
        '2019-10-22',
        // Marine, Sports and Mountain Day around the Olympic Games: 2020, for which they were planned, and 2021.
        '2020-07-23',
        '2020-07-24',
        '2020-08-10',
        '2021-07-22',
        '2021-07-23',
        '2021-08-09',
        // The trading system failed, and nothing traded all day.
        '2020-10-01',
      ],
    },
  ],
  earlyCloses: [
    {
      at: '11:00',
      days: [
        // The first trading day of the year and the last, mornings only.
        { kind: 'date', month: 1, day: 4, observed: 'weekendToMonday', to: 2009 },
        { kind: 'date', month: 12, day: 30, observed: 'weekendToFriday', to: 2008 },
      ],
    },
  ],
}
