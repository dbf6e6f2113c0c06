import { keccak256, TypedDataEncoder } from 'ethers'
import fc from 'fast-check'
import type { Hex } from '../../../shared/core/hex'
import type { Claim, ClaimDomain } from '../../../shared/envelope/claim'
import { claimDigest } from '../../../shared/envelope/claimDigest'
import { type Possession, possessionDigest } from '../../../shared/envelope/possessionDigest'
import { recordDigest } from '../../../shared/envelope/record'
import { type Seal, sealDigest } from '../../../shared/envelope/sealDigest'
import type { Tier } from '../../../shared/envelope/tiers'
import { aClaim, domain, golden } from './golden'

const hex = (bytes: { readonly minLength: number; readonly maxLength: number }) =>
  fc.uint8Array(bytes).map((array): Hex => `0x${Buffer.from(array).toString('hex')}`)
const bytes = (length: number) => hex({ minLength: length, maxLength: length })
const uint64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })

const claims: fc.Arbitrary<Claim> = fc.record({
  crypletId: bytes(32),
  subscription: bytes(32),
  sequence: uint64,
  observedAt: uint64,
  expiresAt: uint64,
  provenance: bytes(32),
  anchorBlock: uint64,
  anchorHash: bytes(32),
  codeHash: bytes(32),
  payload: hex({ minLength: 0, maxLength: 300 }),
})
const domains: fc.Arbitrary<ClaimDomain> = fc.record({
  chainId: fc.maxSafeNat(),
  verifyingContract: bytes(20),
})
const seals: fc.Arbitrary<Seal> = fc.record({
  domain: domains,
  tier: fc.constantFrom<2 | 3>(2, 3),
  inner: bytes(32),
  innerSignature: bytes(64),
})
const possessions: fc.Arbitrary<Possession> = fc.record({
  chainId: fc.maxSafeNat(),
  registry: bytes(20),
  key: bytes(20),
  role: fc.constantFrom<Tier>(1, 2, 3),
  ref: bytes(32),
  sponsor: bytes(20),
})

// The second opinion: an encoder that is not ours.
const TYPES = {
  Claim: [
    { name: 'crypletId', type: 'bytes32' },
    { name: 'subscription', type: 'bytes32' },
    { name: 'sequence', type: 'uint64' },
    { name: 'observedAt', type: 'uint64' },
    { name: 'expiresAt', type: 'uint64' },
    { name: 'provenance', type: 'bytes32' },
    { name: 'anchorBlock', type: 'uint64' },
    { name: 'anchorHash', type: 'bytes32' },
    { name: 'codeHash', type: 'bytes32' },
    { name: 'payload', type: 'bytes' },
  ],
  Seal: [
    { name: 'tier', type: 'uint8' },
    { name: 'inner', type: 'bytes32' },
    { name: 'innerSignature', type: 'bytes32' },
  ],
  Enrol: [
    { name: 'key', type: 'address' },
    { name: 'role', type: 'uint8' },
    { name: 'ref', type: 'bytes32' },
    { name: 'sponsor', type: 'address' },
  ],
  Record: [
    { name: 'runId', type: 'bytes32' },
    { name: 'crypletId', type: 'bytes32' },
    { name: 'codeHash', type: 'bytes32' },
    { name: 'provenance', type: 'bytes32' },
    { name: 'fetchedAt', type: 'uint64' },
  ],
}

function encoded(name: keyof typeof TYPES, domainOf: object, value: Record<string, unknown>) {
  return TypedDataEncoder.hash(domainOf, { [name]: TYPES[name] }, value)
}
const inCryplet = (of: ClaimDomain) => ({ name: 'Cryplet', version: '1', ...of })

describe('claimDigest', () => {
  it('equals what another EIP-712 encoder says of any claim', () => {
    fc.assert(
      fc.property(claims, domains, (claim, of) => {
        expect(claimDigest(claim, of)).toBe(encoded('Claim', inCryplet(of), claim))
      }),
    )
  })

  it.each(['sequence', 'observedAt', 'expiresAt', 'anchorBlock'] as const)(
    'refuses a %s that does not fit in uint64, which would be signed as another',
    (field) => {
      for (const value of [-1n, 1n << 64n]) {
        expect(() => claimDigest(aClaim({ [field]: value }), domain)).toThrow(
          `claim.${field}: ${String(value)} does not fit in uint64.`,
        )
      }
    },
  )

  it.each(['crypletId', 'subscription', 'provenance', 'anchorHash', 'codeHash'] as const)(
    'refuses a %s of another length, which would shift the words behind it',
    (field) => {
      expect(() => claimDigest(aClaim({ [field]: '0x12' }), domain)).toThrow(
        `claim.${field}: expected 32 bytes as 0x and hexadecimal digits, got "0x12".`,
      )
    },
  )

  it('refuses a domain that is none', () => {
    expect(() => claimDigest(aClaim(), { ...domain, chainId: -1 })).toThrow('chainId: -1')
    expect(() => claimDigest(aClaim(), { ...domain, chainId: 1.5 })).toThrow('chainId: 1.5')
    expect(() => claimDigest(aClaim(), { ...domain, verifyingContract: '0x12' })).toThrow(
      'verifyingContract: expected 20 bytes',
    )
  })

  it('still tells domains apart after more of them than it remembers', () => {
    const first = claimDigest(aClaim(), domain)
    for (let chainId = 1; chainId <= 2001; chainId += 1) {
      claimDigest(aClaim(), { ...domain, chainId: 10 ** 6 + chainId })
    }
    expect(claimDigest(aClaim(), domain)).toBe(first)
  })
})

describe('sealDigest', () => {
  it('equals what another EIP-712 encoder says of any seal', () => {
    fc.assert(
      fc.property(seals, (seal) => {
        const { tier, inner, innerSignature } = seal
        const value = { tier, inner, innerSignature: keccak256(innerSignature) }
        expect(sealDigest(seal)).toBe(encoded('Seal', inCryplet(seal.domain), value))
      }),
    )
  })

  it('refuses an inner signature of another length', () => {
    const seal = { domain, tier: 2, inner: aClaim().codeHash } as const
    expect(() => sealDigest({ ...seal, innerSignature: `0x${'11'.repeat(65)}` })).toThrow(
      'seal.innerSignature: expected 64 bytes',
    )
  })
})

describe('possessionDigest', () => {
  it('equals what another EIP-712 encoder says', () => {
    fc.assert(
      fc.property(possessions, (possession) => {
        const { chainId, registry, ...value } = possession
        const trust = { name: 'CrypletTrust', version: '1', chainId, verifyingContract: registry }
        expect(possessionDigest(possession)).toBe(encoded('Enrol', trust, value))
      }),
    )
  })
})

describe('recordDigest', () => {
  it('is a struct of its own in a domain of its own, so that it can never be a claim or a seal', () => {
    const { crypletId, codeHash, provenance } = aClaim()
    const facts = golden.preimages.provenance.value
    const runId = golden.preimages.wakeId.hash
    const value = { runId, crypletId, codeHash, provenance, fetchedAt: 1_795_208_401 }
    expect(recordDigest({ runId, facts, codeHash, fetchedAt: value.fetchedAt })).toBe(
      encoded('Record', { name: 'CrypletRecord', version: '1' }, value),
    )
  })
})
