import { FabricError } from '../core/errors'
import type { Address } from '../core/hex'
import type { TierName } from './tiers'

/** A bitmap of tiers that no policy may demand. */
export class TiersIllegalError extends FabricError {
  override readonly name = 'TiersIllegalError'
  readonly code = 'TIERS_ILLEGAL'
  readonly retryable = false

  constructor(readonly received: unknown) {
    super(
      `tiers: expected 1 (cryplet), 3 (and enclave), 5 (and host) or 7 (all), got ${String(received)}.`,
    )
  }
}

/** Seals that are more, fewer, shorter or longer than the tiers say. */
export class SealCountError extends FabricError {
  override readonly name = 'SealCountError'
  readonly code = 'SEAL_COUNT'
  readonly retryable = false

  constructor(
    readonly expected: number,
    readonly receivedBytes: number,
  ) {
    super(
      `seals: expected ${String(expected)} of 64 bytes each, innermost first, got ${String(receivedBytes)} bytes.`,
    )
  }
}

/** A seal put on twice, or on what lies outside of it. */
export class SealOrderError extends FabricError {
  override readonly name = 'SealOrderError'
  readonly code = 'SEAL_ORDER'
  readonly retryable = false

  constructor(
    readonly tier: TierName,
    readonly present: readonly TierName[],
  ) {
    super(
      `The ${tier} seal cannot be put on seals of ${present.join(', ') || 'nobody'}: the order is cryplet, enclave, host, each at most once, the first always.`,
    )
  }
}

/** A signature whose `s` lies in the upper half of the order, so that it has a twin. */
export class SealHighSError extends FabricError {
  override readonly name = 'SealHighSError'
  readonly code = 'SEAL_HIGH_S'
  readonly retryable = false

  constructor(readonly signed: Signed) {
    super(`The signature of the ${signed} has a high s: contracts refuse it.`)
  }
}

/** Bytes that no key can have made. */
export class SealInvalidError extends FabricError {
  override readonly name = 'SealInvalidError'
  readonly code = 'SEAL_INVALID'
  readonly retryable = false

  constructor(readonly signed: Signed) {
    super(`The signature of the ${signed} is nobody's: no key recovers from it.`)
  }
}

/** A well-formed signature, but not by the signer that was expected. */
export class SignerMismatchError extends FabricError {
  override readonly name = 'SignerMismatchError'
  readonly code = 'SEAL_SIGNER_MISMATCH'
  readonly retryable = false

  constructor(
    readonly signed: Signed,
    readonly recovered: Address,
    readonly expected: Address,
  ) {
    super(
      `The ${signed} was signed by ${recovered}, expected ${expected}. Another key, or a changed byte in what it signs.`,
    )
  }
}

/** A claim or record that is well-formed but not the one that was asked for. */
export class EnvelopeMismatchError extends FabricError {
  override readonly name = 'EnvelopeMismatchError'
  readonly code = 'ENVELOPE_MISMATCH'
  readonly retryable = false

  constructor(
    readonly field: string,
    readonly received: string,
    readonly expected: string,
  ) {
    super(`${field}: expected ${expected}, got ${received}.`)
  }
}

/** Calldata of something else than `deliver(claim, seals)`. */
export class DeliverCalldataError extends FabricError {
  override readonly name = 'DeliverCalldataError'
  readonly code = 'DELIVER_CALLDATA'
  readonly retryable = false

  constructor(
    /** The part that was read. */
    readonly part: string,
    readonly expected: string,
    readonly received: string,
  ) {
    super(`calldata, ${part}: expected ${expected}, got ${received}. Is this a delivery?`)
  }
}

/** What a signature was put on. */
export type Signed = `${TierName} seal` | 'record'
