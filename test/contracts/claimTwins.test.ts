import { id, ZeroAddress, ZeroHash } from 'ethers'
import { localAccount } from '../../cli/deploy/accounts'
import { GOLD_NOTE_ABI } from '../../cli/deploy/contracts'
import type { Address, Hex } from '../../shared/core/hex'
import { sliceHex } from '../../shared/core/hex'
import { crypletId, subscriptionId } from '../../shared/envelope/identifiers'
import { deliverFixture, pricePayload, sealFixture } from '../support/deployFixture'
import { twinRig } from '../support/twinRig'

// Each twin is one change to a delivery that is accepted, tried by eth_call.
describe('deliver refuses, of claims,', () => {
  const { fixture, claimed, sealed, attempt } = twinRig()
  const later = async (seconds: number): Promise<bigint> =>
    BigInt((await fixture().now()) + seconds)

  it('nothing of an envelope that is as it should be', async () => {
    expect(await attempt(await sealed())).toEqual(['applied'])
  })

  describe('what is addressed elsewhere', () => {
    it.each([
      ['chain', { chainId: 1 }],
      ['receiver', { verifyingContract: ZeroAddress as Address }],
    ])('an envelope of another %s: its signers are nobody here', async (_, elsewhere) => {
      const domain = { ...fixture().domain, ...elsewhere }
      const envelope = await sealFixture(fixture(), await claimed(), { domain })
      const [name, key, asked, held] = await attempt(envelope)
      expect([name, asked, held]).toEqual(['KeyUntrusted', 1n, 0n])
      expect(key).not.toBe(fixture().signers.cryplet.address)
    })

    it('a subscription that the note has no policy for', async () => {
      const subscription = subscriptionOf(fixture().crypletId, 2)
      expect(await attempt(await sealed({ subscription }))).toEqual([
        'SubscriptionUnknown',
        subscription,
      ])
    })

    it('a claim of another Cryplet in the name of this subscription', async () => {
      const other = crypletId(localAccount('publisher').address as Address, 'other')
      expect(await attempt(await sealed({ crypletId: other }))).toEqual([
        'SubscriptionForeign',
        fixture().subscription,
        subscriptionOf(other, 1),
      ])
    })
  })

  describe('what comes at the wrong time', () => {
    it('a replay', async () => {
      const envelope = await sealed()
      await deliverFixture(fixture(), envelope)
      const { sequence } = envelope.claim
      expect(await attempt(envelope)).toEqual(['ClaimOvertaken', sequence, sequence])
    })

    it('an older observation than the last', async () => {
      const envelope = await sealed()
      await deliverFixture(fixture(), envelope)
      const { observedAt, sequence } = envelope.claim
      expect(await attempt(await sealed({ observedAt: observedAt - 1n }))).toEqual([
        'ClaimOvertaken',
        sequence - 1000n,
        sequence,
      ])
    })

    it('a sequence of another second than the observation', async () => {
      const { sequence, observedAt } = await claimed()
      const envelope = await sealed({ observedAt, sequence: sequence + 1000n })
      expect(await attempt(envelope)).toEqual(['SequenceMismatch', sequence + 1000n, observedAt])
    })

    it('an expired claim', async () => {
      const expiresAt = await later(-1)
      const [name, expired, now] = await attempt(await sealed({ expiresAt }))
      expect([name, expired]).toEqual(['ClaimExpired', expiresAt])
      expect(now).toBeGreaterThan(expiresAt)
    })

    it('an observation older than five days', async () => {
      const observedAt = await later(-5 * 86_400 - 60)
      const expiresAt = await later(900)
      const [name, observed] = await attempt(await sealed({ observedAt, expiresAt }))
      expect([name, observed]).toEqual(['ObservedTooOld', observedAt])
    })

    it('an observation further ahead than clocks differ', async () => {
      const observedAt = await later(600)
      const [name, observed, latest] = await attempt(await sealed({ observedAt }))
      expect([name, observed]).toEqual(['ObservedInFuture', observedAt])
      expect(latest).toBeLessThan(observedAt)
    })

    it('a second claim in one block', async () => {
      const envelope = await sealed()
      const receipt = await deliverFixture(fixture(), envelope)
      const now = BigInt((await receipt.getBlock()).timestamp)
      const next = await sealed({ observedAt: envelope.claim.observedAt + 1n })
      expect(await attempt(next, 'latest')).toEqual(['DeliveredTooSoon', now, now + 1n])
    })

    it('anything while an approver has paused the subscription', async () => {
      const args = [fixture().subscription]
      await fixture().act({ on: 'goldNote', by: 'approver', method: 'pauseSubscription', args })
      expect(await attempt(await sealed())).toEqual(['SubscriptionPaused', fixture().subscription])
    })
  })

  describe('what rests on no block of this chain', () => {
    it('a hash that the block has not', async () => {
      const block = await fixture().provider.getBlock('latest')
      const anchorHash = id('another') as Hex
      const anchored = { anchorBlock: BigInt(block?.number ?? 0), anchorHash }
      expect(await attempt(await sealed(anchored))).toEqual([
        'AnchorNotCanonical',
        anchored.anchorBlock,
        anchorHash,
        block?.hash,
      ])
    })

    it('a block that has not come', async () => {
      const anchored = { anchorBlock: 1_000_000n, anchorHash: id('block') as Hex }
      expect(await attempt(await sealed(anchored))).toEqual([
        'AnchorNotCanonical',
        1_000_000n,
        anchored.anchorHash,
        ZeroHash,
      ])
    })

    it('a hash without a block', async () => {
      const anchorHash = id('block') as Hex
      expect(await attempt(await sealed({ anchorHash }))).toEqual([
        'AnchorMissing',
        fixture().subscription,
        anchorHash,
      ])
    })
  })

  describe('payloads that break a rail: they are parked, not applied', () => {
    it.each([
      ['gold below its rail', 499e8, 4_300_000],
      ['gold above its rail', 20_001e8, 4_300_000],
      ['SOFR below its rail', 2_650e8, -1_000_001],
      ['SOFR above its rail', 2_650e8, 20_000_001],
    ])('%s', async (_, gold, sofr) => {
      const payload = pricePayload(BigInt(gold), BigInt(sofr))
      expect(await attempt(await sealed({ payload }))).toEqual(['quarantined'])
    })

    it('a step of more than a quarter, up or down, from the last accepted price', async () => {
      const envelope = await sealed()
      await deliverFixture(fixture(), envelope)
      // Another second, or it would come too soon.
      await fixture().provider.send('evm_increaseTime', [1])
      await fixture().provider.send('evm_mine', [])
      const observedAt = envelope.claim.observedAt + 1n
      for (const gold of [3_313e8, 1_987e8]) {
        const payload = pricePayload(BigInt(gold), 4_300_000n)
        expect(await attempt(await sealed({ observedAt, payload }))).toEqual(['quarantined'])
      }
    })

    it('but refuses one that ends before the argument of a rail', async () => {
      const payload = sliceHex(pricePayload(265_000_000_000n, 4_300_000n), 0, 63)
      expect(await attempt(await sealed({ payload }))).toEqual(['PayloadTooShort', 63n, 64n])
    })
  })

  it('to run the callback for anybody but itself', async () => {
    const data = GOLD_NOTE_ABI.encodeFunctionData('calculatePrice', [1, 1])
    const from = localAccount('issuer').address
    const call = fixture().provider.call({ to: fixture().goldNote, data, from })
    await expect(call).rejects.toMatchObject({
      data: GOLD_NOTE_ABI.encodeErrorResult('NotCryplet', [from]),
    })
  })
})

function subscriptionOf(cryplet: Hex, policyClass: number): Hex {
  const selector = GOLD_NOTE_ABI.getFunction('calculatePrice')?.selector as Hex
  return subscriptionId({ crypletId: cryplet, selector, class: policyClass, member: 1 })
}
