import type { Typed } from 'rhea'
import { types } from 'rhea'

/** 0001-01-01, from which .NET counts ticks of 100 ns. */
const EPOCH_IN_TICKS = 621_355_968_000_000_000n

/**
 * Encodes an integer in 8 bytes.
 *
 * @param value - int64.
 * @returns Big-endian.
 */
export function longBytes(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(value))
  return bytes
}

/**
 * Makes an AMQP long.
 *
 * @param value - int64.
 * @returns The value with its type.
 */
export function long(value: number | bigint): Typed {
  return types.wrap_long(longBytes(value))
}

/**
 * Makes what a client takes for the instant until which a session is locked.
 *
 * @param timeInMs - Since the Unix epoch.
 * @returns An AMQP long of .NET ticks.
 */
export function ticks(timeInMs: number): Typed {
  return long(BigInt(timeInMs) * 10_000n + EPOCH_IN_TICKS)
}

/**
 * Reads an integer, which rhea gives as 8 bytes where it is large or came in an array.
 *
 * @param value - A number or bytes.
 * @returns The number; NaN for anything else.
 */
export function readInteger(value: unknown): number {
  if (Buffer.isBuffer(value) && value.length === 8) return Number(value.readBigInt64BE())
  return typeof value === 'number' ? value : Number.NaN
}

/**
 * Turns a GUID from .NET's order of bytes, in which delivery tags are, to that of RFC 9562, in which lock tokens of
 * management requests are, and back.
 *
 * @param guid - 16 bytes.
 * @returns 16 bytes.
 */
export function swapGuid(guid: Buffer): Buffer {
  const swapped = Buffer.from(guid)
  swapped.subarray(0, 4).reverse()
  swapped.subarray(4, 6).reverse()
  swapped.subarray(6, 8).reverse()
  return swapped
}
