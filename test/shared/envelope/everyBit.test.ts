import fc from 'fast-check'
import { byteLength, type Hex } from '../../../shared/core/hex'
import type { Claim } from '../../../shared/envelope/claim'
import { layersOf } from '../../../shared/envelope/onion'
import { type PartialEnvelope, sealClaim } from '../../../shared/envelope/sealClaim'
import { type Tiers, tierNames } from '../../../shared/envelope/tiers'
import { verifyEnvelope } from '../../../shared/envelope/verifyEnvelope'
import { recover } from '../../../shared/signing/recover'
import { aClaim, addresses, domain, golden, signers } from './golden'

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n
const PRIME = 2n ** 256n - 2n ** 32n - 977n
const TIERS: readonly Tiers[] = [1, 3, 5, 7]
// Every bit where all tiers are there; else every seventh, which comes by each place in a byte.
const stepOf = (tiers: Tiers): number => (tiers === 7 ? 1 : 7)
const sealed = (tiers: Tiers, claim: Claim = aClaim()): Promise<PartialEnvelope> =>
  sealClaim(claim, domain, {
    cryplet: signers.cryplet.sign,
    ...((tiers & 2) !== 0 && { enclave: signers.enclave.sign }),
    ...((tiers & 4) !== 0 && { host: signers.host.sign }),
  })

describe.each(TIERS)('every bit of a claim in tiers %i', (tiers) => {
  const FIELDS = [
    'crypletId',
    'subscription',
    'sequence',
    'observedAt',
    'expiresAt',
    'provenance',
    'anchorBlock',
    'anchorHash',
    'codeHash',
    'payload',
  ] as const

  it.each(FIELDS)('is covered by all seals: %s', async (field) => {
    const envelope = await sealed(tiers)
    for (const value of flipsOf(envelope.claim[field], stepOf(tiers))) {
      const claim = { ...envelope.claim, [field]: value }
      expect(reasonsOf({ ...envelope, claim })).toEqual(all(tiers, 'signer mismatch'))
    }
  })

  it('is covered by all seals: chain and receiver', async () => {
    const envelope = await sealed(tiers)
    // All bits of a chain id that JSON carries safely.
    for (let bit = 0; bit < 53; bit += stepOf(tiers)) {
      const chainId = Number(BigInt(domain.chainId) ^ (1n << BigInt(bit)))
      const changed = { ...envelope, domain: { ...domain, chainId } }
      expect(reasonsOf(changed)).toEqual(all(tiers, 'signer mismatch'))
    }
    for (let bit = 0; bit < 160; bit += stepOf(tiers)) {
      const verifyingContract = flipBit(domain.verifyingContract, bit)
      const changed = { ...envelope, domain: { ...domain, verifyingContract } }
      expect(reasonsOf(changed)).toEqual(all(tiers, 'signer mismatch'))
    }
  })
})

describe('every bit of a payload', () => {
  it('is covered by the seals of any claim', async () => {
    const draw = fc.record({
      payload: fc.uint8Array({ minLength: 1, maxLength: 200 }),
      bit: fc.nat(),
    })
    await fc.assert(
      fc.asyncProperty(draw, async ({ payload, bit }) => {
        const hex: Hex = `0x${Buffer.from(payload).toString('hex')}`
        const envelope = await sealed(7, aClaim({ payload: hex }))
        const flipped = aClaim({ payload: flipBit(hex, bit % (payload.length * 8)) })
        expect(reasonsOf(envelope)).toEqual(all(7, 'valid'))
        expect(reasonsOf({ ...envelope, claim: flipped })).toEqual(all(7, 'signer mismatch'))
      }),
      { numRuns: 30 },
    )
  })
})

describe.each(TIERS)('every bit of the seals of tiers %i', (tiers) => {
  it.each(tierNames(tiers).map((tier, index) => ({ tier, index })))(
    'breaks its own and the outer ones, never an inner: $tier',
    async ({ index }) => {
      const envelope = await sealed(tiers)
      const count = tierNames(tiers).length
      for (let bit = 0; bit < 512; bit += stepOf(tiers)) {
        const seals = flipBit(envelope.seals, index * 512 + bit)
        const changed = { ...envelope, seals }
        expect(reasonsOf(changed)).toEqual([
          ...Array<string>(index).fill('valid'),
          expectedReason(changed, index, bit),
          ...Array<string>(count - index - 1).fill('signer mismatch'),
        ])
      }
    },
  )
})

// What the product says of each seal that is there, up to the colon: the rest names addresses.
function reasonsOf(envelope: PartialEnvelope): readonly string[] {
  const { claim, seals, tiers } = envelope
  const { chainId, verifyingContract: receiver } = envelope.domain
  const run = golden.preimages.provenance.value
  const registry = golden.possession.registry
  const bundle = { version: 1 as const, chainId, receiver, claim, seals, tiers, run, registry }
  const links = verifyEnvelope(bundle, { recover, signers: addresses })
  return tierNames(tiers).map((tier) => {
    const found = links.find(({ link }) => link === tier)
    if (found?.verdict !== 'invalid') return 'valid'
    return found.detail.replace(/:.*$/s, '')
  })
}

function all(tiers: Tiers, reason: string): readonly string[] {
  return tierNames(tiers).map(() => reason)
}

// By the rules of EIP-2098 and of the curve alone.
function expectedReason(envelope: PartialEnvelope, index: number, bit: number): string {
  const layer = layersOf(envelope)[index]
  if (!layer) throw new Error('no such layer')
  const s = BigInt(`0x${layer.signature.slice(66)}`) & ((1n << 255n) - 1n)
  if (s > HALF_ORDER) return 'high s'
  if (bit >= 256) return 'signer mismatch'
  return isAbscissa(BigInt(layer.signature.slice(0, 66))) ? 'signer mismatch' : 'nobody'
}

// Whether a point of secp256k1 lies there: whether r³ + 7 is a square, by Euler's criterion.
function isAbscissa(r: bigint): boolean {
  let power = 1n
  let base = (r ** 3n + 7n) % PRIME
  for (let exponent = (PRIME - 1n) / 2n; exponent > 0n; exponent >>= 1n) {
    if ((exponent & 1n) === 1n) power = (power * base) % PRIME
    base = (base * base) % PRIME
  }
  return power === 1n
}

function* flipsOf(value: bigint | Hex, step: number): Generator<bigint | Hex> {
  const bits = typeof value === 'bigint' ? 64 : byteLength(value) * 8
  for (let bit = 0; bit < bits; bit += step) {
    yield typeof value === 'bigint' ? value ^ (1n << BigInt(bit)) : flipBit(value, bit)
  }
}

function flipBit(hex: Hex, bit: number): Hex {
  const bytes = Buffer.from(hex.slice(2), 'hex')
  const at = bit >> 3
  bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (bit & 7)), at)
  return `0x${bytes.toString('hex')}`
}
