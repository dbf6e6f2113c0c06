import type { Hex } from '../../../shared/core/hex'
import type { Delivered, Feed, Policy, Verdict } from './receiver'
import { readDelivery, receive } from './receiver'
import type { Tx } from './transactions'

/** What a chain holds after a block. */
export type State = {
  readonly nonces: ReadonlyMap<string, number>
  readonly balances: ReadonlyMap<string, bigint>
  readonly feeds: ReadonlyMap<string, Feed>
}

export type Log = {
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
  readonly transactionHash: Hex
  readonly event: string
}

export type Receipt = {
  readonly tx: Tx
  readonly succeeded: boolean
  readonly gasUsed: bigint
  readonly price: bigint
  readonly log: Log | undefined
}

export type Block = {
  readonly number: number
  readonly hash: Hex
  readonly parent: Block | undefined
  readonly timestamp: number
  readonly baseFee: bigint
  readonly receipts: ReadonlyMap<Hex, Receipt>
  readonly state: State
  /** Wei that came from nowhere, or went there. */
  readonly gifts: ReadonlyMap<string, bigint>
}

/** What all nodes know of the contracts. */
export type Contracts = {
  readonly chainId: number
  /** In lower case. */
  readonly receivers: ReadonlyMap<string, `0x${string}`>
  /** By receiver in lower case and subscription. */
  readonly policyOf: (receiver: string, subscription: string) => Policy
  /** What a delivery needs now beyond its usual gas. */
  extraGas: number
}

const NO_FEED: Feed = { sequence: 0n, acceptedAt: 0 }
const DELIVER_GAS = 120_000
const REFUSED_GAS = 60_000n
const TRANSFER_GAS = 21_000n

export const EMPTY_STATE: State = { nonces: new Map(), balances: new Map(), feeds: new Map() }

/** What one call comes to. */
export type Called = {
  readonly delivered: Delivered
  readonly verdict: Verdict
  readonly gas: bigint
  readonly place: string
}

// Three nodes are asked the same, mostly of the same block.
const MOST_CALLED = 64
const called = new Map<string, { readonly state: State; readonly result: Called | undefined }>()

export function callDeliver(
  contracts: Contracts,
  state: State,
  call: { readonly to: string; readonly data: Hex; readonly timestamp: number },
): Called | undefined {
  const key = `${call.to}${String(call.timestamp)}${String(contracts.extraGas)}${call.data}`
  const before = called.get(key)
  if (before?.state === state) return before.result
  const result = deliverNow(contracts, state, call)
  if (called.size >= MOST_CALLED) called.clear()
  called.set(key, { state, result })
  return result
}

function deliverNow(
  contracts: Contracts,
  state: State,
  call: { readonly to: string; readonly data: Hex; readonly timestamp: number },
): Called | undefined {
  const receiver = contracts.receivers.get(call.to)
  if (receiver === undefined || call.data.length < 200) return undefined
  const domain = { chainId: contracts.chainId, verifyingContract: receiver }
  const delivered = readDelivery(call.data, domain)
  const { subscription } = delivered.claim
  const place = `${call.to}-${subscription}`
  const policy = contracts.policyOf(call.to, subscription)
  const { timestamp } = call
  const verdict = receive(policy, state.feeds.get(place) ?? NO_FEED, { ...delivered, timestamp })
  return { delivered, verdict, place, gas: BigInt(DELIVER_GAS + contracts.extraGas) }
}

export type BlockOrder = {
  readonly parent: Block | undefined
  readonly hash: Hex
  readonly timestamp: number
  readonly baseFee: bigint
  readonly txs: readonly Tx[]
  /** Whether a delivery reverts although it would not have in a simulation. */
  readonly isUnlucky: (tx: Tx) => boolean
  /** Wei that come from nowhere, or go there. */
  readonly gifts: ReadonlyMap<string, bigint>
}

// Makes a block of transactions that are in the order of their nonces; what cannot pay is left out.
export function makeBlock(contracts: Contracts, order: BlockOrder): Block {
  const { parent, hash, timestamp, baseFee, gifts } = order
  const before = parent?.state ?? EMPTY_STATE
  const state: Draft = {
    nonces: new Map(before.nonces),
    balances: new Map(before.balances),
    feeds: new Map(before.feeds),
  }
  for (const [who, amount] of gifts) {
    const left = balanceOf(state, who) + amount
    state.balances.set(who, left > 0n ? left : 0n)
  }
  const receipts = new Map<Hex, Receipt>()
  for (const tx of order.txs.filter((each) => each.maxFee >= baseFee)) {
    const receipt = apply(contracts, { state, order }, tx)
    if (receipt !== undefined) receipts.set(tx.hash, receipt)
  }
  const number = (parent?.number ?? -1) + 1
  return { number, hash, parent, timestamp, baseFee, receipts, state, gifts }
}

type Draft = {
  readonly nonces: Map<string, number>
  readonly balances: Map<string, bigint>
  readonly feeds: Map<string, Feed>
}

function balanceOf({ balances }: State, who: string): bigint {
  return balances.get(who) ?? 0n
}

function apply(
  contracts: Contracts,
  { state, order }: { readonly state: Draft; readonly order: BlockOrder },
  tx: Tx,
): Receipt | undefined {
  const { timestamp, baseFee } = order
  const price = tx.maxFee < baseFee + tx.tip ? tx.maxFee : baseFee + tx.tip
  const balance = balanceOf(state, tx.from)
  if (tx.nonce !== (state.nonces.get(tx.from) ?? 0)) return undefined
  if (balance < tx.gasLimit * tx.maxFee) return undefined
  const done = runTransaction(contracts, state, { tx, timestamp, isUnlucky: order.isUnlucky(tx) })
  const { fed, ...receipt } = done
  if (fed !== undefined) state.feeds.set(...fed)
  state.nonces.set(tx.from, tx.nonce + 1)
  state.balances.set(tx.from, balance - done.gasUsed * price)
  return { tx, price, ...receipt }
}

type Done = Pick<Receipt, 'succeeded' | 'gasUsed' | 'log'> & {
  readonly fed?: readonly [string, Feed]
}

function runTransaction(
  contracts: Contracts,
  state: State,
  {
    tx,
    timestamp,
    isUnlucky,
  }: { readonly tx: Tx; readonly timestamp: number; readonly isUnlucky: boolean },
): Done {
  const { to, data, hash, gasLimit } = tx
  const called = deliverNow(contracts, state, { to, data, timestamp })
  if (called === undefined) return { succeeded: true, gasUsed: TRANSFER_GAS, log: undefined }
  const { verdict, gas, place } = called
  if ('revert' in verdict || isUnlucky) {
    return {
      succeeded: false,
      gasUsed: gasLimit < REFUSED_GAS ? gasLimit : REFUSED_GAS,
      log: undefined,
    }
  }
  if (gasLimit < gas) return { succeeded: false, gasUsed: gasLimit, log: undefined }
  const { topics, data: logData, event, feed } = verdict
  const address = contracts.receivers.get(to) ?? to
  const log = { address, topics, data: logData, transactionHash: hash, event }
  return { succeeded: true, gasUsed: gas, log, fed: [place, feed] }
}

// The block of a number on the branch that ends with `head`; undefined when it is not that long.
export function ancestor(head: Block, number: number): Block | undefined {
  let block: Block | undefined = head.number < number ? undefined : head
  while (block !== undefined && block.number > number) block = block.parent
  return block
}
