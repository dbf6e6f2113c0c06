import { localAccount } from '../../../../cli/deploy/accounts'
import { GOLD_NOTE_ABI } from '../../../../cli/deploy/contracts'
import type { Verification } from '../../../../shared/api/verification/verification'
import { isVerified } from '../../../../shared/api/verification/verification'
import { verifyDelivery } from '../../../../shared/api/verification/verifyDelivery'
import type { Hex } from '../../../../shared/core/hex'
import { sliceHex } from '../../../../shared/core/hex'
import type { ProofBundle } from '../../../../shared/envelope/proofBundle'
import type { PartialEnvelope } from '../../../../shared/envelope/sealClaim'
import type { LinkName } from '../../../../shared/envelope/verifyEnvelope'
import { recover } from '../../../../shared/signing/recover'
import {
  deliverFixture,
  fixtureRun,
  pricePayload,
  sealFixture,
  signer,
} from '../../../support/deployFixture'
import { PrunedProvider } from '../../../support/prunedProvider'
import { twinRig } from '../../../support/twinRig'

describe('verifyDelivery', () => {
  const { fixture, claimed, sealed } = twinRig()

  async function delivered(envelope: PartialEnvelope): Promise<Hex> {
    return (await deliverFixture(fixture(), envelope)).hash as Hex
  }

  function online(request: {
    readonly transaction?: Hex
    readonly bundle?: ProofBundle
  }): Promise<Verification> {
    return verifyDelivery({ ...request, provider: fixture().provider, recover })
  }

  // As the API would give it.
  function bundleOf(envelope: PartialEnvelope, changes: Partial<ProofBundle> = {}): ProofBundle {
    const { claim, seals, tiers, domain } = envelope
    return {
      version: 1,
      chainId: domain.chainId,
      receiver: domain.verifyingContract,
      claim,
      seals,
      tiers,
      run: fixtureRun(fixture(), Number(claim.observedAt)),
      registry: fixture().registry,
      ...changes,
    }
  }

  describe('of a transaction', () => {
    it('finds every link of a delivery that was applied, and warns of the simulated enclave', async () => {
      const envelope = await sealed()
      const transaction = await delivered(envelope)
      const verification = await online({ transaction, bundle: bundleOf(envelope) })
      expect(verdicts(verification)).toEqual({
        claim: 'valid',
        cryplet: 'valid',
        enclave: 'warning',
        host: 'valid',
        registry: 'valid',
        anchor: 'valid',
        provenance: 'valid',
        outcome: 'valid',
      })
      expect(isVerified(verification)).toBe(true)
      expect(verification).toMatchObject({ transaction, outcome: 'applied', chainId: 31_337 })
      expect(detail(verification, 'enclave')).toContain('simulated, no hardware')
    })

    it('does without a bundle, but then says that provenance was not checked', async () => {
      const transaction = await delivered(await sealed())
      const verification = await online({ transaction })
      expect(verdicts(verification).provenance).toBe('not checked')
      expect(isVerified(verification)).toBe(true)
    })

    it('asks the registry as of its block: a later revocation undoes nothing', async () => {
      const envelope = await sealed()
      const transaction = await delivered(envelope)
      const key = fixture().signers.cryplet.address
      await fixture().act({ on: 'registry', by: 'publisher', method: 'revokeKey', args: [key] })
      const then = await online({ transaction })
      expect([verdicts(then).cryplet, verdicts(then).registry]).toEqual(['valid', 'valid'])
      expect(detail(then, 'registry')).toContain(`as of block ${String(then.blockNumber)}`)
      const now = await online({ bundle: bundleOf(envelope) })
      expect([verdicts(now).cryplet, verdicts(now).registry]).toEqual(['invalid', 'invalid'])
      expect(detail(now, 'registry')).toContain('as of now')
    })

    it('asks as of now where the endpoint has no state of its block, and says so', async () => {
      const transaction = await delivered(await sealed())
      const pruned = new PrunedProvider(fixture().chain.provider._getConnection().url)
      const verification = await verifyDelivery({ transaction, provider: pruned, recover })
      pruned.destroy()
      expect(verdicts(verification).registry).toBe('valid')
      expect(detail(verification, 'registry')).toMatch(/as of now \(the endpoint does not hold/)
    })

    it('warns of a claim that was parked by a rail, and names value and range', async () => {
      const payload = pricePayload(499n * 10n ** 8n, 4_300_000n)
      const verification = await online({ transaction: await delivered(await sealed({ payload })) })
      expect(verification.outcome).toBe('quarantined')
      expect(verdicts(verification).outcome).toBe('warning')
      expect(detail(verification, 'outcome')).toContain(
        'rail 0: 49900000000 is not between 50000000000 and 2000000000000',
      )
    })

    it('finds a reverted transaction invalid, whatever its seals', async () => {
      const envelope = await sealed()
      await delivered(envelope)
      const { provider, goldNote } = fixture()
      const data = calldataOf(envelope)
      const sender = localAccount('sender').connect(provider)
      // A replay; with a limit, so that nobody estimates it first.
      const sent = await sender.sendTransaction({ to: goldNote, data, gasLimit: 300_000 })
      await provider.send('evm_mine', [])
      const verification = await online({ transaction: sent.hash as Hex })
      expect(verification.outcome).toBe('reverted')
      expect(verdicts(verification)).toMatchObject({ outcome: 'invalid', registry: 'valid' })
    })

    it('says of a transaction that is in no block that its outcome is open', async () => {
      const { provider, goldNote } = fixture()
      const data = calldataOf(await sealed())
      await provider.send('evm_setAutomine', [false])
      const sender = localAccount('sender').connect(provider)
      const sent = await sender.sendTransaction({ to: goldNote, data, gasLimit: 300_000 })
      const verification = await online({ transaction: sent.hash as Hex })
      await provider.send('evm_setAutomine', [true])
      expect(verification.outcome).toBe('pending')
      expect(verdicts(verification)).toMatchObject({ outcome: 'not checked', registry: 'valid' })
    })

    it('does not take a bundle of another claim, or of another run, for proof', async () => {
      const envelope = await sealed()
      const transaction = await delivered(envelope)
      const { observedAt } = envelope.claim
      const other = bundleOf(await sealed({ observedAt: observedAt - 5n }))
      const foreign = await online({ transaction, bundle: other })
      expect(detail(foreign, 'provenance')).toMatch(/the bundle is of another claim/)
      const run = { ...fixtureRun(fixture(), Number(observedAt)), calendar: 'XNYS@2' }
      const altered = await online({ transaction, bundle: bundleOf(envelope, { run }) })
      expect(verdicts(altered).provenance).toBe('invalid')
      expect(isVerified(altered)).toBe(false)
    })
  })

  describe('of what is no delivery', () => {
    it('refuses a transaction that the chain does not have', async () => {
      const transaction = `0x${'ab'.repeat(32)}` as const
      await expect(online({ transaction })).rejects.toMatchObject({ code: 'TRANSACTION_UNKNOWN' })
    })

    it('refuses one that creates a contract, and one that calls something else', async () => {
      const sender = localAccount('sender').connect(fixture().provider)
      const created = await sender.sendTransaction({ data: '0x600a600c600039600a6000f3' })
      await expect(online({ transaction: created.hash as Hex })).rejects.toMatchObject({
        code: 'NOT_A_DELIVERY',
      })
      const sent = await sender.sendTransaction({ to: fixture().goldNote, data: '0xa035b1fe' })
      await expect(online({ transaction: sent.hash as Hex })).rejects.toMatchObject({
        code: 'DELIVER_CALLDATA',
      })
    })

    it('refuses a delivery to an address that holds no contract', async () => {
      const data = calldataOf(await sealed())
      const sender = localAccount('sender').connect(fixture().provider)
      const to = localAccount('issuer').address
      const sent = await sender.sendTransaction({ to, data })
      await expect(online({ transaction: sent.hash as Hex })).rejects.toMatchObject({
        code: 'NO_CONTRACT',
      })
    })

    it('refuses to verify nothing, and a bundle of another chain than the endpoint', async () => {
      await expect(verifyDelivery({ recover })).rejects.toMatchObject({ code: 'NOTHING_TO_VERIFY' })
      const bundle = bundleOf(await sealed(), { chainId: 1 })
      await expect(online({ bundle })).rejects.toMatchObject({ code: 'CHAIN_MISMATCH' })
    })
  })

  describe('of a bundle before it is delivered', () => {
    it.each(['cryplet', 'enclave', 'host'] as const)(
      'finds a %s seal by a stranger invalid, and the registry refusing',
      async (tier) => {
        const envelope = await sealFixture(fixture(), await claimed(), { [tier]: signer('77') })
        const verification = await online({ bundle: bundleOf(envelope) })
        expect(verdicts(verification)).toMatchObject({ [tier]: 'invalid', registry: 'invalid' })
        expect(detail(verification, tier)).toContain('whom the registry does not know')
      },
    )

    it('finds a key of another role, and says which', async () => {
      const { host } = fixture().signers
      const envelope = await sealFixture(fixture(), await claimed(), { cryplet: host })
      const verification = await online({ bundle: bundleOf(envelope) })
      expect(detail(verification, 'cryplet')).toContain('enrolled as host key')
    })

    it('finds code that was not granted', async () => {
      const codeHash = `0x${'cd'.repeat(32)}` as const
      const verification = await online({ bundle: bundleOf(await sealed({ codeHash })) })
      expect(verdicts(verification)).toMatchObject({ cryplet: 'valid', registry: 'invalid' })
      expect(detail(verification, 'registry')).toContain('GrantInactive')
    })

    it('finds a changed payload: the seals are of nobody that is known', async () => {
      const { claim, ...envelope } = await sealed()
      const changed = { ...claim, payload: pricePayload(1n, 1n) }
      const verification = await online({ bundle: bundleOf({ ...envelope, claim: changed }) })
      expect(verdicts(verification)).toMatchObject({ cryplet: 'invalid', registry: 'invalid' })
    })

    it('finds seals that are cut short, and then has nobody to ask about', async () => {
      const envelope = await sealed()
      const seals = sliceHex(envelope.seals, 0, 128)
      const verification = await online({ bundle: bundleOf({ ...envelope, seals }) })
      expect(verdicts(verification)).toMatchObject({
        cryplet: 'invalid',
        host: 'invalid',
        registry: 'not checked',
      })
    })

    it('finds a subscription that the receiver does not have', async () => {
      const subscription = `0x${'ee'.repeat(32)}` as const
      const verification = await online({ bundle: bundleOf(await sealed({ subscription })) })
      expect(verdicts(verification)).toMatchObject({ claim: 'invalid', registry: 'not checked' })
    })

    it('follows an anchor to its block, and finds one that the chain does not have', async () => {
      const block = await fixture().provider.getBlock('latest')
      const anchorBlock = BigInt(block?.number ?? 0)
      const anchorHash = (block?.hash ?? '0x') as Hex
      const good = await online({ bundle: bundleOf(await sealed({ anchorBlock, anchorHash })) })
      expect(verdicts(good).anchor).toBe('valid')
      const reorged = await sealed({ anchorBlock, anchorHash: `0x${'aa'.repeat(32)}` })
      expect(verdicts(await online({ bundle: bundleOf(reorged) })).anchor).toBe('invalid')
    })
  })

  it('offline checks what the bundle alone can show, and leaves the rest unchecked', async () => {
    const bundle = bundleOf(await sealed())
    const verification = await verifyDelivery({ bundle, recover })
    const rest = { claim: 'valid', registry: 'not checked', provenance: 'valid' }
    expect(verdicts(verification)).toMatchObject({ ...rest, cryplet: 'not checked' })
    expect(isVerified(verification)).toBe(false)

    const { cryplet, enclave, host } = fixture().signers
    const signers = { cryplet: cryplet.address, enclave: enclave.address, host: host.address }
    const known = await verifyDelivery({ bundle, recover, signers })
    expect(verdicts(known)).toMatchObject({ ...rest, cryplet: 'valid', host: 'valid' })
    expect(isVerified(known)).toBe(true)
  })

  function calldataOf(envelope: PartialEnvelope): string {
    return GOLD_NOTE_ABI.encodeFunctionData('deliver', [envelope.claim, envelope.seals])
  }
})

function verdicts({ links }: Verification): Partial<Record<LinkName, string>> {
  return Object.fromEntries(links.map(({ link, verdict }) => [link, verdict]))
}

function detail({ links }: Verification, name: LinkName): string {
  return links.find(({ link }) => link === name)?.detail ?? ''
}
