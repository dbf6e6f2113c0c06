import type { Address, Hex } from '../core/hex'

/** What a Cryplet states for one subscription of one receiver (docs/protocol.md, section 1). */
export type Claim = {
  /** keccak256(abi.encode(publisher, name)), 32 bytes. */
  readonly crypletId: Hex
  /** 24 bytes of Cryplet and callback, then uint32 class and uint32 member. */
  readonly subscription: Hex
  /** uint64. Mode `latest`: milliseconds; mode `each`: a nonce. */
  readonly sequence: bigint
  /** uint64, Unix seconds: the instant that the observations speak for. */
  readonly observedAt: bigint
  /** uint64, Unix seconds: not accepted after. */
  readonly expiresAt: bigint
  /** Hash of the run record's public part, 32 bytes. */
  readonly provenance: Hex
  /** uint64; zero when the claim rests on no block. */
  readonly anchorBlock: bigint
  /** Hash of that block, 32 bytes; zero when none. */
  readonly anchorHash: Hex
  /** Hash of the Cryplet's bundle and origins, 32 bytes. */
  readonly codeHash: Hex
  /** abi.encode of the callback's arguments. */
  readonly payload: Hex
}

/** Where a claim counts: one receiver on one chain. */
export type ClaimDomain = {
  readonly chainId: number
  /** The receiver itself. */
  readonly verifyingContract: Address
}
