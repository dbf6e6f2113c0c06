/**
 * The package's export `./verify`: checks a delivery with no trust in the fabric, no network and no dependencies.
 *
 * ```ts
 * import { verifyBundle } from 'cryplet-fabric/verify'
 *
 * const bundle = await (await fetch('https://fabric.example/api/deliveries/0x…')).json()
 * for (const { link, verdict, detail } of verifyBundle(bundle)) console.log(link, verdict, detail)
 * ```
 */
import { FabricError } from '../core/errors'
import { portableRecover } from './portableRecover'
import { parseProofBundle } from './proofBundle'
import type { SealSigners } from './sealedEnvelope'
import { LINKS, type LinkVerdict, verifyEnvelope } from './verifyEnvelope'

/**
 * Verifies all of a proof bundle that needs no chain.
 *
 * @param bundle - As JSON.parse gives it.
 * @param signers - The keys that must have sealed, where you know them; the registry on the chain does.
 * @returns A verdict for each link; of a malformed bundle, that the claim is invalid and why, and nothing else checked.
 */
export function verifyBundle(bundle: unknown, signers?: SealSigners): readonly LinkVerdict[] {
  try {
    const check = { recover: portableRecover, ...(signers && { signers }) }
    return verifyEnvelope(parseProofBundle(bundle), check)
  } catch (error) {
    if (!(error instanceof FabricError)) throw error
    const unseen = 'the bundle is malformed'
    return LINKS.map((link) =>
      link === 'claim'
        ? { link, verdict: 'invalid', detail: error.message }
        : { link, verdict: 'not checked', detail: unseen },
    )
  }
}

export type { Address, Hex } from '../core/hex'
export type { Claim, ClaimDomain } from './claim'
export { claimDigest } from './claimDigest'
export { parseDeliverCalldata } from './deliverCalldata'
export { openSeals } from './openSeals'
export { portableRecover } from './portableRecover'
export type { ProofBundle } from './proofBundle'
export { parseProofBundle } from './proofBundle'
export { provenanceHash } from './provenance'
export type { LinkName, LinkVerdict } from './verifyEnvelope'
export { verifyEnvelope } from './verifyEnvelope'
