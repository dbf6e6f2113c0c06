import { AbiCoder, concat, Interface, Wallet } from 'ethers'
import { priceAsker } from '../shared/chain/contracts.generated'
import { openRpc } from '../shared/chain/openRpc'
import type { Rpc } from '../shared/chain/rpc'
import type { Address, Hex } from '../shared/core/hex'
import type { DeliveryBed } from './deliveryBed'

/** Of PriceAsker. */
export const ASKER_ABI = new Interface(priceAsker.abi)

/** A PriceAsker, and whoever may make it ask. */
export type Asker = {
  readonly address: Address
  readonly subscription: Hex
  /** Block in which it was deployed. */
  readonly deployedIn: number
  /** Makes it ask, and waits for the log that answers; gives how long that took. */
  readonly askAndAwait: (answeredBy: AnswerLog) => Promise<Answered>
}

/** Which log is the answer. */
export type AnswerLog = {
  readonly address: Address
  readonly topicsOf: (requestId: Hex) => readonly Hex[]
}

/** An answer that is mined. */
export type Answered = {
  readonly askedAtInMs: number
  readonly tookInMs: number
  /** Of the transaction that answered. */
  readonly gasUsed: number
}

const POLL_IN_MS = 5
const DEADLINE_IN_MS = 60_000
const GAS = 5_000_000n

/**
 * Deploys a PriceAsker.
 *
 * @param bed - Where; it asks for the Cryplet of the bed's fixture.
 * @returns It has asked nothing yet.
 */
export async function deployAsker(bed: DeliveryBed): Promise<Asker> {
  const { registry, crypletId, provider } = bed.fixture
  const wallet = new Wallet((await bed.account()).privateKey, provider)
  const args = AbiCoder.defaultAbiCoder().encode(
    ['address', 'bytes32', 'address'],
    [registry, crypletId, wallet.address],
  )
  const sent = await wallet.sendTransaction({ data: concat([priceAsker.bytecode, args]) })
  const receipt = await sent.wait()
  const address = receipt?.contractAddress as Address // of a creation
  const call = { to: address, data: ASKER_ABI.encodeFunctionData('subscription') }
  const rpc = openRpc({ url: bed.chainUrl })
  return {
    address,
    subscription: (await provider.call(call)) as Hex, // a bytes32
    deployedIn: receipt?.blockNumber ?? 0,
    askAndAwait: async (answeredBy) => {
      const data = ASKER_ABI.encodeFunctionData('ask', [1_000n])
      const filled = await wallet.populateTransaction({ to: address, data, gasLimit: GAS })
      const raw = await wallet.signTransaction(filled)
      // Before it is sent: that it is mined counts as well.
      const askedAtInMs = performance.timeOrigin + performance.now()
      const hash = await ask(rpc, 'eth_sendRawTransaction', [raw])
      const { logs } = (await until(rpc, 'eth_getTransactionReceipt', [hash])) as Receipt
      return awaitAnswer(rpc, askedAtInMs, filterOf(answeredBy, logs[0]?.topics[2] ?? '0x'))
    },
  }
}

type Receipt = {
  readonly logs: readonly { readonly topics: readonly Hex[] }[]
  readonly gasUsed: string
  readonly status: string
}

function filterOf({ address, topicsOf }: AnswerLog, requestId: Hex): object {
  return { address, topics: topicsOf(requestId), fromBlock: '0x0' }
}

async function awaitAnswer(rpc: Rpc, askedAtInMs: number, filter: object): Promise<Answered> {
  const [log] = (await until(rpc, 'eth_getLogs', [filter])) as { transactionHash: Hex }[]
  const tookInMs = performance.timeOrigin + performance.now() - askedAtInMs
  const receipt = await ask(rpc, 'eth_getTransactionReceipt', [log?.transactionHash])
  return { askedAtInMs, tookInMs, gasUsed: Number((receipt as Receipt).gasUsed) }
}

async function until(rpc: Rpc, method: string, params: readonly unknown[]): Promise<unknown> {
  const deadline = Date.now() + DEADLINE_IN_MS
  for (;;) {
    const result = await ask(rpc, method, params)
    const isThere = Array.isArray(result) ? result.length > 0 : result !== null
    if (isThere) return result
    if (Date.now() > deadline) throw new Error(`${method} gave nothing for a minute`)
    await new Promise((resolve) => setTimeout(resolve, POLL_IN_MS))
  }
}

async function ask(rpc: Rpc, method: string, params: readonly unknown[]): Promise<unknown> {
  const [reply] = await rpc.send([{ method, params }])
  if (reply?.ok === true) return reply.result
  throw new Error(`${method}: ${reply?.message ?? 'no reply'}`)
}
