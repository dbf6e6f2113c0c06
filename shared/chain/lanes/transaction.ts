import type { Address, Hex } from '../../core/hex'
import { concatHex } from '../../core/hex'
import { hashBytes } from '../../envelope/typedData'
import type { Fees } from '../chain'
import type { SenderKey } from './lane'

/** What a transaction says besides its signature. */
export type TransactionFields = {
  readonly chainId: number
  readonly nonce: number
  readonly to: Address
  readonly data: Hex
  readonly gasLimit: bigint
  readonly fees: Fees
}

/** A transaction as nodes take it. */
export type SignedTransaction = {
  readonly raw: Hex
  readonly hash: Hex
}

// Hexadecimal digits in lower case.
type Item = Hex | readonly Item[]

/**
 * Signs a transaction without value.
 *
 * Source: EIP-1559; where there are gas prices only, EIP-155.
 *
 * @param fields - What it says.
 * @param signer - The sender's key.
 * @returns Its bytes and its hash.
 */
export async function signTransaction(
  fields: TransactionFields,
  signer: SenderKey,
): Promise<SignedTransaction> {
  const { encode, unsigned, vOf } = layoutOf(fields)
  const compact = await signer.sign(hashBytes(encode(unsigned)))
  const { r, s, yParity } = split(compact)
  const body = 'gasPrice' in fields.fees ? unsigned.slice(0, 6) : unsigned
  const raw = encode([...body, number(vOf(yParity)), r, s])
  return { raw, hash: hashBytes(raw) }
}

type Layout = {
  readonly encode: (items: readonly Item[]) => Hex
  readonly unsigned: readonly Item[]
  readonly vOf: (yParity: bigint) => bigint
}

function layoutOf({ chainId, nonce, to, data, gasLimit, fees }: TransactionFields): Layout {
  const [id, count, gas] = [BigInt(chainId), number(BigInt(nonce)), number(gasLimit)]
  const target: Hex = `0x${to.slice(2).toLowerCase()}`
  if ('gasPrice' in fees) {
    return {
      encode: rlp,
      unsigned: [count, number(fees.gasPrice), gas, target, '0x', data, number(id), '0x', '0x'],
      vOf: (yParity) => 35n + 2n * id + yParity,
    }
  }
  const prices = [number(fees.maxPriorityFeePerGas), number(fees.maxFeePerGas)]
  return {
    encode: (items) => concatHex(['0x02', rlp(items)]),
    unsigned: [number(id), count, ...prices, gas, target, '0x', data, []],
    vOf: (yParity) => yParity,
  }
}

// EIP-2098: the highest bit of s is yParity.
function split(compact: Hex): { readonly r: Hex; readonly s: Hex; readonly yParity: bigint } {
  const r = BigInt(compact.slice(0, 66))
  const packed = BigInt(`0x${compact.slice(66)}`)
  const yParity = packed >> 255n
  return { r: number(r), s: number(packed - (yParity << 255n)), yParity }
}

/**
 * Packs a list. In hexadecimal, as all of it comes and goes: a tenth of the time that decoding it for a library takes.
 *
 * Source: Ethereum yellow paper, appendix B.
 *
 * @param items - Bytes, and lists of them.
 * @returns Recursive length prefix.
 */
function rlp(items: readonly Item[]): Hex {
  const body = items.map((item) => (typeof item === 'string' ? bytes(item) : rlp(item).slice(2)))
  const joined = body.join('')
  return `0x${prefix(0xc0, joined.length / 2)}${joined}`
}

// A byte below 0x80 stands for itself.
function bytes(item: Hex): string {
  const digits = item.slice(2)
  const isItself = digits.length === 2 && digits < '80'
  return isItself ? digits : prefix(0x80, digits.length / 2) + digits
}

// Up to 55 bytes their count is in the first byte; of more, the count of their count.
function prefix(base: number, length: number): string {
  if (length <= 55) return (base + length).toString(16)
  const count = evenDigits(length)
  return (base + 55 + count.length / 2).toString(16) + count
}

function evenDigits(value: number | bigint): string {
  const digits = value.toString(16)
  return digits.length % 2 === 0 ? digits : `0${digits}`
}

// RLP knows no leading zeros, and zero as no bytes.
function number(value: bigint): Hex {
  return value === 0n ? '0x' : `0x${evenDigits(value)}`
}
