import { describe, messageOf } from '../core/errors'
import { hashJson } from '../core/ids'
import { parseFields, parseJson, parseText } from './fields'
import type { BundleEvidence } from './proofBundle'

/**
 * Finds what speaks against evidence, as far as that shows without appraising it: it must be the preimage of its hash,
 * speak for the key that it stands beside, and be simulated if and only if that is said of it.
 *
 * @param given - As a bundle brings it; evidence of which only the hash is there has no fault.
 * @returns The fault, as the end of a sentence; undefined when there is none.
 */
export function evidenceFault(given: BundleEvidence): string | undefined {
  const { evidence, evidenceHash, key, teeType } = given
  if (evidence === undefined) return undefined
  try {
    const hash = hashJson(parseJson(evidence, 'evidence'))
    if (hash !== evidenceHash) return `its evidence has the hash ${hash}, not ${evidenceHash}`
    const { type, keys } = parseFields(evidence, 'evidence')
    const { enclave } = parseFields(keys, 'evidence.keys')
    if (enclave !== key) return `its evidence speaks for ${describe(enclave)}`
    const isSimulated = parseText(type, 'evidence.type') === SIMULATED_TYPE
    if (isSimulated === (teeType === 0)) return undefined
    return `its evidence is of type ${describe(type)}, which is not what teeType ${String(teeType)} says`
  } catch (error) {
    return `its evidence is malformed: ${messageOf(error)}`
  }
}

const SIMULATED_TYPE = 'simulated'
