import { FabricError } from '../core/errors'

/** A Cryplet whose declaration contradicts itself. */
export class CrypletDefinitionError extends FabricError {
  override readonly name = 'CrypletDefinitionError'
  readonly code = 'CRYPLET_DEFINITION_INVALID'
  readonly retryable = false

  constructor(
    readonly cryplet: string,
    readonly faults: readonly string[],
  ) {
    super(`Cryplet ${cryplet}: ${faults.join('; ')}.`)
  }
}

/** Arithmetic on quantities whose units have nothing to cancel, or differ where they must not. */
export class UnitMismatchError extends FabricError {
  override readonly name = 'UnitMismatchError'
  readonly code = 'UNIT_MISMATCH'
  readonly retryable = false

  constructor(
    readonly operation: string,
    readonly left: string,
    readonly right: string,
  ) {
    super(
      `${operation}: ${left} and ${right} do not compose. Was a source declared the wrong way round?`,
    )
  }
}

/** A value with other decimals than its place asks for: off by a power of ten. */
export class DecimalsMismatchError extends FabricError {
  override readonly name = 'DecimalsMismatchError'
  readonly code = 'DECIMALS_MISMATCH'
  readonly retryable = false

  constructor(
    readonly operation: string,
    readonly left: number,
    readonly right: number,
  ) {
    super(
      `${operation}: ${String(left)} and ${String(right)} decimals. Bring both to the same with rescale.`,
    )
  }
}

/** What a Cryplet observed or produced is not what it declared. */
export class QuantityMismatchError extends FabricError {
  override readonly name = 'QuantityMismatchError'
  readonly code = 'QUANTITY_MISMATCH'
  readonly retryable = false

  constructor(
    /** As in `marketClose.output.gold`. */
    readonly place: string,
    readonly expected: string,
    readonly received: string,
  ) {
    super(`${place}: expected ${expected}, got ${received}.`)
  }
}
