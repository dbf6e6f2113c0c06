import type { Json } from '../../../shared/core/canonicalJson'
import { hashJson } from '../../../shared/core/ids'
import { addresses, domain, golden } from './golden'

const one = golden.cases[0]

/** Simulated evidence of the golden enclave key. */
export const evidence = {
  type: 'simulated',
  note: 'simulated, no hardware',
  keys: { enclave: addresses.enclave },
}

/**
 * Makes an entry of a bundle's evidence, of the golden enclave key.
 *
 * @param given - The evidence itself.
 * @param teeType - What the entry says of it.
 * @returns As JSON.
 */
export const asEvidence = (given: Json, teeType: number): Readonly<Record<string, Json>> => ({
  key: addresses.enclave,
  teeType,
  evidenceHash: hashJson(given),
  evidence: given,
})

/** A proof bundle of the first golden case, as JSON. */
export const bundle = {
  version: 1,
  chainId: domain.chainId,
  receiver: domain.verifyingContract,
  claim: one?.claim,
  seals: one?.threeTiers.seals,
  tiers: 7,
  run: golden.preimages.provenance.value,
  evidence: [asEvidence(evidence, 0)],
  registry: golden.possession.registry,
  transaction: golden.ids.crypletId,
  blockNumber: 7,
  outcome: 'applied',
}
