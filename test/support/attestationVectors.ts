import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { SnpEvidence } from '../../shared/attestation/snp/appraiseReport'

/** Real evidence of others: see the README beside it. From where the command was started, since a bench is a bundle. */
export const VECTORS = resolve('test/vectors/attestation')

/** What is known of a vector. */
export type Expected = {
  readonly id: string
  /** `signature-and-chain-valid`, or what is wrong with these. */
  readonly verdict: string
  readonly productionPolicy: { readonly verdict: string; readonly reasons: readonly string[] }
  readonly report: Readonly<Record<string, unknown>>
  readonly ek: {
    readonly tcb: Readonly<Record<string, number>>
    readonly hwid: string | null
    readonly cspId: string | null
    readonly product: string
    readonly notBefore: string
    readonly notAfter: string
  }
  readonly uvm?: { readonly iss: string; readonly feed: string }
}

export type SnpVector = { readonly expected: Expected; readonly evidence: SnpEvidence }

export function snpVectors(): readonly SnpVector[] {
  return readdirSync(join(VECTORS, 'snp'), { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map(({ name }) => snpVector(name))
}

export function snpVector(id: string): SnpVector {
  const path = (file: string): string => join(VECTORS, 'snp', id, file)
  const optional = (file: string): Buffer | undefined =>
    existsSync(path(file)) ? readFileSync(path(file)) : undefined
  return {
    expected: JSON.parse(readFileSync(path('expected.json'), 'utf8')) as Expected,
    evidence: {
      report: readFileSync(path('report.bin')),
      certificates: [
        ...[readFileSync(path('ek.der')), readFileSync(path('ask.der'))],
        readFileSync(path('ark.der')),
      ] as unknown as SnpEvidence['certificates'],
      uvmEndorsement: optional('uvm-endorsement.cose'),
      containerPolicy: optional('cce-policy.rego')?.toString('utf8'),
    },
  }
}
