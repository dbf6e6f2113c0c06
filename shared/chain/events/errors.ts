import { FabricError } from '../../core/errors'
import type { Hex } from '../../core/hex'

/** A block, for people. */
type Place = { readonly chainId: number; readonly number: number; readonly hash: Hex }

/** A reorganisation that reaches below what a stream remembers, or below what was final. */
export class ForkTooDeepError extends FabricError {
  override readonly name = 'ForkTooDeepError'
  readonly code = 'CHAIN_FORK_TOO_DEEP'
  readonly retryable = false

  constructor(
    readonly block: Place,
    readonly lowest: number,
  ) {
    const { chainId, number, hash } = block
    super(
      `Chain ${String(chainId)} has another block than ${hash} at ${String(number)}, and none in common with what was read from block ${String(lowest)} on, below which nothing may change. The stream stands still and undoes nothing. Are the endpoints of this chain, and not of one that was started anew?`,
    )
  }
}

/** A block whose events no endpoint shows in a way that its header vouches for. */
export class BlockIncompleteError extends FabricError {
  override readonly name = 'BlockIncompleteError'
  readonly code = 'CHAIN_BLOCK_INCOMPLETE'
  readonly retryable = true

  constructor(
    readonly block: Place,
    readonly reasons: readonly string[],
  ) {
    const { chainId, number, hash } = block
    super(
      `No endpoint of chain ${String(chainId)} shows the receipts of block ${String(number)} (${hash}) complete: ${reasons.join('; ').slice(0, 300)}. It is asked again; the stream does not go past it. Where the headers of this chain do not vouch for all receipts, CHAINS says so: provesByReceipts false.`,
    )
  }
}

/** A row of the event journal that is not as this version of the fabric writes it. */
export class EventRowMalformedError extends FabricError {
  override readonly name = 'EventRowMalformedError'
  readonly code = 'EVENT_ROW_MALFORMED'
  readonly retryable = false

  constructor(
    readonly row: string,
    readonly faults: readonly string[],
  ) {
    super(
      `Row ${row} of the event journal cannot be read: ${faults.join('; ').slice(0, 300)}. Was it written by another version, or by hand?`,
    )
  }
}

/** A range that cannot be read again: it is not read yet, or may still change. */
export class RangeNotFinalError extends FabricError {
  override readonly name = 'RangeNotFinalError'
  readonly code = 'EVENT_RANGE_NOT_FINAL'
  readonly retryable = true

  constructor(
    readonly toBlock: number,
    readonly readAndFinal: number,
  ) {
    super(
      `Blocks up to ${String(toBlock)} cannot be read again: only those up to ${String(readAndFinal)} are read and final. Ask for less, or later.`,
    )
  }
}
