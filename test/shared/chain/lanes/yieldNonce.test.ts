import { drainLane } from '../../../../shared/chain/lanes/drainLane'
import { lastAttempt } from '../../../../shared/chain/lanes/rows'
import { hashJson } from '../../../../shared/core/ids'
import { verifySeals } from '../../../../shared/envelope/sealedEnvelope'
import { recover } from '../../../../shared/signing/recover'
import { fixtureClaim, sealFixture } from '../../../support/deployFixture'
import { deployNotes } from '../../../support/goldNotes'
import type { LaneBed, Submitted } from '../../../support/laneBed'
import { startLaneBed, TERMS } from '../../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const GWEI = 10n ** 9n

let bed: LaneBed

beforeAll(async () => {
  bed = await startLaneBed()
})

afterAll(() => bed.stop())

async function block(baseFee: bigint): Promise<void> {
  const { provider } = bed.fixture
  await provider.send('anvil_setNextBlockBaseFeePerGas', [`0x${baseFee.toString(16)}`])
  await bed.mine()
}

function cap(submitted: Submitted, maxFeePerGasInWei: bigint): void {
  const { delivery, envelope } = submitted
  const terms = { ...TERMS, maxFeePerGasInWei }
  bed.envelopes.set(delivery.deliveryId, { status: 'sealed', envelope, terms })
}

// A claim of another subscription, which has no cap.
async function submitElsewhere(name = 'elsewhere'): Promise<Submitted> {
  const { fixture, lane, clock } = bed
  const [receiver = fixture.goldNote] = await deployNotes(fixture, 1)
  const claim = await fixtureClaim(fixture, { observedAt: BigInt((await fixture.now()) - 1) })
  const domain = { ...fixture.domain, verifyingContract: receiver }
  const envelope = verifySeals(await sealFixture(fixture, claim, { domain }), { recover })
  const deliveryId = hashJson([name])
  const { subscription } = claim
  const place = { ...lane.key, deliveryId, wakeId: hashJson(['its wake']), receiver, subscription }
  const delivery = { ...place, acceptedAtInMs: clock.nowInMs() }
  bed.envelopes.set(deliveryId, { status: 'sealed', envelope, terms: TERMS })
  await lane.journal.insert(delivery)
  return { delivery, envelope }
}

async function lookAndMine(baseFee: bigint, blocks: number): Promise<void> {
  for (let count = 0; count < blocks; count++) {
    await drainLane(bed.lane)
    await block(baseFee)
  }
  await drainLane(bed.lane)
}

describe('yieldNonce', () => {
  it('lets others past a claim that its cap keeps from being mined, which is delivered when the fee has fallen', async () => {
    const { key } = bed.lane
    const { provider } = bed.fixture
    const other = await submitElsewhere()
    const capped = await bed.submit()
    bed.clock.advance(1)
    cap(capped, 5n * GWEI)
    await bed.byHand(async () => {
      await block(GWEI)
      const start = await provider.getTransactionCount(key.sender)
      // The lowest nonce is the capped one's.
      await drainLane({
        ...bed.lane,
        envelopeOf: async (id) => {
          if (id === other.delivery.deliveryId) throw new Error('its container is down')
          return bed.lane.envelopeOf(id)
        },
      })
      bed.clock.advance(10_000)
      await block(50n * GWEI)
      await lookAndMine(50n * GWEI, 3)
      expect(await bed.endOf(other)).toBeUndefined()
      expect(await bed.rowOf(capped)).toMatchObject({ state: 'signed', nonce: start })
      await lookAndMine(50n * GWEI, 8)
      expect(await bed.endOf(other)).toMatchObject({ outcome: 'applied' })
      bed.clock.advance(2_000)
      await drainLane(bed.lane)
      expect(await bed.rowOf(capped)).toMatchObject({
        state: 'accepted',
        waitingFor: `a fee below its cap of ${String(5n * GWEI)} wei for a unit of gas`,
      })
      const { meters } = await bed.lane.journal.read(key)
      expect(meters.map(({ receiver }) => receiver)).toEqual([other.delivery.receiver])
      await lookAndMine(GWEI, 3)
    })
    bed.clock.advance(60_000)
    await bed.drain()
    expect(await bed.endOf(capped)).toMatchObject({ outcome: 'applied' })
  })

  it('lets others past a claim that has expired at its cap, though its policy would take it anew', async () => {
    const capped = await bed.submit()
    cap(capped, 5n * GWEI)
    await bed.byHand(async () => {
      const { provider } = bed.fixture
      await block(GWEI)
      await drainLane(bed.lane)
      const row = await bed.rowOf(capped)
      const expiresAt = row?.state === 'signed' ? row.expiresAt : 0
      await provider.send('evm_setNextBlockTimestamp', [expiresAt + 1])
      await block(50n * GWEI)
      const other = await submitElsewhere('after it has expired')
      await lookAndMine(50n * GWEI, 9)
      // Mined, whatever became of it so long after its slot.
      expect(await bed.endOf(other)).toHaveProperty('transaction')
    })
  })

  it('keeps the nonce where nobody is held up: no gas is burnt for it', async () => {
    const capped = await bed.submit()
    cap(capped, 5n * GWEI)
    await bed.byHand(async () => {
      await block(GWEI)
      await drainLane(bed.lane)
      await lookAndMine(50n * GWEI, 8)
      const row = await bed.rowOf(capped)
      expect(row?.state === 'signed' && lastAttempt(row).kind).toBe('deliver')
      await lookAndMine(GWEI, 2)
    })
    await bed.drain()
    expect(await bed.endOf(capped)).toMatchObject({ outcome: 'applied' })
  })
})
