import type { Address, Hex } from '../core/hex'

/** A call as it is simulated and later sent. */
export type ChainCall = {
  readonly from: Address
  readonly to: Address
  readonly data: Hex
}

/** A block, as far as fees and refusals need it. */
export type ChainBlock = {
  readonly number: number
  /** Undefined on chains without EIP-1559. */
  readonly baseFeePerGas: bigint | undefined
}

/** One event of a contract. */
export type ChainLog = {
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
  readonly transactionHash: Hex
  readonly blockNumber: number
}

/** A mined transaction. */
export type ChainReceipt = {
  readonly succeeded: boolean
  readonly transactionHash: Hex
  readonly blockNumber: number
  readonly gasUsed: bigint
  readonly logs: readonly ChainLog[]
}

/** What a node says to a simulated call. */
export type CallResult =
  | { readonly ok: true }
  /** With what the contract reverted; possibly no bytes. */
  | { readonly ok: false; readonly revert: Hex }

/** What a node says that a call needs. */
export type GasEstimate =
  | { readonly ok: true; readonly gas: bigint }
  | { readonly ok: false; readonly reason: string }

/** Events of a receiver whose third topic is one of the digests. */
export type LogSearch = {
  readonly receiver: Address
  readonly digests: readonly Hex[]
  /** First block that counts; the last 2,000 when left out. */
  readonly sinceBlock?: number | undefined
}

/** What a node says to a transaction that it is sent. `known` is as good as `accepted`. */
export type BroadcastResult =
  | { readonly status: 'accepted' | 'known' | 'nonceUsed' }
  | { readonly status: 'refused'; readonly reason: string }

/** Prices a transaction may be sent with, in wei. */
export type Fees =
  | { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }
  | { readonly gasPrice: bigint }

/** One chain, as far as a lane needs it. Every member throws when the endpoint does not answer. */
export type Chain = {
  readonly chainId: number
  readonly latestBlock: () => Promise<ChainBlock>
  /** At `pending`: an idle development chain's `latest` lags in time. */
  readonly simulate: (call: ChainCall) => Promise<CallResult>
  readonly estimateGas: (call: ChainCall) => Promise<GasEstimate>
  readonly fees: () => Promise<Fees>
  readonly nonce: (sender: Address, at: 'latest' | 'pending') => Promise<number>
  readonly broadcast: (raw: Hex) => Promise<BroadcastResult>
  readonly receipt: (hash: Hex) => Promise<ChainReceipt | undefined>
  /** Whether the node holds the transaction, mined or not. */
  readonly holds: (hash: Hex) => Promise<boolean>
  readonly logsOf: (search: LogSearch) => Promise<readonly ChainLog[]>
}
