import type { Address, Hex } from '../core/hex'

/** A call as it is simulated and later sent. */
export type ChainCall = {
  readonly from: Address
  readonly to: Address
  readonly data: Hex
  /** What it may use at most; the node's own bound when left out. */
  readonly gas?: bigint
}

/** A block that enough endpoints agree on. */
export type ChainBlock = {
  readonly number: number
  readonly hash: Hex
  /** Unix seconds. */
  readonly timestamp: number
  /** Undefined on chains without EIP-1559. */
  readonly baseFeePerGas: bigint | undefined
}

/** One look at a chain for one sender: all of it as of `block`, but for the fees. */
export type ChainView = {
  readonly block: ChainBlock
  /** Transactions of the sender that are mined up to the block: no nonce below this one can be used any more. */
  readonly minedNonce: number
  /** Of the sender, in wei. */
  readonly balance: bigint
  /** What others pay now. */
  readonly fees: Fees
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
  readonly blockHash: Hex
  readonly gasUsed: bigint
  /** What each unit of gas cost, in wei. */
  readonly effectiveGasPrice: bigint
  readonly logs: readonly ChainLog[]
}

/** What nodes say to a simulated call. */
export type CallResult =
  | { readonly status: 'ok'; readonly data: Hex }
  /** With what the contract reverted; possibly no bytes. */
  | { readonly status: 'reverted'; readonly revert: Hex }
  /** Too few endpoints say the same: nothing can be concluded. */
  | { readonly status: 'undecided'; readonly reason: string }

/** What a node says that a call needs. */
export type GasEstimate =
  | { readonly ok: true; readonly gas: bigint }
  | {
      readonly ok: false
      readonly reason: string
      /** Whether enough endpoints say that it would revert; else nothing can be concluded. */
      readonly wouldRevert: boolean
    }

/** Events of a receiver whose third topic is one of the digests. */
export type LogSearch = {
  readonly receiver: Address
  readonly digests: readonly Hex[]
  /** First block that counts. */
  readonly sinceBlock: number
  /** Last block that counts. */
  readonly untilBlock: number
}

/**
 * What nodes say to a transaction that they are sent.
 *
 * `known` is as good as `accepted`. `nonceTooHigh`, `poolFull` and `unfunded` pass when the chain moves on;
 * `underpriced` and `replacementUnderpriced` ask for a higher price; `rejected` is what no waiting will change.
 */
export type BroadcastStatus =
  | 'accepted'
  | 'known'
  | 'nonceTooLow'
  | 'nonceTooHigh'
  | 'underpriced'
  | 'replacementUnderpriced'
  | 'unfunded'
  | 'poolFull'
  | 'rejected'
  /** No endpoint answered in a way that says whether it was taken. */
  | 'unknown'

/** The best of what the endpoints answered. */
export type BroadcastResult = {
  readonly status: BroadcastStatus
  /** The node's own words, bounded; empty when it was taken. */
  readonly reason: string
}

/** Prices a transaction may be sent with, in wei. */
export type Fees =
  | { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }
  | { readonly gasPrice: bigint }

/**
 * One chain, as far as a lane needs it: many questions in one post.
 *
 * What safety rests on is believed when a quorum of the endpoints says the same; every member throws
 * ChainUnreachableError when too few answer, and ChainDisagreementError when they contradict each other.
 */
export type Chain = {
  readonly chainId: number
  readonly look: (sender: Address) => Promise<ChainView>
  /** With what waits in pools, as the endpoint that knows most says: for people, nothing is decided on it. */
  readonly pendingNonce: (sender: Address) => Promise<number>
  /**
   * In the order of the hashes; not those of a branch that the given block is not on. Some may be of later blocks: nodes
   * move on between two questions, and whoever asks judges the depth.
   */
  readonly receipts: (
    hashes: readonly Hex[],
    upTo: ChainBlock,
  ) => Promise<readonly (ChainReceipt | undefined)[]>
  /**
   * Whether none of the transactions is mined up to the given block: of the endpoints that have the block, enough know no
   * receipt. Where `receipts` finds nothing, some may only be behind.
   */
  readonly areAbsent: (hashes: readonly Hex[], upTo: ChainBlock) => Promise<boolean>
  /** Whether any endpoint holds the transactions, mined or not. */
  readonly holds: (hashes: readonly Hex[]) => Promise<readonly boolean[]>
  /** After the given block; at `pending` when it is left out: an idle development chain's `latest` lags in time. */
  readonly simulate: (
    calls: readonly ChainCall[],
    at?: ChainBlock,
  ) => Promise<readonly CallResult[]>
  readonly estimateGas: (calls: readonly ChainCall[]) => Promise<readonly GasEstimate[]>
  readonly broadcast: (raws: readonly Hex[]) => Promise<readonly BroadcastResult[]>
  /** Hashes of blocks by their numbers, in the same order: whether what was seen there is still so. */
  readonly blockHashes: (numbers: readonly number[]) => Promise<readonly Hex[]>
  readonly logsOf: (search: LogSearch) => Promise<readonly ChainLog[]>
}
