import type { Check } from '../result'
import { affirmed, refused } from '../result'
import type { Certificate } from './certificate'
import type { EndorsementKey } from './endorsementKey'
import type { Roots } from './roots'
import { AMD_ROOTS } from './roots'

/** The certificates between a report and AMD. */
export type Chain = {
  /** VCEK or VLEK: signs reports. */
  readonly ek: Certificate
  /** ASK or ASVK: signs endorsement keys. */
  readonly ask: Certificate
  /** AMD's root. */
  readonly ark: Certificate
}

/** What a chain is held against. */
export type ChainAgainst = {
  readonly atInMs: number
  /** AMD's when left out. */
  readonly roots?: Roots
}

/**
 * Checks that AMD vouches for an endorsement key.
 *
 * @param chain - Its certificates.
 * @param key - What the first of them says.
 * @param against - When it is to hold, and whose root counts.
 * @returns Root, chain and times; none of them stands for another.
 */
export function checkChain(
  chain: Chain,
  key: EndorsementKey,
  against: ChainAgainst,
): readonly Check[] {
  const { atInMs, roots = AMD_ROOTS } = against
  const root =
    chain.ark.keyHash === roots[key.product]
      ? affirmed('root', `the pinned root of ${key.product}`)
      : refused('root', `the root is not AMD's for ${key.product}`)
  return [root, signatures(chain), times(chain, atInMs)]
}

function signatures({ ek, ask, ark }: Chain): Check {
  const links: readonly (readonly [string, Certificate, Certificate])[] = [
    ['the root', ark, ark],
    ['the intermediate certificate', ask, ark],
    ['the certificate of the endorsement key', ek, ask],
  ]
  for (const [name, subject, issuer] of links) {
    if (!isSignedBy(subject, issuer)) {
      return refused('chain', `${name} is not signed by the one above it`)
    }
  }
  const faulty = [ask, ark].some(({ x509 }) => !x509.ca || !isRsa4096(x509.publicKey))
  if (faulty) return refused('chain', 'an authority is none, or its key is not RSA-4096')
  const { asymmetricKeyType, asymmetricKeyDetails } = ek.x509.publicKey
  if (asymmetricKeyType !== 'ec' || asymmetricKeyDetails?.namedCurve !== 'secp384r1') {
    return refused('chain', 'the endorsement key is not one of P-384')
  }
  return affirmed('chain', 'each certificate is signed by the one above it')
}

function isSignedBy({ x509 }: Certificate, issuer: Certificate): boolean {
  return x509.checkIssued(issuer.x509) && x509.verify(issuer.x509.publicKey)
}

function isRsa4096({
  asymmetricKeyType,
  asymmetricKeyDetails,
}: Certificate['x509']['publicKey']): boolean {
  return asymmetricKeyType === 'rsa' && asymmetricKeyDetails?.modulusLength === 4096
}

function times({ ek, ask, ark }: Chain, atInMs: number): Check {
  for (const { x509 } of [ek, ask, ark]) {
    const { validFrom, validTo } = x509
    const [name = ''] = /CN=[^\n]+/.exec(x509.subject) ?? []
    if (atInMs < Date.parse(validFrom)) {
      return refused('certificate time', `${name} holds from ${validFrom}`)
    }
    if (atInMs > Date.parse(validTo)) {
      return refused('certificate time', `${name} held until ${validTo}`)
    }
  }
  return affirmed('certificate time', `all hold; the endorsement key until ${ek.x509.validTo}`)
}
