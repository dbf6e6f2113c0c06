import { FabricError } from '../core/errors'

/** Observations that are not those that a Cryplet's sources can have given. */
export class ObservationMismatchError extends FabricError {
  override readonly name = 'ObservationMismatchError'
  readonly code = 'OBSERVATION_MISMATCH'
  readonly retryable = false

  constructor(
    readonly source: string,
    readonly expected: string,
    readonly received: number,
  ) {
    super(`Source ${source}: expected ${expected}, got ${String(received)}.`)
  }
}
