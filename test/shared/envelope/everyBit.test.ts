import { recoverAddress } from 'ethers'
import fc from 'fast-check'
import { byteLength, type Hex } from '../../../shared/core/hex'
import type { Claim } from '../../../shared/envelope/claim'
import { layersOf } from '../../../shared/envelope/onion'
import { openSeals } from '../../../shared/envelope/openSeals'
import { type PartialEnvelope, sealClaim } from '../../../shared/envelope/sealClaim'
import { recover } from '../../../shared/signing/recover'
import { aClaim, addresses, domain, signers } from './golden'

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n
const keys = {
  cryplet: signers.cryplet.sign,
  enclave: signers.enclave.sign,
  host: signers.host.sign,
}
const sealed = (claim: Claim = aClaim()): Promise<PartialEnvelope> => sealClaim(claim, domain, keys)

describe('every bit of a claim', () => {
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
    const envelope = await sealed()
    for (const value of flipsOf(envelope.claim[field])) {
      const claim = { ...envelope.claim, [field]: value }
      expect(reasonsOf({ ...envelope, claim })).toEqual(['mismatch', 'mismatch', 'mismatch'])
    }
  })

  it('is covered by the seal of any claim', async () => {
    const draw = fc.record({
      payload: fc.uint8Array({ minLength: 1, maxLength: 200 }),
      bit: fc.nat(),
    })
    await fc.assert(
      fc.asyncProperty(draw, async ({ payload, bit }) => {
        const hex: Hex = `0x${Buffer.from(payload).toString('hex')}`
        const envelope = await sealed(aClaim({ payload: hex }))
        const flipped = flipBit(hex, bit % (payload.length * 8))
        expect(reasonsOf(envelope)).toEqual(['valid', 'valid', 'valid'])
        expect(reasonsOf({ ...envelope, claim: aClaim({ payload: flipped }) })).toEqual([
          'mismatch',
          'mismatch',
          'mismatch',
        ])
      }),
      { numRuns: 30 },
    )
  })
})

describe('every bit of the seals', () => {
  it.each([0, 1, 2])(
    'breaks its own and the outer ones, never an inner: seal %i',
    async (index) => {
      const envelope = await sealed()
      for (let bit = 0; bit < 512; bit += 1) {
        const seals = flipBit(envelope.seals, index * 512 + bit)
        const changed = { ...envelope, seals }
        const reasons = reasonsOf(changed)
        const inner = Array<string>(index).fill('valid')
        const outer = Array<string>(2 - index).fill('mismatch')
        expect(reasons).toEqual([...inner, expectedReason(changed, index, bit), ...outer])
      }
    },
  )
})

function reasonsOf(envelope: PartialEnvelope): readonly string[] {
  return openSeals(envelope, recover).map((seal) => {
    if ('fault' in seal) return seal.fault
    return seal.signer === addresses[seal.tier] ? 'valid' : 'mismatch'
  })
}

// By the rules of EIP-2098 for the half that is parity and s; for r by a library that is not ours (and slow).
function expectedReason(envelope: PartialEnvelope, index: number, bit: number): string {
  const layer = layersOf(envelope)[index]
  if (!layer) throw new Error('no such layer')
  const s = BigInt(`0x${layer.signature.slice(66)}`) & ((1n << 255n) - 1n)
  if (s > HALF_ORDER) return 'high s'
  if (bit >= 256) return 'mismatch'
  try {
    const signer = recoverAddress(layer.digest, layer.signature)
    return Object.values<string>(addresses)[index] === signer ? 'valid' : 'mismatch'
  } catch {
    return 'nobody'
  }
}

function* flipsOf(value: bigint | Hex): Generator<bigint | Hex> {
  const bits = typeof value === 'bigint' ? 64 : byteLength(value) * 8
  for (let bit = 0; bit < bits; bit += 1) {
    yield typeof value === 'bigint' ? value ^ (1n << BigInt(bit)) : flipBit(value, bit)
  }
}

function flipBit(hex: Hex, bit: number): Hex {
  const bytes = Buffer.from(hex.slice(2), 'hex')
  const at = bit >> 3
  bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (bit & 7)), at)
  return `0x${bytes.toString('hex')}`
}
