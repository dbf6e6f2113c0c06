import { id } from 'ethers'
import { canonicalJson } from '../../../shared/core/canonicalJson'
import { deliveryId, hashJson, wakeId } from '../../../shared/core/ids'
import { claimDigest } from '../../../shared/envelope/claimDigest'
import { domainSeparator } from '../../../shared/envelope/domainSeparator'
import { codeHash, crypletId, subscriptionId } from '../../../shared/envelope/identifiers'
import { layersOf } from '../../../shared/envelope/onion'
import { claimToJson, parseClaim } from '../../../shared/envelope/parseClaim'
import { portableRecover } from '../../../shared/envelope/portableRecover'
import { possessionDigest } from '../../../shared/envelope/possessionDigest'
import { parseRunFacts, provenanceHash } from '../../../shared/envelope/provenance'
import { sealClaim } from '../../../shared/envelope/sealClaim'
import { parseSealedEnvelope, sealedEnvelopeToJson } from '../../../shared/envelope/sealedEnvelope'
import { type Tiers, tierNames } from '../../../shared/envelope/tiers'
import { typeHash } from '../../../shared/envelope/typedData'
import { localSigner } from '../../../shared/signing/localSigner'
import { recover } from '../../../shared/signing/recover'
import { domain, golden, signers } from './golden'

describe('golden vectors', () => {
  it('give the domain separator and the type hashes', () => {
    expect(domainSeparator(domain)).toBe(golden.domainSeparator)
    expect(typeHash(golden.encodedTypes.Claim)).toBe(golden.typeHashes.Claim)
    expect(typeHash(golden.encodedTypes.Seal)).toBe(golden.typeHashes.Seal)
  })

  it('give the ids', () => {
    const { publisher, name, callback, selector, index, subscription } = golden.ids
    expect(crypletId(publisher, name)).toBe(golden.ids.crypletId)
    expect(id(callback).slice(0, 10)).toBe(selector)
    const key = { crypletId: golden.ids.crypletId, selector, ...index }
    expect(subscriptionId(key)).toBe(subscription)
  })

  it('give the code hash, whatever the order of the origins', () => {
    const { value, canonical, hash } = golden.preimages.codeHash
    expect(canonicalJson(value)).toBe(canonical)
    expect(codeHash(value)).toBe(hash)
    expect(codeHash({ ...value, origins: [...value.origins, ...value.origins].reverse() })).toBe(
      hash,
    )
  })

  it('give the provenance', () => {
    const { value, canonical, hash } = golden.preimages.provenance
    const facts = parseRunFacts(value)
    expect(facts).toEqual(value)
    expect(canonicalJson(facts)).toBe(canonical)
    expect(provenanceHash(facts)).toBe(hash)
  })

  it('give the ids of wake and delivery', () => {
    const { canonical, hash } = golden.preimages.wakeId
    const [kind, cryplet, slot] = golden.preimages.wakeId.value
    expect(canonicalJson(golden.preimages.wakeId.value)).toBe(canonical)
    expect(wakeId(kind, cryplet, slot)).toBe(hash)
    const [wake, chainId, receiver, subscription] = golden.preimages.deliveryId.value
    const delivery = deliveryId(wake, { chainId, receiver, subscription })
    expect(delivery).toBe(golden.preimages.deliveryId.hash)
    expect(hashJson(golden.preimages.deliveryId.value)).toBe(delivery)
  })

  it('give the possession digest', () => {
    const { registry, role, ref, key, sponsor, digest } = golden.possession
    const possession = { chainId: domain.chainId, registry, role, ref, key, sponsor }
    expect(possessionDigest(possession)).toBe(digest)
  })

  it('give the addresses of the keys', () => {
    expect(localSigner(golden.keys.cryplet).address).toBe(golden.signers.cryplet)
    expect(localSigner(golden.keys.enclave).address).toBe(golden.signers.enclave)
    expect(localSigner(golden.keys.host).address).toBe(golden.signers.host)
  })
})

describe.each(golden.cases)('golden claim $name', (one) => {
  const claim = parseClaim(one.claim)
  const { cryplet, enclave, host } = signers

  it('is read and written without a change', () => {
    expect(claimToJson(claim)).toEqual(one.claim)
  })

  it('has its digest', () => {
    expect(claimDigest(claim, domain)).toBe(one.claimDigest)
  })

  it.each([
    { onion: one.crypletOnly, tiers: 1 as Tiers, keys: { cryplet: cryplet.sign } },
    {
      onion: one.crypletAndHost,
      tiers: 5 as Tiers,
      keys: { cryplet: cryplet.sign, host: host.sign },
    },
    {
      onion: one.threeTiers,
      tiers: 7 as Tiers,
      keys: { cryplet: cryplet.sign, enclave: enclave.sign, host: host.sign },
    },
  ])('is sealed and verified by tiers $tiers, byte for byte', async ({ onion, tiers, keys }) => {
    const envelope = await sealClaim(claim, domain, keys)
    expect(envelope).toEqual({ domain, claim, tiers, seals: onion.seals })
    expect(layersOf(envelope)).toEqual(
      onion.tiers.map(({ tier, digest, signature }) => ({ tier, digest, signature })),
    )
    for (const recovery of [recover, portableRecover]) {
      const sealed = parseSealedEnvelope(sealedEnvelopeToJson(envelope), { recover: recovery })
      expect(sealed.digest).toBe(one.claimDigest)
      expect(Object.keys(sealed.signers)).toEqual(tierNames(tiers))
      expect(Object.values(sealed.signers)).toEqual(onion.tiers.map(({ signer }) => signer))
    }
  })
})
