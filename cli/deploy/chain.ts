import type { Interface, JsonRpcProvider, TransactionReceipt, Wallet } from 'ethers'
import { isError } from 'ethers'
import { FabricError, messageOf } from '../../shared/core/errors'
import type { Address, Hex } from '../../shared/core/hex'
import { parseRevert } from '../../shared/registry/readContract'
import { openProvider } from '../openProvider'

/** The chain that is deployed to. */
export type DeployChain = {
  readonly chainId: number
  readonly provider: JsonRpcProvider
}

/**
 * Connects to a chain whose id is known.
 *
 * @param rpcUrl - JSON-RPC.
 * @param chainId - Not asked for.
 * @returns Answers nothing from a cache: what was just written must be seen.
 */
export function connectChain(rpcUrl: string, chainId: number): DeployChain {
  return { chainId, provider: openProvider({ rpcUrl, chainId }) }
}

/** A transaction to be sent. */
export type Sending = { readonly to: Address; readonly data: string }

/**
 * Sends a transaction, and waits until it is mined.
 *
 * @param chain - Mines at once.
 * @param account - Signs and pays.
 * @param sending - To whom, with which data.
 * @returns The receipt.
 * @throws ethers' call exception when it reverts.
 */
export async function send(
  chain: DeployChain,
  account: Wallet,
  sending: Sending,
): Promise<TransactionReceipt> {
  const { to, data } = sending
  const sent = await account.connect(chain.provider).sendTransaction({ to, data })
  // Not sent.wait(): it waits for a new block before it asks, four seconds on a chain that has just mined.
  for (;;) {
    const receipt = await chain.provider.getTransactionReceipt(sent.hash)
    if (receipt !== null) return receipt
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** A contract that accounts of ours act on. */
export type ActingOn = {
  readonly chain: DeployChain
  readonly address: Address
  readonly abi: Interface
}

/** One call in a transaction. */
export type Act = {
  readonly account: Wallet
  /** Name in the ABI. */
  readonly method: string
  /** In the ABI's order. */
  readonly args: readonly unknown[]
}

/** A transaction of the deployment that the chain refused. */
export class DeployRefusedError extends FabricError {
  override readonly name = 'DeployRefusedError'
  readonly code = 'DEPLOY_REFUSED'
  readonly retryable = false

  constructor(
    readonly act: Pick<Act, 'method'> & { readonly account: string },
    readonly reason: string,
    cause: unknown,
  ) {
    super(`The chain refused ${act.method} by ${act.account}: ${reason}.`, { cause })
  }
}

/**
 * Calls a method in a transaction, and waits until it is mined.
 *
 * @param on - Which contract.
 * @param act - Who calls what.
 * @returns The receipt; it succeeded.
 * @throws DeployRefusedError with the contract's error and its values.
 */
export async function transact(on: ActingOn, act: Act): Promise<TransactionReceipt> {
  const data = on.abi.encodeFunctionData(act.method, act.args)
  try {
    return await send(on.chain, act.account, { to: on.address, data })
  } catch (error) {
    const { method, account } = act
    throw new DeployRefusedError({ method, account: account.address }, reason(on, error), error)
  }
}

function reason({ abi }: ActingOn, error: unknown): string {
  const hasData = isError(error, 'CALL_EXCEPTION') && error.data !== null && error.data !== '0x'
  return hasData ? parseRevert(abi, error.data as Hex).text : messageOf(error)
}
