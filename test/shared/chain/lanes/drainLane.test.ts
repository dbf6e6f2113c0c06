import { drainLane } from '../../../../shared/chain/lanes/drainLane'
import { deliverFixture, pricePayload } from '../../../support/deployFixture'
import type { LaneBed } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let bed: LaneBed

beforeAll(async () => {
  bed = await startLaneBed()
})

afterAll(() => bed.stop())

describe('drainLane', () => {
  it('delivers in the order of acceptance, each once, and tells the run', async () => {
    const first = await bed.submit()
    bed.clock.advance(1)
    const second = await bed.submit()
    await bed.drain()
    expect(await bed.endOf(first)).toMatchObject({ outcome: 'applied', reasons: [] })
    // The note takes one claim a second of its own time, for which the second may have to wait.
    await bed.fixture.provider.send('evm_increaseTime', [2])
    bed.clock.advance(60_000)
    await bed.drain()
    expect(await bed.endOf(second)).toMatchObject({ outcome: 'applied' })
    expect(await bed.eventsOf(first)).toEqual(['Delivered'])
    expect(bed.told.map(({ deliveryId }) => deliveryId)).toEqual([
      first.delivery.deliveryId,
      second.delivery.deliveryId,
    ])
  })

  it('knows a delivery that was submitted before, also after its end', async () => {
    const submitted = await bed.submit()
    expect(await bed.lane.journal.insert(submitted.delivery)).toBe('known')
    await bed.drain()
    expect(await bed.lane.journal.insert(submitted.delivery)).toBe('known')
    await bed.drain()
    expect(await bed.eventsOf(submitted)).toEqual(['Delivered'])
  })

  it('says where and for how much gas it was delivered, with room for a stale verdict', async () => {
    const submitted = await bed.submit()
    await bed.drain()
    const end = await bed.endOf(submitted)
    const { provider } = bed.fixture
    const sent = await provider.getTransaction(end?.transaction ?? '')
    const receipt = await provider.getTransactionReceipt(end?.transaction ?? '')
    expect(end).toMatchObject({
      digest: submitted.envelope.digest,
      blockNumber: receipt?.blockNumber,
      gasUsed: Number(receipt?.gasUsed),
    })
    expect(Number(sent?.gasLimit)).toBeGreaterThan(Number(end?.gasUsed) + 27_000)
    expect(sent?.type).toBe(2)
  })

  it('says that a claim was quarantined, and by which rail', async () => {
    const submitted = await bed.submit({ payload: pricePayload(99_999_999_999_999n, 4_300_000n) })
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({
      outcome: 'quarantined',
      reasons: [expect.stringMatching(/^rail 0: 99999999999999 is not between \d+ and \d+$/)],
    })
  })

  it('calls it overtaken only when a later block agrees', async () => {
    const submitted = await bed.submit()
    const newer = await bed.submit()
    await deliverFixture(bed.fixture, newer.envelope)
    await bed.drain()
    expect(await bed.rowOf(submitted)).toMatchObject({
      state: 'accepted',
      waitingFor: expect.stringContaining('a later block that agrees: ClaimOvertaken(') as string,
    })
    bed.clock.advance(2_000)
    await bed.drain() // the same block: not final
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'accepted' })
    await bed.mine()
    bed.clock.advance(60_000)
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({
      outcome: 'overtaken',
      reasons: [expect.stringContaining('ClaimOvertaken(sequence')],
    })
  })

  it('takes a refusal that holds for final where no later block would ever come', async () => {
    const submitted = await bed.submit()
    const newer = await bed.submit()
    await deliverFixture(bed.fixture, newer.envelope)
    const quiet = { quietRefusalInMs: 3_000 }
    await bed.drain(quiet)
    bed.clock.advance(2_000)
    await bed.drain(quiet)
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'accepted' })
    bed.clock.advance(60_000)
    await bed.drain(quiet)
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'overtaken' })
  })

  it('calls it applied when somebody else has delivered our claim', async () => {
    const submitted = await bed.submit()
    const stranger = await deliverFixture(bed.fixture, submitted.envelope)
    await bed.drain()
    await bed.mine()
    bed.clock.advance(60_000)
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({
      outcome: 'applied',
      reasons: ['delivered by a transaction that is not in the journal'],
      transaction: stranger.hash,
    })
    expect(await bed.eventsOf(submitted)).toEqual(['Delivered'])
  })

  it('calls it applied when somebody else has delivered our claim before it expired', async () => {
    const submitted = await bed.submit()
    const stranger = await deliverFixture(bed.fixture, submitted.envelope)
    const expired = { status: 'expired', reason: 'too late', until: 5 } as const
    bed.envelopes.set(submitted.delivery.deliveryId, expired)
    const digests = { digestsOf: async () => [submitted.envelope.digest] }
    await bed.drain(digests)
    expect(await bed.endOf(submitted)).toBeUndefined()
    await bed.mine()
    bed.clock.advance(2_000)
    await bed.drain(digests)
    expect(await bed.endOf(submitted)).toMatchObject({
      outcome: 'applied',
      transaction: stranger.hash,
    })
  })

  it('waits while a subscription is paused, and goes on by itself', async () => {
    const { act, subscription } = bed.fixture
    const submitted = await bed.submit()
    const behind = await bed.submit()
    await act({ on: 'goldNote', by: 'approver', method: 'pauseSubscription', args: [subscription] })
    await bed.drain()
    for (const each of [submitted, behind]) {
      expect(await bed.rowOf(each)).toMatchObject({
        state: 'accepted',
        waitingFor: `SubscriptionPaused(subscription ${subscription})`,
      })
    }
    await act({ on: 'goldNote', by: 'issuer', method: 'resume', args: [] })
    bed.clock.advance(60_000)
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })

  it('refuses what no waiting will change, once a later block agrees', async () => {
    await bed.settleAll()
    const submitted = await bed.submit({ subscription: `0x${'ab'.repeat(32)}` })
    await bed.drain()
    await bed.mine()
    bed.clock.advance(60_000)
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({
      outcome: 'refused',
      reasons: [`SubscriptionUnknown(subscription 0x${'ab'.repeat(32)})`],
    })
  })

  it('ends as expired what rests on a block that the contract knows no more', async () => {
    await bed.settleAll()
    const anchor = { anchorBlock: 1n, anchorHash: `0x${'ab'.repeat(32)}` } as const
    const submitted = await bed.submit(anchor)
    await bed.drain()
    await bed.mine()
    bed.clock.advance(60_000)
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({
      outcome: 'expired',
      reasons: [expect.stringMatching(/^anchor: AnchorNotCanonical\(anchorBlock 1, /)],
    })
  })

  it('ends as expired what its policy accepts no more, with what it waited for', async () => {
    const submitted = await bed.submit()
    const reason = 'its policy accepted the observations until 5'
    bed.envelopes.set(submitted.delivery.deliveryId, { status: 'expired', reason, until: 5 })
    await bed.drain()
    expect(await bed.rowOf(submitted)).toMatchObject({
      waitingFor: `blocks that confirm its end: ${reason}`,
    })
    await bed.mine()
    bed.clock.advance(2_000)
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'expired', reasons: [reason] })
    expect(await bed.eventsOf(submitted)).toEqual([])
  })

  it('lets others go first while an envelope cannot be sealed anew', async () => {
    const stuck = await bed.submit()
    bed.clock.advance(1)
    const next = await bed.submit()
    const { envelopeOf } = bed.lane
    await bed.drain({
      envelopeOf: async (id) => {
        if (id === stuck.delivery.deliveryId) throw new Error('the container is down')
        return envelopeOf(id)
      },
    })
    expect(await bed.rowOf(stuck)).toMatchObject({
      state: 'accepted',
      waitingFor: 'its envelope: the container is down',
    })
    expect(await bed.endOf(next)).toMatchObject({ outcome: 'applied' })
    await bed.settleAll()
  })

  it('sends nothing twice when two drains run at once', async () => {
    const submitted = await bed.submit()
    const { provider } = bed.fixture
    const before = await provider.getTransactionCount(bed.lane.key.sender)
    await Promise.all([bed.drain(), bed.drain(), bed.drain()])
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
    expect(await provider.getTransactionCount(bed.lane.key.sender)).toBe(before + 1)
  })

  it('writes nothing when another drain has written since it looked', async () => {
    const { chain, journal, key } = bed.lane
    const one = await bed.submit()
    bed.clock.advance(1)
    const two = await bed.submit()
    // While the first drain looks at its chain, a second one delivers what is in front.
    let raced = false
    const slow: typeof chain = {
      ...chain,
      look: async (sender) => {
        if (!raced) {
          raced = true
          await bed.drain()
        }
        return chain.look(sender)
      },
    }
    await drainLane({ ...bed.lane, chain: slow })
    expect(bed.log.lines.join()).toContain('another writer is on this lane')
    expect(await bed.endOf(one)).toMatchObject({ outcome: 'applied' })
    await bed.settleAll()
    expect(await bed.endOf(two)).toMatchObject({ outcome: 'applied' })
    expect((await journal.read(key)).rows).toEqual([])
  })
})
