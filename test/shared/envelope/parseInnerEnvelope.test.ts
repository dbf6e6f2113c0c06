import type { Hex } from '../../../shared/core/hex'
import { deliveryId } from '../../../shared/core/ids'
import type { Claim } from '../../../shared/envelope/claim'
import { claimToJson } from '../../../shared/envelope/parseClaim'
import { type InnerCheck, parseInnerEnvelope } from '../../../shared/envelope/parseInnerEnvelope'
import { addSeal, sealClaim } from '../../../shared/envelope/sealClaim'
import { verifySeals } from '../../../shared/envelope/sealedEnvelope'
import { recover } from '../../../shared/signing/recover'
import { thrownBy } from '../../support/thrownBy'
import { aClaim, addresses, domain, golden, signers } from './golden'

const asked = aClaim()
const check: InnerCheck = {
  recover,
  deliveryId: golden.preimages.deliveryId.hash,
  domain,
  expected: asked,
  signers: { cryplet: addresses.cryplet, enclave: addresses.enclave },
}
const keys = { cryplet: signers.cryplet.sign, enclave: signers.enclave.sign }

async function anAnswer(changes: Partial<Claim> = {}, at = domain): Promise<object> {
  const { claim, seals } = await sealClaim(aClaim(changes), at, keys)
  return { deliveryId: check.deliveryId, claim: claimToJson(claim), seals }
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

  it.each<{ field: keyof Claim; value: Hex | bigint }>([
    { field: 'crypletId', value: asked.codeHash },
    { field: 'subscription', value: asked.codeHash },
    { field: 'codeHash', value: asked.crypletId },
    { field: 'provenance', value: asked.crypletId },
    { field: 'observedAt', value: asked.observedAt - 1n },
    { field: 'observedAt', value: asked.observedAt + 1n },
    { field: 'sequence', value: asked.sequence + 1n },
    { field: 'expiresAt', value: asked.expiresAt - 1n },
    { field: 'expiresAt', value: asked.expiresAt + 1n },
    { field: 'anchorBlock', value: asked.anchorBlock + 1n },
    { field: 'anchorHash', value: asked.codeHash },
  ])('refuses another $field, though well sealed: $value', async ({ field, value }) => {
    const answer = await anAnswer({ [field]: value })
    expect(() => parseInnerEnvelope(answer, check)).toThrow(
      `claim.${field}: expected ${String(asked[field])}, got ${String(value)}.`,
    )
  })

  it('refuses a member that it does not know', async () => {
    const answer = { ...(await anAnswer()), note: 1 }
    expect(() => parseInnerEnvelope(answer, check)).toThrow(
      'inner: expected no members but deliveryId, claim, seals, got "note".',
    )
  })

  it('leaves the payload to the container: it alone runs the Cryplet', async () => {
    const payload = `0x${'01'.repeat(64)}` as const
    const inner = parseInnerEnvelope(await anAnswer({ payload }), check)
    expect(inner.claim).toEqual({ ...asked, payload })
  })

  it('refuses the answer to another delivery', async () => {
    const other = deliveryId(golden.preimages.wakeId.hash, {
      subscription: asked.subscription,
      chainId: 1,
      receiver: domain.verifyingContract,
    })
    const answer = { ...(await anAnswer()), deliveryId: other }
    expect(() => parseInnerEnvelope(answer, check)).toThrow(
      `inner.deliveryId: expected ${check.deliveryId}, got ${other}.`,
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
