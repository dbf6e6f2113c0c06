import type { ExchangeCalendar } from './exchangeCalendar'
import { XNYS } from './xnys'

/**
 * The Nasdaq Stock Market (ISO 10383: XNAS), 2000 to 2030.
 *
 * Source: Nasdaq's yearly holiday schedules and announcements. Its days, its early closes and its announced late opening are
 * those of the New York Stock Exchange.
 *
 * Versioned as XNYS is, and with it: a correction there that moves a past session is a new version here.
 */
export const XNAS: ExchangeCalendar = { ...XNYS, name: 'XNAS', version: 'XNAS@1' }
