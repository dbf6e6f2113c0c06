import * as z from 'zod'
import type { Address, Hex } from '../core/hex'

/** 32 bytes in lower case. */
export const hash32 = z.custom<Hex>((value) => /^0x[0-9a-f]{64}$/.test(String(value)), '32 bytes')

/** An address in EIP-55 form, as it was stored. */
export const address = z.custom<Address>(
  (value) => /^0x[0-9a-fA-F]{40}$/.test(String(value)),
  '20 bytes',
)

/** Bytes. */
export const bytes = z.custom<Hex>((value) => /^0x(?:[0-9a-f]{2})*$/.test(String(value)), 'bytes')

/** Whole seconds or milliseconds since the Unix epoch, or a count. */
export const whole = z.int().nonnegative()

/** An amount in wei, as decimal digits: it may not fit in a number. */
export const wei = z.string().regex(/^\d{1,30}$/, 'digits')
