import { FabricError } from '../../core/errors'
import type { Hex } from '../../core/hex'

/** A run that has no record: there is nothing to repeat. */
export class RunNotObservedError extends FabricError {
  override readonly name = 'RunNotObservedError'
  readonly code = 'RUN_NOT_OBSERVED'
  readonly retryable = false

  constructor(
    readonly runId: Hex,
    readonly reasons: readonly string[],
  ) {
    const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`
    super(`Run ${runId} has no record, and so nothing to repeat${why}.`)
  }
}
