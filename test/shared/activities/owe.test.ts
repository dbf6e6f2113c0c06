import { ZeroHash } from 'ethers'
import { currentEnvelope } from '../../../shared/activities/currentEnvelope'
import { owe, servedBy } from '../../../shared/activities/owe'
import { produce } from '../../../shared/activities/produce'
import type { SealedEnvelope } from '../../../shared/envelope/sealedEnvelope'
import type { Delivery, Subscription, WakeRow } from '../../../shared/runs/rows'
import type { AskerBed } from '../../support/askerBed'
import { startAskerBed } from '../../support/askerBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const OTHER = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

let bed: AskerBed

beforeAll(async () => {
  bed = await startAskerBed()
})

afterAll(() => bed.stop())

async function asked(): Promise<WakeRow> {
  const before = await bed.openWakes()
  await bed.ask(1_000n)
  await bed.pump()
  const id = (await bed.openWakes()).find((each) => !before.includes(each)) ?? '0x'
  return bed.engine.ports.runs.wakes.require(id)
}

function lenient(): Subscription {
  const { requiresAnchor, ...rest } = bed.subscription
  if (requiresAnchor !== true) throw new Error('it demands an anchor')
  return rest
}

// The chain has gone on by so many blocks while nobody looked.
function later(blocks: number): AskerBed['engine']['ports'] {
  bed.clock.advance(3_600_000)
  const { ports } = bed.engine
  return { ...ports, heightOf: async (chainId) => (await ports.heightOf(chainId)) + blocks }
}

describe('servedBy', () => {
  it('serves an event to the subscription that listens, and to nobody else', async () => {
    const wake = await asked()
    const own = bed.subscription
    expect(servedBy(wake, [own, { ...own, receiver: OTHER }])).toEqual([own])
  })
})

// A claim that is sealed, of a subscription that demands no anchor or one that does, and its chain gone on since.
async function sealedThenLater(
  subscription: Subscription,
): Promise<(blocks: number) => Promise<SealedEnvelope | undefined>> {
  const { wakeId } = await asked()
  const { ports } = bed.engine
  await ports.runs.subscriptions.admit(subscription)
  await produce(ports, { wakeId })
  const [delivery] = (await ports.runs.deliveries.ofRun(wakeId)) ?? []
  bed.clock.advance(600_000)
  return async (blocks) => {
    const heightOf = async (chainId: number): Promise<number> =>
      (await ports.heightOf(chainId)) + blocks
    const current = await currentEnvelope({ ...ports, heightOf }, delivery?.deliveryId ?? '0x')
    return current.status === 'sealed' ? current.envelope : undefined
  }
}

describe('currentEnvelope', () => {
  it('rests on no block any more once that is out of reach, and says the same', async () => {
    const envelopeAt = await sealedThenLater(lenient())
    const before = await envelopeAt(7_000)
    const after = await envelopeAt(8_200)
    expect(before?.claim.anchorBlock).toBeGreaterThan(0n)
    expect(after?.claim).toEqual({
      ...before?.claim,
      anchorBlock: 0n,
      anchorHash: ZeroHash,
      expiresAt: expect.any(BigInt) as bigint,
    })
    // Nor does it get one again, should the chain seem to be lower.
    expect((await envelopeAt(7_000))?.digest).toBe(after?.digest)
  })

  it('stays on its block where the policy demands one', async () => {
    const envelopeAt = await sealedThenLater(bed.subscription)
    const before = await envelopeAt(7_000)
    expect((await envelopeAt(8_200))?.digest).toBe(before?.digest)
  })
})

describe('owe', () => {
  it('rests a claim on the block of its event while a contract knows its hash', async () => {
    const wake = await asked()
    expect(await owe(later(7_000), wake, bed.subscription)).toMatchObject({ isAnchored: true })
  })

  it('goes without where that block is too far back, if the policy allows it', async () => {
    const wake = await asked()
    const owed: Delivery = await owe(later(8_200), wake, lenient())
    expect(owed).not.toHaveProperty('isAnchored')
    expect(owed).not.toHaveProperty('lacksAnchor')
  })

  it('goes without where the event is of another chain', async () => {
    const wake = await asked()
    const owed = await owe(bed.engine.ports, wake, { ...lenient(), chainId: 1 })
    expect(owed).not.toHaveProperty('isAnchored')
  })

  it('ends as expired by its anchor where the policy demands one that is gone', async () => {
    const { wakeId } = await asked()
    expect(await produce(later(8_200), { wakeId })).toEqual({ status: 'produced' })
    const { deliveries } = bed.engine.ports.runs
    const [end] = (await deliveries.endsOf(wakeId)).values()
    expect(end).toMatchObject({
      outcome: 'expired',
      reasons: [expect.stringMatching(/^anchor: its block lies \d+ blocks back/)],
    })
  })
})
