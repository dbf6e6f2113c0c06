import { localAccount } from '../../../../cli/deploy/accounts'
import { drainLane } from '../../../../shared/chain/lanes/drainLane'
import { openGasLimits } from '../../../../shared/chain/lanes/gasLimits'
import type { Lane } from '../../../../shared/chain/lanes/lane'
import { spentBy } from '../../../../shared/chain/lanes/meter'
import { lastAttempt } from '../../../../shared/chain/lanes/rows'
import { deliverFixture } from '../../../support/deployFixture'
import type { LaneBed } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const UNKNOWN = { status: 'unknown', reason: 'no answer' } as const

let bed: LaneBed

beforeAll(async () => {
  bed = await startLaneBed()
})

afterAll(() => bed.stop())

describe('followMined', () => {
  it('takes a fresh nonce when another writer has used its own, once a later block agrees', async () => {
    const { provider } = bed.fixture
    const { chain } = bed.lane
    const submitted = await bed.submit()
    const rude: typeof chain = {
      ...chain,
      broadcast: async (raws) => {
        const wallet = localAccount('sender').connect(provider)
        await wallet.sendTransaction({ to: wallet.address, gasLimit: 30_000 })
        return chain.broadcast(raws)
      },
    }
    await bed.drain({ chain: rude })
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'signed' })
    await bed.drain()
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'signed', doubt: 'nonce used' })
    await bed.mine()
    await bed.drain()
    bed.clock.advance(60_000)
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
    expect(await bed.eventsOf(submitted)).toEqual(['Delivered'])
  })

  it('waits for the block of a transaction whose nonce a node counts already', async () => {
    const { chain, key } = bed.lane
    const submitted = await bed.submit()
    const { block: before } = await chain.look(key.sender)
    const hasty: typeof chain = {
      ...chain,
      look: async (sender) => ({ ...(await chain.look(sender)), block: before }),
    }
    await drainLane({ ...bed.lane, chain: hasty })
    await bed.mine()
    await drainLane({ ...bed.lane, chain: hasty })
    const row = await bed.rowOf(submitted)
    expect(row).toMatchObject({ state: 'signed' })
    expect(row).not.toHaveProperty('doubt')
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })

  it('gives up what reverts whenever it is mined, though its simulation succeeds', async () => {
    const { chain, key } = bed.lane
    const { provider } = bed.fixture
    const submitted = await bed.submit({ subscription: `0x${'ab'.repeat(32)}` })
    const blind: typeof chain = {
      ...chain,
      simulate: async (calls) => calls.map(() => ({ status: 'ok', data: '0x' })),
      estimateGas: async (calls) => calls.map(() => ({ ok: true, gas: 200_000n })),
    }
    const before = await provider.getTransactionCount(key.sender)
    for (let ring = 0; ring < 10; ring++) {
      await bed.drain({ chain: blind })
      bed.clock.advance(60_000)
    }
    expect(await provider.getTransactionCount(key.sender)).toBe(before + 3)
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'reverted' })
    const row = await bed.rowOf(submitted)
    expect(row?.history.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['accepted', 'signed', 'put off', 'reverted']),
    )
  })

  it('forgets that a nonce seemed to be used when the next look shows that it is not', async () => {
    const { chain } = bed.lane
    const submitted = await bed.submit()
    const unsent: typeof chain = { ...chain, broadcast: async (raws) => raws.map(() => UNKNOWN) }
    const wrong: typeof chain = {
      ...unsent,
      look: async (sender) => {
        const view = await chain.look(sender)
        return { ...view, minedNonce: view.minedNonce + 1 }
      },
    }
    await drainLane({ ...bed.lane, confirmations: 3, chain: unsent })
    await drainLane({ ...bed.lane, confirmations: 3, chain: wrong })
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'signed', doubt: 'nonce used' })
    await drainLane({ ...bed.lane, confirmations: 3, chain: unsent })
    expect(await bed.rowOf(submitted)).not.toHaveProperty('doubt')
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })

  it('lets only blocks confirm a lost nonce that follow the one where it was seen to be lost', async () => {
    const { provider } = bed.fixture
    const { chain } = bed.lane
    const submitted = await bed.submit()
    const snapshot: unknown = await provider.send('evm_snapshot', [])
    const wallet = localAccount('sender').connect(provider)
    // It is sent before it is mined.
    const useNonce = async (): Promise<void> => {
      const { hash } = await wallet.sendTransaction({ to: wallet.address, gasLimit: 30_000 })
      while ((await provider.getTransactionReceipt(hash)) === null);
    }
    const look = (): Promise<unknown> => drainLane({ ...bed.lane, confirmations: 3, chain: unsent })
    const unsent: typeof chain = { ...chain, broadcast: async (raws) => raws.map(() => UNKNOWN) }
    await look()
    await useNonce()
    await look()
    const seen = await bed.rowOf(submitted)
    expect(seen).toMatchObject({ state: 'signed', doubt: 'nonce used' })
    // Another branch, in which the nonce is used late: nobody has looked in between.
    await provider.send('evm_revert', [snapshot])
    await provider.send('anvil_mine', ['0x4', '0x2'])
    await useNonce()
    await look()
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'signed' })
    await provider.send('anvil_mine', ['0x3'])
    await look()
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'accepted' })
    // A look at endpoints that lag must not find the nonce free.
    const { head } = await bed.lane.journal.read(bed.lane.key)
    expect(head.confirmedNonce).toBe(seen?.state === 'signed' && seen.nonce + 1)
    bed.clock.advance(60_000)
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })

  it('takes no reverted claim for expired by its own clock, which may be ahead of the chain', async () => {
    const { chain } = bed.lane
    const submitted = await bed.submit({ subscription: `0x${'ab'.repeat(32)}` })
    const { deliveryId } = submitted.delivery
    const until = (await bed.fixture.now()) + 600
    const blind: typeof chain = {
      ...chain,
      simulate: async (calls) => calls.map(() => ({ status: 'ok', data: '0x' })),
      estimateGas: async (calls) => calls.map(() => ({ ok: true, gas: 200_000n })),
      broadcast: (raws) => {
        bed.envelopes.set(deliveryId, { status: 'expired', reason: 'our clock is ahead', until })
        return chain.broadcast(raws)
      },
    }
    await bed.drain({ chain: blind, digestsOf: async () => [submitted.envelope.digest] })
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'accepted', reverts: 1 })
  })

  it('waits for the receipt of its own transaction whose event is there, and meters what it has cost', async () => {
    const { chain, key, journal } = bed.lane
    const submitted = await bed.submit()
    const spent = async (): Promise<bigint> =>
      spentBy((await journal.read(key)).meters, submitted.delivery)
    const before = await spent()
    const hidden: typeof chain = {
      ...chain,
      receipts: async (hashes) => hashes.map(() => undefined),
    }
    for (let look = 0; look < 4; look++) {
      await drainLane({ ...bed.lane, chain: hidden })
      await bed.mine()
    }
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'signed', doubt: 'nonce used' })
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
    expect(await spent()).toBeGreaterThan(before)
  })

  it('calls no reverted claim overtaken that a stranger has delivered after the block of its look', async () => {
    const { chain, key } = bed.lane
    const submitted = await bed.submit()
    const starved: typeof chain = {
      ...chain,
      estimateGas: async (calls) => calls.map(() => ({ ok: true, gas: 60_000n })),
    }
    await bed.byHand(async () => {
      await drainLane({ ...bed.lane, chain: starved, gasLimits: openGasLimits() })
      await bed.mine()
    })
    const before = await chain.look(key.sender)
    await deliverFixture(bed.fixture, submitted.envelope)
    await drainLane({ ...bed.lane, chain: { ...chain, look: async () => before } })
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'accepted', reverts: 1 })
    await bed.settleAll()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
    expect(await bed.eventsOf(submitted)).toEqual(['Delivered'])
  })

  it('ends a reverted claim as overtaken when later blocks agree', async () => {
    const { chain } = bed.lane
    const submitted = await bed.submit()
    const newer = await bed.submit()
    const blind: typeof chain = {
      ...chain,
      simulate: async (calls) => calls.map(() => ({ status: 'ok', data: '0x' })),
      estimateGas: async (calls) => calls.map(() => ({ ok: true, gas: 200_000n })),
    }
    const envelopeOf: Lane['envelopeOf'] = async (id) => {
      if (id === newer.delivery.deliveryId) throw new Error('its container is down')
      return bed.lane.envelopeOf(id)
    }
    await deliverFixture(bed.fixture, newer.envelope)
    await bed.byHand(async () => {
      await drainLane({ ...bed.lane, chain: blind, gasLimits: openGasLimits(), envelopeOf })
      await bed.mine()
    })
    await bed.drain()
    expect(await bed.rowOf(submitted)).toMatchObject({
      state: 'accepted',
      waitingFor: expect.stringMatching(/^another turn: reverted with ClaimOvertaken/) as string,
    })
    await bed.settleAll()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'overtaken' })
    expect(await bed.endOf(newer)).toMatchObject({ outcome: 'applied' })
  })

  it('follows a reorganisation back to the broadcast, and settles only at its depth', async () => {
    const { provider } = bed.fixture
    const look = (): Promise<unknown> => drainLane({ ...bed.lane, confirmations: 3 })
    const submitted = await bed.submit()
    const snapshot: unknown = await provider.send('evm_snapshot', [])
    await look()
    await bed.mine()
    await look()
    const row = await bed.rowOf(submitted)
    expect(row).toMatchObject({ state: 'signed' })
    expect(await bed.eventsOf(submitted)).toEqual(['Delivered'])

    await provider.send('evm_revert', [snapshot])
    expect(await bed.eventsOf(submitted)).toEqual([])
    await look()
    await bed.mine()
    expect(await bed.eventsOf(submitted)).toEqual(['Delivered'])
    for (let block = 0; block < 3; block++) await bed.mine()
    await look()
    const end = await bed.endOf(submitted)
    expect(end).toMatchObject({ outcome: 'applied' })
    if (row?.state !== 'signed') throw new Error('it was signed')
    expect(end?.transaction).toBe(lastAttempt(row).hash)
  })
})
