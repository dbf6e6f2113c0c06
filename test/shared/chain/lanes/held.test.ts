import { drainLane } from '../../../../shared/chain/lanes/drainLane'
import type { LaneBed, Submitted } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let bed: LaneBed

beforeAll(async () => {
  bed = await startLaneBed()
})

afterAll(() => bed.stop())

const withoutKey = { senders: async () => [] } as const
const pause = { isPaused: true, reason: 'maintenance', atInMs: 1 }
const resume = { isPaused: false, reason: '', atInMs: 2 }

async function expire(submitted: Submitted): Promise<void> {
  const expired = { status: 'expired', reason: 'its policy is over', until: 5 } as const
  bed.envelopes.set(submitted.delivery.deliveryId, expired)
}

async function drainTwice(replaced: Parameters<LaneBed['drain']>[0]): Promise<void> {
  for (let block = 0; block < 2; block++) {
    await bed.drain(replaced)
    await bed.mine()
    bed.clock.advance(60_000)
  }
  await bed.drain(replaced)
}

describe('a lane that is paused', () => {
  it('signs nothing, says why, and goes on as soon as it is resumed', async () => {
    const { journal, key } = bed.lane
    const submitted = await bed.submit()
    await journal.instruct(key, pause)
    await bed.drain()
    expect(await bed.rowOf(submitted)).toMatchObject({
      state: 'accepted',
      waitingFor: 'its lane to be resumed',
    })
    await journal.instruct(key, resume)
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })

  it('ends what expires meanwhile', async () => {
    const { journal, key } = bed.lane
    const submitted = await bed.submit()
    await journal.instruct(key, pause)
    await expire(submitted)
    await drainTwice(undefined)
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'expired' })
    await journal.instruct(key, resume)
  })
})

describe('a lane whose key is gone', () => {
  it('sends from no other account, says what it waits for, and goes on with the key', async () => {
    const submitted = await bed.submit()
    await bed.drain({ senders: async () => [bed.fixture.signers.host] })
    expect(await bed.rowOf(submitted)).toMatchObject({
      state: 'accepted',
      waitingFor: 'the key of its sender, which is not among SENDER_KEY_FILES',
    })
    await bed.settleAll()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })

  it('ends what expires, and what an operator cancels', async () => {
    const { journal, key } = bed.lane
    const [expiring, unwanted] = [await bed.submit(), await bed.submit()]
    const { deliveryId } = unwanted.delivery
    await expire(expiring)
    await journal.instruct(key, { deliveryId, wish: 'cancel' }, `${deliveryId}-1`)
    await drainTwice(withoutKey)
    expect(await bed.endOf(expiring)).toMatchObject({ outcome: 'expired' })
    expect(await bed.endOf(unwanted)).toMatchObject({ outcome: 'cancelled' })
  })

  it('follows what was sent with it', async () => {
    const submitted = await bed.submit()
    await bed.byHand(async () => {
      await drainLane(bed.lane)
      await bed.mine()
    })
    await bed.drain(withoutKey)
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })
})
