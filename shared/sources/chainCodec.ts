import { AbiCoder, id } from 'ethers'
import type { ChainRead, ChainStorage } from '../authoring/chainReadType'
import type { Hex } from '../core/hex'

/** The part of a declaration that says what is read. */
export type ReadPart = Pick<ChainRead, 'decimals'> &
  (
    | { readonly call: Extract<ChainRead, { call: unknown }>['call'] }
    | { readonly storage: ChainStorage }
  )

/**
 * Says what a chain is asked for.
 *
 * Source: Solidity ABI specification.
 *
 * @param source - Declared.
 * @returns The call's data, or the slot of the storage.
 */
export function questionOf(source: ReadPart): { readonly data: Hex } | { readonly slot: Hex } {
  if ('storage' in source) return { slot: source.storage.slot }
  const { function: signature, args = [] } = source.call
  const list = /\((.*)\)$/.exec(signature)?.[1] ?? ''
  const types = list === '' ? [] : list.split(',')
  // In lower case no checksum is asked for: an author may have copied an address from anywhere.
  const plain = args.map((arg, index) =>
    types[index] === 'address' ? String(arg).toLowerCase() : arg,
  )
  const encoded = AbiCoder.defaultAbiCoder().encode(types, plain)
  return { data: `${id(signature).slice(0, 10)}${encoded.slice(2)}` as Hex }
}

/**
 * Reads the number out of what a chain said.
 *
 * @param source - Declared.
 * @param result - What the call returned, or the storage's word.
 * @returns The integer; undefined when the result is of other types.
 */
export function integerOf(source: ReadPart, result: Hex): bigint | undefined {
  if ('storage' in source) return wordOf(source.storage, result)
  const { returns, value = 0 } = source.call
  const coder = AbiCoder.defaultAbiCoder()
  try {
    const values = coder.decode(returns, result).toArray() as unknown[]
    // The decoder cuts off what is too wide for its type.
    if (coder.encode(returns, values) !== result) return undefined
    const found = values[value]
    return typeof found === 'bigint' ? found : undefined
  } catch {
    return undefined
  }
}

function wordOf({ type, offset = 0 }: ChainStorage, word: Hex): bigint | undefined {
  if (!/^0x[0-9a-f]{64}$/.test(word)) return undefined
  const bits = Number(/\d+$/.exec(type)?.[0])
  const value = BigInt.asUintN(bits, BigInt(word) >> BigInt(offset * 8))
  return type.startsWith('u') ? value : BigInt.asIntN(bits, value)
}

/**
 * Writes an integer as the number that it stands for.
 *
 * @param integer - Times 10^decimals.
 * @param decimals - Declared.
 * @returns As in `4123.45000000`: read back to so many decimals it is the integer again.
 */
export function decimalText(integer: bigint, decimals: number): string {
  const digits = String(integer < 0n ? -integer : integer).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`
  return `${integer < 0n ? '-' : ''}${whole}${fraction}`
}
