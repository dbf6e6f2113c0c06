import { drainLane } from '../../../../shared/chain/lanes/drainLane'
import type { LaneBed } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'

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

describe('cancel', () => {
  it('charges a subscription no more than its claim would have cost at most, whatever taking it back costs', async () => {
    const { provider } = bed.fixture
    const { key, journal } = bed.lane
    const submitted = await bed.submit()
    const balance = await provider.getBalance(key.sender)
    const digestsOf = async (): Promise<readonly `0x${string}`[]> => [submitted.envelope.digest]
    const look = (): Promise<unknown> => drainLane({ ...bed.lane, digestsOf })
    await bed.byHand(async () => {
      await block(GWEI)
      await look()
      const signed = await bed.rowOf(submitted)
      if (signed?.state !== 'signed') throw new Error('it was signed')
      bed.envelopes.set(submitted.delivery.deliveryId, {
        ...{ status: 'expired', reason: 'too late', until: 5 },
      })
      await provider.send('evm_setNextBlockTimestamp', [signed.expiresAt + 1])
      await block(200n * GWEI)
      await look()
      const taken = await bed.rowOf(submitted)
      expect(taken).toMatchObject({ state: 'signed', cancelledAs: { outcome: 'expired' } })
      await block(200n * GWEI)
      await look()
      expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'expired' })
      const [meter] = (await journal.read(key)).meters
      const most = taken?.state === 'signed' ? taken.claimMostInWei : undefined
      expect(BigInt(meter?.spentInWei ?? 0)).toBe(BigInt(most ?? 0))
      expect(balance - (await provider.getBalance(key.sender))).toBeGreaterThan(BigInt(most ?? 0))
    })
  })
})
