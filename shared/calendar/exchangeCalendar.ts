import type { CivilDate, CivilTime } from './civil'
import type { YearlyRule } from './rules'

/** The calendars that the fabric has: exchanges by their ISO 10383 market codes, and a payment system by its name. */
export type CalendarName = 'XNYS' | 'XNAS' | 'XLON' | 'XETR' | 'XTKS' | 'TARGET2'

/** A break within a session: nothing trades from its start until its end. */
export type LunchBreak = { readonly start: CivilTime; readonly end: CivilTime }

/** The hours of a day without an exception. */
export type RegularHours = {
  /** The first day of which they are true; the last is the day before the next. */
  readonly from: CivilDate
  readonly open: CivilTime
  readonly close: CivilTime
  readonly lunch?: LunchBreak
}

/** Trading days that end before the regular hour. */
export type EarlyClose = { readonly at: CivilTime; readonly days: readonly YearlyRule[] }

/** When an exchange trades, as data: rules for the days, times in its own zone. */
export type ExchangeCalendar = {
  readonly name: CalendarName
  /** What provenance says: name and version of the data. */
  readonly version: string
  readonly zone: string
  /** The years it speaks for, both inclusive. */
  readonly years: { readonly first: number; readonly last: number }
  /** Oldest first, from the first day of the calendar. */
  readonly hours: readonly [RegularHours, ...RegularHours[]]
  /** Days that open at another time, announced before they did. */
  readonly opens: Readonly<Record<CivilDate, CivilTime>>
  /** Weekdays without trading. */
  readonly holidays: readonly YearlyRule[]
  readonly earlyCloses: readonly EarlyClose[]
}
