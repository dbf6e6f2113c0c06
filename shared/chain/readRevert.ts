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

const errors = [new Interface(cryptoDelegate.abi), new Interface(trustRegistry.abi)]
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
  for (const contract of errors) {
    const found = contract.parseError(data)
    if (found === null) continue
    const values = found.fragment.inputs.map(
      ({ name }, index) => `${name} ${String(found.args[index])}`,
    )
    return { name: found.name, text: `${found.name}(${values.join(', ')})` }
  }
  return { name: 'Unknown', text: `unknown error ${data.slice(0, 10)}` }
}

function standard(name: string, type: string, data: Hex): RevertReason {
  try {
    const [value] = AbiCoder.defaultAbiCoder().decode([type], `0x${data.slice(10)}`)
    return { name, text: `${name}(${String(value)})` }
  } catch {
    return { name, text: `${name}(malformed)` } // a contract may revert with any bytes
  }
}
