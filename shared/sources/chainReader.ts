import type { ReadDepth } from '../authoring/chainReadType'
import type { Hex } from '../core/hex'

/** What a chain is asked for. */
export type ChainQuestion = {
  readonly chainId: number
  /** Endpoints. */
  readonly urls: readonly string[]
  /** How many of them must say the same. */
  readonly needed: number
  /** 20 bytes. */
  readonly to: Hex
  readonly depth: ReadDepth
  /** Unix seconds that the block must not be after; the last one that lies deep enough when left out. */
  readonly notAfter?: number
} & (
  | {
      /** Of the call. */
      readonly data: Hex
    }
  | {
      /** Of the storage, 32 bytes. */
      readonly slot: Hex
    }
)

/** What enough endpoints say. */
export type ChainReading = {
  readonly blockNumber: number
  /** 32 bytes: what was read at. */
  readonly blockHash: Hex
  /** Of the block, in Unix seconds. */
  readonly timestamp: number
  /** What the call returned or the storage holds; undefined where the call reverts, or nothing lies at the address. */
  readonly result: Hex | undefined
}

/** Reads a chain through its endpoints; rejects when too few answer, or they contradict each other. */
export type ReadChain = (question: ChainQuestion) => Promise<ChainReading>
