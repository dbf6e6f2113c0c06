import { decodeBase64, toUtf8String } from 'ethers'
import { describe, messageOf } from '../core/errors'
import { hashJson } from '../core/ids'
import type { Fields } from './fields'
import { parseFields, parseJson, parseLongText, parseText } from './fields'
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
    const fields = parseFields(evidence, 'evidence')
    const { type } = fields
    const { enclave } = parseFields(keysIn(fields), 'evidence.keys')
    if (enclave !== key) return `its evidence speaks for ${describe(enclave)}`
    const isSimulated = parseText(type, 'evidence.type') === SIMULATED_TYPE
    if (isSimulated === (teeType === 0)) return undefined
    return `its evidence is of type ${describe(type)}, which is not what teeType ${String(teeType)} says`
  } catch (error) {
    return `its evidence is malformed: ${messageOf(error)}`
  }
}

const SIMULATED_TYPE = 'simulated'

// Of hardware's evidence in the data whose hash its report has.
function keysIn({ keys, runtimeData }: Fields): unknown {
  if (runtimeData === undefined) return keys
  const text = decodeBase64(parseLongText(runtimeData, 'evidence.runtimeData'))
  return parseFields(JSON.parse(toUtf8String(text)), 'evidence.runtimeData')['keys']
}
