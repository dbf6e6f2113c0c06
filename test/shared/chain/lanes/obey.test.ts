import { Transaction } from 'ethers'
import type { Chain } from '../../../../shared/chain/chain'
import { drainLane } from '../../../../shared/chain/lanes/drainLane'
import type { Order } from '../../../../shared/chain/lanes/operator'
import type { Hex } from '../../../../shared/core/hex'
import type { LaneBed, Submitted } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let bed: LaneBed

beforeAll(async () => {
  bed = await startLaneBed()
})

afterAll(() => bed.stop())

async function cancel({ delivery }: Submitted, time = 0): Promise<void> {
  const { deliveryId } = delivery
  const order: Order = { deliveryId, wish: 'cancel' }
  await bed.lane.journal.instruct(bed.lane.key, { ...order }, `${deliveryId}-${String(time)}`)
}

describe('obey', () => {
  it('does all that is wished, also when more is wished again and again than one writing holds', async () => {
    const all: Submitted[] = []
    for (let count = 0; count < 20; count++) all.push(await bed.submit())
    for (let time = 0; time < 6; time++) {
      await Promise.all(all.map((submitted) => cancel(submitted, time)))
    }
    await bed.drain()
    for (const submitted of all) {
      expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'cancelled' })
    }
    expect((await bed.lane.journal.read(bed.lane.key)).control.wishes.size).toBe(0)
  })

  it('signs a cancellation anew that every node rejects, when its chain asks for more gas', async () => {
    const submitted = await bed.submit()
    let needed = 0n
    const chain: Chain = {
      ...bed.lane.chain,
      estimateGas: async (calls) => {
        const estimates = await bed.lane.chain.estimateGas(calls)
        return needed === 0n ? estimates : calls.map(() => ({ ok: true, gas: needed }))
      },
      broadcast: async (raws) => {
        const isShort = (raw: Hex): boolean => Transaction.from(raw).gasLimit < needed
        await bed.lane.chain.broadcast(raws.filter((raw) => !isShort(raw)))
        return raws.map((raw) =>
          isShort(raw)
            ? { status: 'rejected', reason: 'intrinsic gas too low' }
            : { status: 'accepted', reason: '' },
        )
      },
    }
    await bed.byHand(async () => {
      await drainLane(bed.lane)
      await cancel(submitted)
      // As they say 21,000 the nodes have come to ask for more.
      await drainLane({ ...bed.lane, chain: { ...chain, broadcast: async () => [] } })
      needed = 40_000n
      await drainLane({ ...bed.lane, chain })
      await bed.mine()
    })
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'cancelled' })
  })

  it('takes no nonce back by a transaction of which nobody knows what gas it needs', async () => {
    const submitted = await bed.submit()
    const unsure: Chain = {
      ...bed.lane.chain,
      estimateGas: async (calls) =>
        calls.map(() => ({ ok: false, reason: 'they differ', wouldRevert: false })),
    }
    await bed.byHand(async () => {
      await drainLane(bed.lane)
      await cancel(submitted)
      await drainLane({ ...bed.lane, chain: unsure })
      expect(await bed.rowOf(submitted)).toMatchObject({ state: 'signed' })
      const row = await bed.rowOf(submitted)
      expect(row?.state === 'signed' && row.attempts.map(({ kind }) => kind)).toEqual(['deliver'])
      await drainLane(bed.lane)
      await bed.mine()
    })
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'cancelled' })
  })
})
