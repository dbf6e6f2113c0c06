import type { Hex } from '../../../shared/core/hex'
import { deliveryId } from '../../../shared/core/ids'
import type { Claim } from '../../../shared/envelope/claim'
import { claimToJson } from '../../../shared/envelope/parseClaim'
import { type ClaimTerms, parseInnerEnvelope } from '../../../shared/envelope/parseInnerEnvelope'
import { addSeal, sealClaim } from '../../../shared/envelope/sealClaim'
import { verifySeals } from '../../../shared/envelope/sealedEnvelope'
import { recover } from '../../../shared/signing/recover'
import { thrownBy } from '../../support/thrownBy'
import { aClaim, addresses, domain, golden, signers } from './golden'

const asked = aClaim()
const terms: ClaimTerms = {
  deliveryId: golden.preimages.deliveryId.hash,
  domain,
  subscription: asked.subscription,
  mode: 'latest',
  maxAgeInSeconds: 432_000,
  codeHash: asked.codeHash,
}
const check = {
  recover,
  terms,
  crypletId: asked.crypletId,
  provenance: asked.provenance,
  signers: { cryplet: addresses.cryplet, enclave: addresses.enclave },
}
const keys = { cryplet: signers.cryplet.sign, enclave: signers.enclave.sign }

async function anAnswer(changes: Partial<Claim> = {}, at = domain): Promise<object> {
  const { claim, seals } = await sealClaim(aClaim(changes), at, keys)
  return { deliveryId: terms.deliveryId, claim: claimToJson(claim), seals }
}

describe('parseInnerEnvelope', () => {
  it('takes the claim that was asked for, ready for the host to seal', async () => {
    const inner = parseInnerEnvelope(await anAnswer(), check)
    expect(inner).toMatchObject({ domain, claim: asked, tiers: 3 })
    const sealed = verifySeals(await addSeal(inner, 3, signers.host.sign), {
      recover,
      signers: addresses,
    })
    expect(sealed.seals).toBe(golden.cases[0]?.threeTiers.seals)
  })

  it.each<{ field: keyof Claim; value: Hex }>([
    { field: 'crypletId', value: asked.codeHash },
    { field: 'subscription', value: asked.codeHash },
    { field: 'codeHash', value: asked.crypletId },
    { field: 'provenance', value: asked.crypletId },
  ])('refuses another $field, though well sealed', async ({ field, value }) => {
    const answer = await anAnswer({ [field]: value })
    expect(() => parseInnerEnvelope(answer, check)).toThrow(
      `claim.${field}: expected ${String(asked[field])}, got ${value}.`,
    )
  })

  it('refuses a member that it does not know', async () => {
    const answer = { ...(await anAnswer()), note: 1 }
    expect(() => parseInnerEnvelope(answer, check)).toThrow(
      'inner: expected no members but deliveryId, claim, seals, got "note".',
    )
  })

  it('refuses the answer to another delivery', async () => {
    const other = deliveryId(golden.preimages.wakeId.hash, {
      ...check.terms,
      chainId: 1,
      receiver: domain.verifyingContract,
    })
    const answer = { ...(await anAnswer()), deliveryId: other }
    expect(() => parseInnerEnvelope(answer, check)).toThrow(
      `inner.deliveryId: expected ${terms.deliveryId}, got ${other}.`,
    )
  })

  it('refuses a claim that was sealed for another receiver or chain', async () => {
    for (const at of [
      { ...domain, chainId: 1 },
      { ...domain, verifyingContract: golden.possession.registry },
    ]) {
      const answer = await anAnswer({}, at)
      expect(thrownBy(() => parseInnerEnvelope(answer, check))).toMatchObject({
        code: 'SEAL_SIGNER_MISMATCH',
        signed: 'cryplet seal',
      })
    }
  })

  it('refuses a sequence that is not of its mode: in latest the milliseconds of observedAt', async () => {
    const answer = await anAnswer({ sequence: asked.sequence + 1n })
    expect(() => parseInnerEnvelope(answer, check)).toThrow(
      'claim.sequence: expected 1795208400000, got 1795208400001.',
    )
  })

  it('refuses in mode each all but the nonce', async () => {
    const each = { ...check, terms: { ...terms, mode: 'each', nonce: '7' } as const }
    expect(parseInnerEnvelope(await anAnswer({ sequence: 7n }), each).claim.sequence).toBe(7n)
    const answer = await anAnswer({ sequence: 8n })
    expect(() => parseInnerEnvelope(answer, each)).toThrow('claim.sequence: expected 7, got 8.')
    const none = { ...check, terms: { ...terms, mode: 'each' } as const }
    expect(() => parseInnerEnvelope(answer, none)).toThrow('claim.sequence: expected a nonce')
  })

  it('refuses a claim that lives longer than the policy would accept it', async () => {
    const answer = await anAnswer({ expiresAt: asked.expiresAt + 1n })
    expect(() => parseInnerEnvelope(answer, check)).toThrow(
      'claim.expiresAt: expected at most 1795640400',
    )
  })

  it('refuses seals of other keys, and other than two', async () => {
    const answer = await anAnswer()
    const enclave = signers.host.address
    expect(
      thrownBy(() =>
        parseInnerEnvelope(answer, { ...check, signers: { ...check.signers, enclave } }),
      ),
    ).toMatchObject({ signed: 'enclave seal', expected: enclave })
    const seals = golden.cases[0]?.threeTiers.seals
    expect(thrownBy(() => parseInnerEnvelope({ ...answer, seals }, check))).toMatchObject({
      code: 'SEAL_COUNT',
      expected: 2,
      receivedBytes: 192,
    })
  })
})
