import * as z from 'zod'
import type { Hex } from '../core/hex'

/** 32 bytes in either case, as ids are written. */
export const bytes32 = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, 'expected 32 bytes as 0x and 64 hexadecimal digits')
  // The pattern makes it one.
  .transform((text) => text.toLowerCase() as Hex)

/** Which calendar a path names. */
export const calendarPath = z.strictObject({
  calendar: z.string().min(1).max(16).describe('Name of the calendar, as in `XNYS`.'),
})

/** Which Cryplet a path names. */
export const crypletPath = z.strictObject({
  name: z.string().min(1).max(64).describe('Of the Cryplet.'),
})

/** Which lane a path names. */
export const laneId = z
  .string()
  .regex(
    /^\d{1,15}:0x[0-9a-fA-F]{40}$/,
    'expected a chain and a sender, as in 31337:0x and 40 hexadecimal digits',
  )
  .describe('`chainId:sender`, as the list shows it.')
