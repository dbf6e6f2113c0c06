import type { ErrorFragment, ParamType } from 'ethers'
import { AbiCoder, Interface } from 'ethers'
import type { Hex } from '../core/hex'
import { cryptoDelegate, trustRegistry } from './contracts.generated'

/** Why a contract refused, in the words of its own errors. */
export type RevertReason = {
  /** As in `ClaimOvertaken`; `Error` or `Panic` for Solidity's own, `Unknown` for a selector that we do not know. */
  readonly name: string
  /** With its values, as in `ClaimOvertaken(sequence 5, last 6)`. */
  readonly text: string
}

// By selector: ethers' own search hashes each signature anew for each revert.
const errors = new Map(
  [cryptoDelegate.abi, trustRegistry.abi].flatMap((abi) => errorsOf(new Interface(abi))),
)
const ERROR_SELECTOR = '0x08c379a0'
const PANIC_SELECTOR = '0x4e487b71'
const MAX_TEXT = 300

/**
 * Reads what a call reverted with.
 *
 * @param data - Selector and values, as the node returned them; possibly nothing.
 * @returns The reason; its text is bounded, since a contract chooses it.
 */
export function readRevert(data: Hex): RevertReason {
  const { name, text } = parseRevert(data)
  return { name, text: text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text }
}

function parseRevert(data: Hex): RevertReason {
  if (data === '0x') return { name: 'Unknown', text: 'reverted without a reason' }
  if (data.startsWith(ERROR_SELECTOR)) return standard('Error', 'string', data)
  if (data.startsWith(PANIC_SELECTOR)) return standard('Panic', 'uint256', data)
  const found = errors.get(data.slice(0, 10))
  if (found === undefined) return { name: 'Unknown', text: `unknown error ${data.slice(0, 10)}` }
  const { name, inputs } = found
  const values = decode(inputs, data)?.map((value, index) => {
    return `${inputs[index]?.name ?? ''} ${String(value)}`
  })
  return { name, text: `${name}(${values?.join(', ') ?? 'malformed'})` }
}

function standard(name: string, type: string, data: Hex): RevertReason {
  return { name, text: `${name}(${decode([type], data)?.map(String).join() ?? 'malformed'})` }
}

// Undefined when they are not there: a contract may revert with any bytes.
function decode(types: readonly (string | ParamType)[], data: Hex): readonly unknown[] | undefined {
  try {
    const values: readonly unknown[] = AbiCoder.defaultAbiCoder()
      .decode(types, `0x${data.slice(10)}`)
      .toArray()
    return values
  } catch {
    return undefined
  }
}

function errorsOf(abi: Interface): readonly (readonly [string, ErrorFragment])[] {
  const found: (readonly [string, ErrorFragment])[] = []
  abi.forEachError((fragment) => found.push([fragment.selector, fragment]))
  return found
}
