import { FabricError } from '../../shared/core/errors'

/** No evidence, or none that would hold: the container serves nobody until there is. */
export class AttestationFailedError extends FabricError {
  override readonly name = 'AttestationFailedError'
  readonly code = 'ATTESTATION_FAILED'
  readonly retryable = true

  constructor(
    readonly reasons: readonly string[],
    options?: ErrorOptions,
  ) {
    super(
      `This container cannot attest itself, and serves nobody until it can: ${reasons.join('; ').slice(0, 500)}. Does it run in a confidential container group, with the attestation sidecar beside it?`,
      options,
    )
  }
}
