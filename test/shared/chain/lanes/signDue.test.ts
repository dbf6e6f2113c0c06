import { encodeDeliver } from '../../../../shared/envelope/deliverCalldata'
import type { LaneBed } from '../../../support/laneBed'
import { startLaneBed, TERMS } from '../../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let bed: LaneBed

beforeAll(async () => {
  bed = await startLaneBed()
})

afterAll(() => bed.stop())

describe('signDue', () => {
  it('stops with both nonces when the chain has forgotten what is used for good', async () => {
    const { journal, key, chain } = bed.lane
    await bed.submit()
    await bed.drain()
    const submitted = await bed.submit()
    const look: typeof chain.look = async (sender) => ({
      ...(await chain.look(sender)),
      minedNonce: 0,
    })
    const { confirmedNonce } = (await journal.read(key)).head
    await expect(bed.drain({ chain: { ...chain, look } })).rejects.toMatchObject({
      code: 'CHAIN_BEHIND_JOURNAL',
      chainNonce: 0,
      journalNonce: confirmedNonce,
    })
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'accepted' })
    await bed.settleAll()
  })

  it('lets others go first while nobody can estimate its gas', async () => {
    const { chain } = bed.lane
    const poor = await bed.submit()
    bed.clock.advance(1)
    const next = await bed.submit()
    const data = encodeDeliver(poor.envelope)
    const deaf: typeof chain = {
      ...chain,
      estimateGas: async (calls) =>
        Promise.all(
          calls.map(async (call) => {
            const [estimate] = await chain.estimateGas([call])
            return call.data === data || estimate === undefined
              ? ({ ok: false, reason: 'no archive', wouldRevert: false } as const)
              : estimate
          }),
        ),
    }
    bed.lane.gasLimits.see(undefined) // what was estimated before is forgotten
    await bed.drain({ chain: deaf })
    expect(await bed.rowOf(poor)).toMatchObject({
      waitingFor: 'an estimate of its gas: no archive',
    })
    expect(await bed.endOf(next)).toMatchObject({ outcome: 'applied' })
    await bed.settleAll()
  })

  it('meters what a subscription spends, warns, waits when it is spent, and goes on when it is raised', async () => {
    const { journal, key } = bed.lane
    const { provider } = bed.fixture
    const first = await bed.submit()
    await bed.drain()
    const [meter] = (await journal.read(key)).meters
    const spent = BigInt(meter?.spentInWei ?? 0)
    expect(meter?.transactions).toBeGreaterThan(0)
    const sent = await provider.getTransaction((await bed.endOf(first))?.transaction ?? '')
    const most = (sent?.gasLimit ?? 0n) * (sent?.maxFeePerGas ?? 0n)
    expect(spent).toBeGreaterThan(0n)

    const next = await bed.submit()
    const { envelope } = next
    const withBudget = (budgetInWei: bigint): void => {
      const terms = { budgetInWei }
      bed.envelopes.set(next.delivery.deliveryId, { status: 'sealed', envelope, terms })
    }
    withBudget(spent + 1n)
    await bed.drain()
    expect(await bed.rowOf(next)).toMatchObject({
      state: 'accepted',
      waitingFor: expect.stringContaining("its subscription's budget of") as string,
    })
    expect(bed.log.lines.join()).not.toContain('a budget is nearly spent')
    withBudget(spent + (most * 21n) / 20n)
    await bed.drain()
    expect(await bed.endOf(next)).toMatchObject({ outcome: 'applied' })
    expect(bed.log.lines.join()).toContain('a budget is nearly spent')
  })

  it('waits while the fee is above its cap, and goes on by itself in the next look', async () => {
    const submitted = await bed.submit()
    const { envelope } = submitted
    const { deliveryId } = submitted.delivery
    const terms = { ...TERMS, maxFeePerGasInWei: 1n }
    bed.envelopes.set(deliveryId, { status: 'sealed', envelope, terms })
    await bed.drain()
    const waitingFor = 'a fee below its cap of 1 wei for a unit of gas'
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'accepted', waitingFor })
    bed.envelopes.set(deliveryId, { status: 'sealed', envelope, terms: TERMS })
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })

  it('waits for funds, says whose, and goes on by itself', async () => {
    const { chain, key } = bed.lane
    const submitted = await bed.submit()
    const look: typeof chain.look = async (sender) => ({
      ...(await chain.look(sender)),
      balance: 1n,
    })
    await bed.drain({ chain: { ...chain, look } })
    expect(await bed.rowOf(submitted)).toMatchObject({
      state: 'accepted',
      waitingFor: `funds: the balance of ${key.sender} is too low for its transaction`,
    })
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })

  it('cancels what waits when an operator wants it', async () => {
    const { journal, key } = bed.lane
    const submitted = await bed.submit()
    const { deliveryId } = submitted.delivery
    await journal.instruct(key, { deliveryId, wish: 'cancel' }, deliveryId)
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({
      outcome: 'cancelled',
      reasons: ['an operator cancelled it'],
    })
    expect(await bed.eventsOf(submitted)).toEqual([])
  })
})
