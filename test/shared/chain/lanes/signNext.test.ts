import { id } from 'ethers'
import type { Hex } from '../../../../shared/core/hex'
import { encodeDeliver } from '../../../../shared/envelope/deliverCalldata'
import type { LaneBed } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let bed: LaneBed

beforeAll(async () => {
  bed = await startLaneBed()
})

afterAll(() => bed.stop())

describe('signNext', () => {
  it('stops with both nonces when the chain is behind the journal', async () => {
    const { journal, key, chain } = bed.lane
    await bed.submit()
    await bed.drain()
    const submitted = await bed.submit()
    const behind = { ...chain, nonce: async () => 0 }
    const { nextNonce } = await journal.head(key)
    await expect(bed.drain({ chain: behind })).rejects.toMatchObject({
      code: 'CHAIN_BEHIND_JOURNAL',
      chainNonce: 0,
      journalNonce: nextNonce,
    })
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'accepted' })
    await bed.settleAll()
  })

  it('lets others go first while nobody can estimate its gas, or its cost is over its budget', async () => {
    const { chain, journal } = bed.lane
    const poor = await bed.submit()
    const row = { ...poor.delivery, deliveryId: id('poor') as Hex, budgetInWei: '1000' }
    bed.envelopes.set(row.deliveryId, { status: 'sealed', envelope: poor.envelope })
    await journal.insert(row)
    bed.clock.advance(1)
    const next = await bed.submit()
    const data = encodeDeliver(next.envelope)
    const deaf: typeof chain = {
      ...chain,
      estimateGas: async (call) =>
        call.data === data ? chain.estimateGas(call) : { ok: false, reason: 'out of gas' },
    }
    await bed.drain({ chain: deaf })
    expect(await bed.rowOf(poor)).toMatchObject({
      waitingFor: 'an estimate of its gas: out of gas',
    })
    expect(await bed.endOf(next)).toMatchObject({ outcome: 'applied' })
    const newest = await bed.submit()
    bed.envelopes.set(row.deliveryId, { status: 'sealed', envelope: newest.envelope })
    bed.clock.advance(60_000)
    await bed.drain()
    expect(await journal.get(bed.lane.key, row.deliveryId)).toMatchObject({
      waitingFor: expect.stringMatching(/^a lower fee: .* its budget is 1000$/) as string,
    })
    bed.envelopes.set(row.deliveryId, { status: 'expired', reason: 'too dear' })
    await bed.settleAll()
  })
})
