import { toQuantity } from 'ethers'
import { deliverFixture } from '../../../support/deployFixture'
import type { LaneBed, Submitted } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

type Carried = Submitted & { readonly transaction: string }

let bed: LaneBed
let tried: Carried
let cancelled: Carried

// Two claims are carried by somebody else while their lane stands still, for long on a fast chain.
beforeAll(async () => {
  bed = await startLaneBed()
  tried = await carry(await bed.submit())
  cancelled = await carry(await bed.submit())
  for (let blocks = 0; blocks < 2_100; blocks += 300) {
    await bed.fixture.provider.send('anvil_mine', [toQuantity(300)])
  }
  bed.clock.advance(600_000)
  const { deliveryId } = cancelled.delivery
  const { journal, key } = bed.lane
  await journal.instruct(key, { deliveryId, wish: 'cancel' }, deliveryId)
  await bed.settleAll()
})

afterAll(() => bed.stop())

async function carry(submitted: Submitted): Promise<Carried> {
  const { hash } = await deliverFixture(bed.fixture, submitted.envelope)
  return { ...submitted, transaction: hash }
}

const carriedBy = (transaction: string): object => ({
  outcome: 'applied',
  transaction,
  reasons: ['delivered by a transaction that is not in the journal'],
})

describe('findCarried', () => {
  it('finds who carried a claim before its lane first tried it, however long that was put off', async () => {
    expect(await bed.endOf(tried)).toMatchObject(carriedBy(tried.transaction))
  })

  it('finds who carried a claim that is cancelled before it was ever tried', async () => {
    expect(await bed.endOf(cancelled)).toMatchObject(carriedBy(cancelled.transaction))
  })
})
