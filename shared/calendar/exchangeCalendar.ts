import type { CivilDate, CivilTime } from './civil'
import type { YearlyRule } from './rules'

/** The exchanges whose calendars the fabric has, by their ISO 10383 market codes. */
export type CalendarName = 'XNYS'

/** When an exchange trades, as data: rules for the days, times in its own zone. */
export type ExchangeCalendar = {
  readonly name: CalendarName
  /** What provenance says: name and version of the data. */
  readonly version: string
  readonly zone: string
  /** The years it speaks for, both inclusive. */
  readonly years: { readonly first: number; readonly last: number }
  readonly open: CivilTime
  readonly close: CivilTime
  readonly earlyClose: CivilTime
  /** Days that open at another time, announced before they did. */
  readonly opens: Readonly<Record<CivilDate, CivilTime>>
  /** Weekdays without trading. */
  readonly holidays: readonly YearlyRule[]
  /** Trading days that end at `earlyClose`. */
  readonly earlyCloses: readonly YearlyRule[]
}
