import { Transaction } from 'ethers'
import { drainLane } from '../../../../shared/chain/lanes/drainLane'
import { ceilingOf } from '../../../../shared/chain/lanes/price'
import type { LaneRow } from '../../../../shared/chain/lanes/rows'
import { lastAttempt } from '../../../../shared/chain/lanes/rows'
import type { Hex } from '../../../../shared/core/hex'
import { encodeDeliver } from '../../../../shared/envelope/deliverCalldata'
import type { LaneBed, Submitted } from '../../../support/laneBed'
import { startLaneBed, TERMS } from '../../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let bed: LaneBed

beforeAll(async () => {
  bed = await startLaneBed()
})

afterAll(() => bed.stop())

const GWEI = 10n ** 9n

async function look(): Promise<void> {
  await drainLane(bed.lane)
}

async function signedRow(submitted: Submitted): Promise<Extract<LaneRow, { state: 'signed' }>> {
  const row = await bed.rowOf(submitted)
  if (row?.state !== 'signed') throw new Error(`it is ${row?.state ?? 'nowhere'}`)
  return row
}

describe('followFlying', () => {
  it('uses up the nonce of what every node rejects, once a later block agrees', async () => {
    const { chain, key } = bed.lane
    const { provider } = bed.fixture
    const submitted = await bed.submit()
    const data = encodeDeliver(submitted.envelope)
    // Each node has its own words: whose are heard first changes.
    const reasons = ['another node’s words']
    const picky: typeof chain = {
      ...chain,
      broadcast: async (raws) => {
        const isOurs = (raw: Hex): boolean => Transaction.from(raw).data === data
        await chain.broadcast(raws.filter((raw) => !isOurs(raw)))
        return raws.map((raw) =>
          isOurs(raw)
            ? { status: 'rejected', reason: reasons.pop() ?? 'exceeds block gas limit' }
            : { status: 'accepted', reason: '' },
        )
      },
    }
    const before = await provider.getTransactionCount(key.sender)
    await bed.drain({ chain: picky })
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'signed' })
    await bed.mine()
    await bed.drain({ chain: picky })
    await bed.drain({ chain: picky })
    expect(await bed.endOf(submitted)).toMatchObject({
      outcome: 'refused',
      reasons: ['the nodes reject its transaction: exceeds block gas limit'],
    })
    expect(await provider.getTransactionCount(key.sender)).toBe(before + 1)
  })

  it('cancels what has expired in flight, and ends it as expired', async () => {
    const submitted = await bed.submit()
    const { deliveryId } = submitted.delivery
    await bed.byHand(async () => {
      await look()
      expect(await bed.rowOf(submitted)).toMatchObject({ state: 'signed' })
      const expired = { status: 'expired', reason: 'too late', until: 5 } as const
      bed.envelopes.set(deliveryId, expired)
      await bed.fixture.provider.send('evm_setNextBlockTimestamp', [
        (await bed.fixture.now()) + 100_000,
      ])
      // A block that holds nothing of ours: the price is too low for it.
      await bed.fixture.provider.send('anvil_dropTransaction', [
        lastAttempt(await signedRow(submitted)).hash,
      ])
      await bed.mine()
    })
    await bed.drain({ digestsOf: async () => [submitted.envelope.digest] })
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'expired', reasons: ['too late'] })
    const happened = (await bed.rowOf(submitted))?.history.map(({ what }) => what)
    expect(happened).toEqual(['accepted', 'signed', 'cancelling', 'expired'])
    expect(await bed.eventsOf(submitted)).toEqual([])
  })

  it('does not bid for a claim that has expired, while there is no newer envelope', async () => {
    const submitted = await bed.submit()
    await bed.byHand(async () => {
      const { provider } = bed.fixture
      await look()
      const { expiresAt } = await signedRow(submitted)
      await provider.send('anvil_dropTransaction', [lastAttempt(await signedRow(submitted)).hash])
      await provider.send('evm_setNextBlockTimestamp', [expiresAt + 1])
      await bed.mine()
      // Our clock is behind that of the chain: the same envelope again.
      for (let time = 0; time < 3; time++) await look()
      expect((await signedRow(submitted)).attempts).toHaveLength(1)
    })
    bed.envelopes.set(submitted.delivery.deliveryId, {
      ...{ status: 'expired', reason: 'its policy is over', until: 5 },
    })
    await bed.drain({ digestsOf: async () => [submitted.envelope.digest] })
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'expired' })
  })

  it('lets what the chain accepts go on, though by our own clock it has expired', async () => {
    const submitted = await bed.submit()
    const { deliveryId } = submitted.delivery
    await bed.byHand(async () => {
      const { provider } = bed.fixture
      await look()
      const { price } = lastAttempt(await signedRow(submitted))
      const tooHigh = ceilingOf(price) + GWEI
      await provider.send('anvil_setNextBlockBaseFeePerGas', [`0x${tooHigh.toString(16)}`])
      await bed.mine()
      const until = (await bed.fixture.now()) + 60
      bed.envelopes.set(deliveryId, { status: 'expired', reason: 'our clock is ahead', until })
      await look()
      const row = await signedRow(submitted)
      expect(row.cancelledAs).toBeUndefined()
      expect(row.attempts).toHaveLength(1)
      await provider.send('anvil_setNextBlockBaseFeePerGas', [`0x${GWEI.toString(16)}`])
      await bed.mine()
    })
    await bed.drain({ digestsOf: async () => [submitted.envelope.digest] })
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })

  it('escalates by an eighth when blocks pass it by, and keeps every hash', async () => {
    const submitted = await bed.submit()
    await bed.byHand(async () => {
      const { provider } = bed.fixture
      await look()
      const first = await signedRow(submitted)
      const { price } = lastAttempt(first)
      if ('gasPrice' in price) throw new Error('it is EIP-1559')
      const tooHigh = BigInt(price.maxFeePerGas) + GWEI
      await provider.send('anvil_setNextBlockBaseFeePerGas', [`0x${tooHigh.toString(16)}`])
      await bed.mine()
      await look()
      const raised = await signedRow(submitted)
      expect(raised.attempts).toHaveLength(2)
      expect(raised.nonce).toBe(first.nonce)
      const next = lastAttempt(raised).price
      if ('gasPrice' in next) throw new Error('it is EIP-1559')
      const [was, is] = [BigInt(price.maxFeePerGas), BigInt(next.maxFeePerGas)]
      expect(is * 8n).toBeGreaterThanOrEqual(was * 9n)
      expect(is).toBeGreaterThan(tooHigh)
      await bed.mine()
    })
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })

  it('bids no claim up beyond the budget of its subscription', async () => {
    const submitted = await bed.submit()
    const { envelope } = submitted
    await bed.byHand(async () => {
      const { provider } = bed.fixture
      const baseFee = async (wei: bigint): Promise<void> => {
        await provider.send('anvil_setNextBlockBaseFeePerGas', [`0x${wei.toString(16)}`])
        await bed.mine()
      }
      await baseFee(GWEI)
      await look()
      const { gasLimit, attempts } = await signedRow(submitted)
      const [first] = attempts
      if (first === undefined) throw new Error('it was not signed')
      const budgetInWei = BigInt(gasLimit) * ceilingOf(first.price) * 2n
      bed.envelopes.set(submitted.delivery.deliveryId, {
        ...{ status: 'sealed', envelope, terms: { budgetInWei } },
      })
      await baseFee(200n * GWEI)
      await look()
      expect((await signedRow(submitted)).attempts).toHaveLength(1)
      await baseFee(GWEI)
    })
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })

  it('counts the blocks that pass it by only where they come by themselves', async () => {
    const submitted = await bed.submit()
    const { chain } = bed.lane
    const ahead: typeof chain = {
      ...chain,
      look: async (sender) => {
        const view = await chain.look(sender)
        return { ...view, block: { ...view.block, number: view.block.number + 3 } }
      },
    }
    await bed.byHand(async () => {
      await look()
      await drainLane({ ...bed.lane, chain: ahead, quietRefusalInMs: 3_000 })
      expect((await signedRow(submitted)).attempts).toHaveLength(1)
      await drainLane({ ...bed.lane, chain: ahead })
      expect((await signedRow(submitted)).attempts).toHaveLength(2)
      await bed.mine()
    })
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })

  it('stays below the cap, and is mined when the fee has fallen again', async () => {
    const submitted = await bed.submit()
    const { envelope } = submitted
    const terms = { ...TERMS, maxFeePerGasInWei: 50n * GWEI }
    bed.envelopes.set(submitted.delivery.deliveryId, { status: 'sealed', envelope, terms })
    await bed.byHand(async () => {
      const { provider } = bed.fixture
      const baseFee = (wei: bigint): Promise<unknown> =>
        provider.send('anvil_setNextBlockBaseFeePerGas', [`0x${wei.toString(16)}`])
      await baseFee(GWEI)
      await bed.mine()
      await look()
      for (let block = 0; block < 5; block++) {
        await baseFee(200n * GWEI)
        await bed.mine()
        await look()
        const prices = (await signedRow(submitted)).attempts.map(({ price }) => ceilingOf(price))
        expect(prices.every((price) => price <= 50n * GWEI)).toBe(true)
      }
      for (let block = 0; block < 3; block++) {
        await baseFee(GWEI)
        await bed.mine()
        await look()
      }
      // Before any further block.
      expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
    })
  })
})
