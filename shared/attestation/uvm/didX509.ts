import { createHash } from 'node:crypto'
import type { Certificate } from '../snp/certificate'

/**
 * Tells whether a chain of certificates is what a did:x509 names: each signed by the next, the last by itself, the named
 * authority above the leaf, and the leaf for the named purpose. Times are not looked at: leaves live for a year, and what
 * they signed is good for longer.
 *
 * Source: the did:x509 method, with `eku` policies.
 *
 * @param did - As in `did:x509:0:sha256:<fingerprint>::eku:<oid>`.
 * @param chain - Leaf first.
 * @returns What is wrong; undefined when nothing is.
 */
export function didFault(did: string, chain: readonly Certificate[]): string | undefined {
  const [, fingerprint = '', policies = ''] =
    /^did:x509:0:sha256:([A-Za-z0-9_-]{43})::(.+)$/.exec(did) ?? []
  if (fingerprint === '') return 'its issuer is no did:x509'
  const broken = chain.findIndex((each, index) => !isSignedBy(each, chain[index + 1] ?? each))
  if (broken !== -1) return `certificate ${String(broken)} is not signed by the one above it`
  const [leaf, ...authorities] = chain
  if (leaf === undefined || !authorities.some((each) => fingerprintOf(each) === fingerprint)) {
    return 'the authority that its issuer names is not above it'
  }
  if (authorities.some(({ x509 }) => !x509.ca)) return 'an authority is none'
  return policies
    .split('::')
    .map((policy) => policyFault(policy, leaf))
    .find((fault) => fault !== undefined)
}

function policyFault(policy: string, { x509 }: Certificate): string | undefined {
  const [, purpose] = /^eku:([0-9.]+)$/.exec(policy) ?? []
  if (purpose === undefined) return `a policy that is not known: ${policy.slice(0, 60)}`
  return x509.keyUsage.includes(purpose) ? undefined : `the leaf is not for ${purpose}`
}

function isSignedBy({ x509 }: Certificate, issuer: Certificate): boolean {
  return x509.checkIssued(issuer.x509) && x509.verify(issuer.x509.publicKey)
}

function fingerprintOf({ x509 }: Certificate): string {
  return createHash('sha256').update(x509.raw).digest('base64url')
}
