import { verify } from 'node:crypto'
import type { Check } from '../result'
import { affirmed, refused } from '../result'
import type { Certificate } from './certificate'
import type { SnpReport } from './report'

/**
 * Checks that a report is signed by the key that a certificate names.
 *
 * @param report - Parsed.
 * @param ek - Of the endorsement key.
 * @returns The check.
 */
export function checkSignature(report: SnpReport, ek: Certificate): Check {
  const { signatureAlgorithm, signed, signature } = report
  if (signatureAlgorithm !== 1) {
    return refused('report signature', `algorithm ${String(signatureAlgorithm)}, expected 1`)
  }
  const key = { key: ek.x509.publicKey, dsaEncoding: 'ieee-p1363' } as const
  return verify('sha384', signed, key, signature)
    ? affirmed('report signature', 'it verifies with the endorsement key')
    : refused('report signature', 'report signature does not verify with the shipped certificate')
}
