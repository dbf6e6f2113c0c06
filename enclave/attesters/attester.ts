import type { EnclaveClaims, Evidence } from '../../shared/attestation/evidence'
import type { Measurement } from '../../shared/envelope/identifiers'

/** Evidence, with the measurement by whose id a registry admits what it speaks of. */
export type Vouched = { readonly evidence: Evidence; readonly measurement: Measurement }

/** What vouches for this container's word. */
export type Attester = {
  /**
   * Gives evidence of what the container says of itself; `minimumSvn` is what the measurement is to name of the utility
   * machine. Throws AttestationFailedError while there is none that would hold.
   */
  readonly vouch: (claims: EnclaveClaims, minimumSvn: number) => Promise<Vouched>
}
