import type { Quorum } from '../quorum'
import type { Rpc } from '../rpc'
import type { Header } from './header'
import type { Heads, HeadsLearnt } from './heads'
import { lookAtHeads } from './heads'
import { KeptLogs } from './keptLogs'

/** How events of one chain are read. */
export type EventChainOptions = {
  readonly quorum: Quorum
  /**
   * Whether receipts are compared with their roots; true when left out. Not on chains that put receipts into a block for
   * which its root does not vouch.
   */
  readonly provesByReceipts?: boolean
  /**
   * Whether final blocks are proved by their receipts too, where one endpoint's word is enough; true when left out. Slower
   * than believing it.
   */
  readonly provesRanges?: boolean
}

/** One chain, with what was learnt of its endpoints. */
export type EventChain = {
  readonly chainId: number
  readonly quorum: Quorum
  readonly provesByReceipts: boolean
  readonly provesRanges: boolean
  readonly learnt: HeadsLearnt & {
    /** Endpoints without eth_getBlockReceipts. */
    readonly withoutReceipts: Set<Rpc>
    /** Which endpoint is asked first for what it can prove alone. */
    first: number
    /** How many blocks' receipts fit in one post. */
    receiptsAtOnce: number
  }
  /** Looks where the chain stands: all streams of a slice share what it finds. */
  readonly look: () => Promise<ChainSlice>
}

/** A chain as it stood when a slice began, with what was read of it since. */
export type ChainSlice = {
  readonly chain: EventChain
  readonly heads: Heads
  /** By number; agreed. */
  readonly headers: Map<number, Header>
  /** Logs of blocks whose receipts were proved. */
  readonly proved: KeptLogs
}

/**
 * Opens a chain for reading its events.
 *
 * @param options - Whom to ask, and how much to believe.
 * @returns The chain; nothing is asked yet.
 */
export function openEventChain(options: EventChainOptions): EventChain {
  const { quorum, provesByReceipts = true, provesRanges = quorum.needed === 1 } = options
  const chain: EventChain = {
    ...{ chainId: quorum.chainId, quorum, provesByReceipts },
    provesRanges: provesByReceipts && provesRanges,
    learnt: {
      ...{ highest: -1, final: undefined },
      ...{ withoutReceipts: new Set(), first: 0, receiptsAtOnce: 8 },
    },
    look: async () => {
      const heads = await lookAtHeads(quorum, chain.learnt)
      const headers = new Map([[heads.head.number, heads.head]])
      return { chain, heads, headers, proved: new KeptLogs() }
    },
  }
  return chain
}
