import { ecdsaSign } from 'secp256k1'
import { concatHex, type Hex, sliceHex } from '../../../shared/core/hex'
import type { Claim } from '../../../shared/envelope/claim'
import { encodeDeliver } from '../../../shared/envelope/deliverCalldata'
import { openSeals } from '../../../shared/envelope/openSeals'
import { addSeal, type PartialEnvelope, sealClaim } from '../../../shared/envelope/sealClaim'
import type { SealedEnvelope } from '../../../shared/envelope/sealedEnvelope'
import {
  addVerifiedHostSeal,
  parseSealedEnvelope,
  sealedEnvelopeToJson,
  verifySeals,
} from '../../../shared/envelope/sealedEnvelope'
import { compactSignature } from '../../../shared/signing/compactSignature'
import { recover } from '../../../shared/signing/recover'
import { thrownBy } from '../../support/thrownBy'
import { aClaim, addresses, domain, golden, signers } from './golden'

const { cryplet, enclave, host } = signers
const check = { recover, signers: addresses }
const keys = { cryplet: cryplet.sign, enclave: enclave.sign, host: host.sign }
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

const aSeal = (digit: string): Hex => `0x${digit.repeat(128)}`
const sealed = (claim: Claim = aClaim()): Promise<PartialEnvelope> => sealClaim(claim, domain, keys)
const sealOf = ({ seals }: PartialEnvelope, index: number): Hex =>
  sliceHex(seals, index * 64, index * 64 + 64)

const faultOf = (envelope: unknown): unknown => thrownBy(() => parseSealedEnvelope(envelope, check))
const faultOfSeals = (envelope: PartialEnvelope): unknown => faultOf(sealedEnvelopeToJson(envelope))
const mismatchOf = (tier: string): object => ({
  code: 'SEAL_SIGNER_MISMATCH',
  signed: `${tier} seal`,
  expected: addresses[tier as keyof typeof addresses],
})

describe('parseSealedEnvelope', () => {
  it('takes an envelope that the expected keys sealed', async () => {
    const envelope = parseSealedEnvelope(sealedEnvelopeToJson(await sealed()), check)
    expect(envelope.digest).toBe(golden.cases[0]?.claimDigest)
    expect(envelope.signers).toEqual(addresses)
  })

  it('alone makes what can be delivered: anything else does not compile', async () => {
    const partial = await sealed()
    // @ts-expect-error -- Nobody has verified its seals.
    const unverified = encodeDeliver(partial)
    expect(unverified).toBe(encodeDeliver(verifySeals(partial, check)))
  })

  it('takes any keys where none are expected, and says whose they are', async () => {
    const value = sealedEnvelopeToJson(await sealClaim(aClaim(), domain, { cryplet: host.sign }))
    expect(parseSealedEnvelope(value, { recover }).signers).toEqual({ cryplet: host.address })
  })

  it.each([
    { what: 'other chain', domain: { ...domain, chainId: 1 } },
    {
      what: 'other receiver',
      domain: { ...domain, verifyingContract: golden.possession.registry },
    },
  ])('refuses it on an $what', async ({ domain: other }) => {
    expect(faultOfSeals({ ...(await sealed()), domain: other })).toMatchObject(
      mismatchOf('cryplet'),
    )
  })

  it.each<{ what: string; changes: Partial<Claim> }>([
    { what: 'subscription', changes: { subscription: golden.ids.crypletId } },
    { what: 'code', changes: { codeHash: golden.ids.crypletId } },
    { what: 'payload', changes: { payload: '0x' } },
  ])('refuses it for an other $what', async ({ changes }) => {
    expect(faultOfSeals({ ...(await sealed()), claim: aClaim(changes) })).toMatchObject(
      mismatchOf('cryplet'),
    )
  })

  it.each(['cryplet', 'enclave', 'host'] as const)(
    'refuses a key of another role in the place of the %s',
    async (tier) => {
      const other = tier === 'host' ? cryplet : host
      const envelope = await sealClaim(aClaim(), domain, { ...keys, [tier]: other.sign })
      expect(faultOfSeals(envelope)).toMatchObject({
        ...mismatchOf(tier),
        recovered: other.address,
      })
    },
  )

  it('refuses a missing tier', async () => {
    const envelope = await sealed()
    const seals = sliceHex(envelope.seals, 0, 128)
    expect(faultOfSeals({ ...envelope, seals })).toMatchObject({
      code: 'SEAL_COUNT',
      expected: 3,
      receivedBytes: 128,
    })
  })

  it('refuses tiers that hide a seal: the host sealed what the enclave had sealed', async () => {
    const envelope = await sealed()
    const seals = concatHex([sealOf(envelope, 0), sealOf(envelope, 2)])
    expect(faultOfSeals({ ...envelope, tiers: 5, seals })).toMatchObject(mismatchOf('host'))
  })

  it('refuses a tier that is doubled', async () => {
    const envelope = await sealed()
    const [first, second] = [sealOf(envelope, 0), sealOf(envelope, 1)]
    expect(faultOfSeals({ ...envelope, seals: concatHex([first, second, second]) })).toMatchObject(
      mismatchOf('host'),
    )
    expect(faultOfSeals({ ...envelope, seals: concatHex([envelope.seals, second]) })).toMatchObject(
      { code: 'SEAL_COUNT', expected: 3, receivedBytes: 256 },
    )
  })

  it('refuses seals in the wrong order', async () => {
    const envelope = await sealed()
    const seals = concatHex([2, 1, 0].map((index) => sealOf(envelope, index)))
    expect(faultOfSeals({ ...envelope, seals })).toMatchObject(mismatchOf('cryplet'))
  })

  it('refuses seals of two claims mixed, whichever is foreign', async () => {
    const [one, two] = [await sealed(), await sealed(aClaim({ expiresAt: 1_795_640_401n }))]
    const tiers = ['cryplet', 'enclave', 'host'] as const
    for (const [foreign, tier] of tiers.entries()) {
      const parts = [0, 1, 2].map((index) => sealOf(index === foreign ? two : one, index))
      expect(faultOfSeals({ ...one, seals: concatHex(parts) })).toMatchObject(mismatchOf(tier))
    }
  })

  it('refuses an outer seal over another inner signature, though of the same key and claim', async () => {
    const one = await sealed()
    const anew = await addSeal({ domain, claim: aClaim(), tiers: 0, seals: '0x' }, 1, otherNonce)
    expect(verifySeals(anew, check).signers.cryplet).toBe(cryplet.address)
    const seals = concatHex([anew.seals, sealOf(one, 1), sealOf(one, 2)])
    expect(faultOfSeals({ ...one, seals })).toMatchObject(mismatchOf('enclave'))
  })

  it.each([0, 1, 2])('refuses a high s, which has a low twin: seal %i', async (index) => {
    const envelope = await sealed()
    const withS = (s: bigint): PartialEnvelope => {
      const r = sliceHex(sealOf(envelope, index), 0, 32)
      const seal = concatHex([r, `0x${s.toString(16).padStart(64, '0')}`])
      const parts = [0, 1, 2].map((at) => (at === index ? seal : sealOf(envelope, at)))
      return { ...envelope, seals: concatHex(parts) }
    }
    const signed = `${String(['cryplet', 'enclave', 'host'][index])} seal`
    for (const s of [HALF_ORDER + 1n, (1n << 255n) - 1n, ((1n << 255n) - 1n) | (1n << 255n)]) {
      expect(faultOfSeals(withS(s))).toMatchObject({ code: 'SEAL_HIGH_S', signed })
    }
    expect(faultOfSeals(withS(HALF_ORDER))).not.toMatchObject({ code: 'SEAL_HIGH_S' })
  })

  it.each([0, 1, 63, 65, 191, 193])('refuses seals of %i bytes', async (length) => {
    const seals: Hex = `0x${'11'.repeat(length)}`
    expect(faultOfSeals({ ...(await sealed()), seals })).toMatchObject({
      code: 'SEAL_COUNT',
      expected: 3,
      receivedBytes: length,
    })
  })

  it('refuses a signature by nobody', async () => {
    const envelope = await sealed()
    const nobody: Hex = `0x${'00'.repeat(64)}`
    for (const [index, tier] of (['cryplet', 'enclave', 'host'] as const).entries()) {
      const parts = [0, 1, 2].map((at) => (at === index ? nobody : sealOf(envelope, at)))
      expect(faultOfSeals({ ...envelope, seals: concatHex(parts) })).toMatchObject({
        code: 'SEAL_INVALID',
        signed: `${tier} seal`,
      })
    }
  })

  it.each([0, 2, 4, 6, 8, '7', null])('refuses the tiers %p', async (tiers) => {
    const value = { ...sealedEnvelopeToJson(await sealed()), tiers }
    expect(faultOf(value)).toMatchObject({ code: 'TIERS_ILLEGAL', received: tiers })
  })

  it('refuses members that nobody signed', async () => {
    const value = { ...sealedEnvelopeToJson(await sealed()), note: 'hello' }
    expect(faultOf(value)).toMatchObject({
      message: 'envelope: expected no members but domain, claim, tiers, seals, got "note".',
    })
  })
})

describe('openSeals', () => {
  it('says of every tier that the length is wrong', async () => {
    expect(openSeals({ ...(await sealed()), seals: aSeal('1') }, recover)).toEqual([
      { tier: 'cryplet', fault: 'wrong length' },
      { tier: 'enclave', fault: 'wrong length' },
      { tier: 'host', fault: 'wrong length' },
    ])
  })

  it('opens what lies behind a faulty seal', async () => {
    const envelope = await sealed()
    const seals = concatHex([`0x${'00'.repeat(64)}`, sliceHex(envelope.seals, 64, 192)])
    const [first, second, third] = openSeals({ ...envelope, seals }, recover)
    expect(first).toEqual({ tier: 'cryplet', fault: 'nobody' })
    expect(second).toHaveProperty('signer')
    // The host wrapped the enclave's digest, which covers the signature that is gone.
    expect(third).not.toMatchObject({ signer: host.address })
  })
})

describe('addSeal', () => {
  const unsealed = { domain, claim: aClaim(), tiers: 0, seals: '0x' } as const
  const partial = (tiers: 1 | 3 | 5 | 7): PartialEnvelope => ({
    ...unsealed,
    tiers,
    seals: concatHex(Array<Hex>(tiers === 1 ? 1 : tiers === 7 ? 3 : 2).fill(aSeal('1'))),
  })

  it.each([
    { onto: unsealed, tier: 2 },
    { onto: unsealed, tier: 3 },
    { onto: partial(1), tier: 1 },
    { onto: partial(3), tier: 1 },
    { onto: partial(3), tier: 2 },
    { onto: partial(5), tier: 2 },
    { onto: partial(5), tier: 3 },
    { onto: partial(7), tier: 2 },
    { onto: partial(7), tier: 3 },
  ] as const)('refuses tier $tier on tiers $onto.tiers', async ({ onto, tier }) => {
    await expect(addSeal(onto, tier, host.sign)).rejects.toMatchObject({ code: 'SEAL_ORDER' })
  })

  it('refuses what a key gave when it is no signature', async () => {
    const sign = async (): Promise<Hex> => `0x${'11'.repeat(65)}`
    await expect(addSeal(unsealed, 1, sign)).rejects.toThrow('cryplet signature: expected 64 bytes')
  })
})

// Signs as the cryplet key, but with another nonce than RFC 6979's: whoever holds a key can.
async function otherNonce(digest: Hex): Promise<Hex> {
  const [message, key] = [digest, golden.keys.cryplet].map((hex) =>
    Buffer.from(hex.slice(2), 'hex'),
  )
  if (!message || !key) throw new Error('nothing to sign')
  const { signature, recid } = ecdsaSign(message, key, { data: Buffer.alloc(32, 1) })
  return compactSignature(signature, recid)
}

describe('addVerifiedHostSeal', () => {
  const inner = async (): Promise<SealedEnvelope> =>
    verifySeals(
      await sealClaim(aClaim(), domain, { cryplet: cryplet.sign, enclave: enclave.sign }),
      {
        recover,
      },
    )
  const ours = { address: addresses.host, sign: host.sign, recover }

  it('gives what verifying all of it gives', async () => {
    expect(await addVerifiedHostSeal(await inner(), ours)).toEqual(
      verifySeals(await sealed(), check),
    )
  })

  it("refuses another key's signature for the host's", async () => {
    await expect(
      addVerifiedHostSeal(await inner(), { ...ours, sign: cryplet.sign }),
    ).rejects.toMatchObject(mismatchOf('host'))
  })

  it('refuses bytes that nobody signed', async () => {
    const sign = (): Promise<Hex> => Promise.resolve(aSeal('0'))
    await expect(addVerifiedHostSeal(await inner(), { ...ours, sign })).rejects.toMatchObject({
      code: 'SEAL_INVALID',
    })
  })
})
