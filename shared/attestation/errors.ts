import { FabricError } from '../core/errors'

/** Evidence that is not what its name says: nothing can be read from it. */
export class EvidenceMalformedError extends FabricError {
  override readonly name = 'EvidenceMalformedError'
  readonly code = 'EVIDENCE_MALFORMED'
  readonly retryable = false

  constructor(
    readonly part: string,
    readonly fault: string,
  ) {
    super(`The ${part} cannot be read: ${fault}.`)
  }
}
