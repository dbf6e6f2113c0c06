import type { CallExceptionError, Interface, Provider, Result } from 'ethers'
import { isCallException } from 'ethers'
import { FabricError } from '../core/errors'
import type { Address, Hex } from '../core/hex'

/** A contract, and as of when it is asked. */
export type ContractReader = {
  readonly provider: Provider
  readonly address: Address
  readonly abi: Interface
  /** A block's number, or the newest. */
  readonly at: number | 'latest'
}

/** A contract's custom error, as it reverted with it. */
export type Revert = {
  /** As in `KeyUntrusted`; `unknown error` when the ABI does not name it. */
  readonly name: string
  readonly values: readonly unknown[]
  /** Name and values by their parameters' names, for people. */
  readonly text: string
}

/** What asking a contract gave; a revert is an answer too. */
export type Reading =
  | { readonly status: 'answered'; readonly values: Result }
  | { readonly status: 'reverted'; readonly revert: Revert }

/** An address that was to be a contract and holds no code that answers. */
export class NoContractError extends FabricError {
  override readonly name = 'NoContractError'
  readonly code = 'NO_CONTRACT'
  readonly retryable = false

  constructor(
    readonly address: Address,
    readonly method: string,
  ) {
    super(
      `No contract at ${address} answers ${method}. Is the address right, and the RPC endpoint of the right chain?`,
    )
  }
}

/** An endpoint that does not hold the state of a block, as one that prunes. */
export class StateUnavailableError extends FabricError {
  override readonly name = 'StateUnavailableError'
  readonly code = 'STATE_UNAVAILABLE'
  readonly retryable = false

  constructor(
    readonly block: number | 'latest',
    readonly said: string,
  ) {
    super(
      `The endpoint cannot answer as of block ${String(block)}: ${said.slice(0, 200)}. An archive node can.`,
    )
  }
}

/**
 * Asks a contract one question, by eth_call.
 *
 * @param reader - Which contract, as of which block.
 * @param method - Name in its ABI.
 * @param args - In the ABI's order.
 * @returns The answer, or the error that it reverted with.
 * @throws NoContractError when nothing there understands the question.
 */
export async function readContract(
  reader: ContractReader,
  method: string,
  args: readonly unknown[] = [],
): Promise<Reading> {
  const data = reader.abi.encodeFunctionData(method, args)
  try {
    const answer = await reader.provider.call({ to: reader.address, data, blockTag: reader.at })
    if (answer === '0x') throw new NoContractError(reader.address, method)
    return { status: 'answered', values: reader.abi.decodeFunctionResult(method, answer) }
  } catch (error) {
    if (!isCallException(error)) throw error
    if (error.data === null || error.data === '0x') throw silentFault(reader, method, error)
    return { status: 'reverted', revert: parseRevert(reader.abi, error.data as Hex) }
  }
}

// ethers makes a call exception of every fault of eth_call: only the endpoint's own words tell them apart. A contract
// without the method reverts with no data.
function silentFault(reader: ContractReader, method: string, error: CallExceptionError): Error {
  const said = (error.info as { error?: { message?: unknown } } | undefined)?.error?.message
  return typeof said === 'string' && !/revert/i.test(said)
    ? new StateUnavailableError(reader.at, said)
    : new NoContractError(reader.address, method)
}

/** A question that cannot be refused was: the contract is another one than its ABI says. */
export class UnexpectedRevertError extends FabricError {
  override readonly name = 'UnexpectedRevertError'
  readonly code = 'CONTRACT_REVERTED'
  readonly retryable = false

  constructor(
    readonly address: Address,
    readonly method: string,
    readonly revert: Revert,
  ) {
    super(`${address} reverted ${method} with ${revert.text}.`)
  }
}

/**
 * Asks a contract one question that it never refuses.
 *
 * @param reader - Which contract, as of which block.
 * @param method - Name in its ABI.
 * @param args - In the ABI's order.
 * @returns The answer.
 * @throws NoContractError when nothing there understands the question; UnexpectedRevertError when it reverts.
 */
export async function answerOf(
  reader: ContractReader,
  method: string,
  args: readonly unknown[] = [],
): Promise<Result> {
  const reading = await readContract(reader, method, args)
  if (reading.status === 'answered') return reading.values
  throw new UnexpectedRevertError(reader.address, method, reading.revert)
}

/**
 * Reads revert data.
 *
 * @param abi - Must name the error, or only its selector is told.
 * @param data - Four bytes of selector, then the values.
 * @returns The error.
 */
export function parseRevert(abi: Interface, data: Hex): Revert {
  const found = abi.parseError(data)
  if (found === null) {
    return { name: 'unknown error', values: [], text: `unknown error ${data.slice(0, 10)}` }
  }
  const values: readonly unknown[] = found.args.toArray()
  const said = found.fragment.inputs.map((input, index) => `${input.name} ${String(values[index])}`)
  return { name: found.name, values, text: `${found.name}(${said.join(', ')})` }
}
