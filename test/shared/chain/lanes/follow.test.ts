import { Transaction } from 'ethers'
import { localAccount } from '../../../../cli/deploy/accounts'
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

describe('follow', () => {
  it('takes a fresh nonce when another writer has used its own, once a later block agrees', async () => {
    const { provider } = bed.fixture
    const { chain } = bed.lane
    const submitted = await bed.submit()
    const rude: typeof chain = {
      ...chain,
      broadcast: async (raw) => {
        const wallet = localAccount('sender').connect(provider)
        await wallet.sendTransaction({ to: wallet.address, gasLimit: 30_000 })
        return chain.broadcast(raw)
      },
    }
    await bed.drain({ chain: rude })
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'signed' })
    await bed.drain()
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'signed' })
    await bed.mine()
    await bed.drain()
    bed.clock.advance(60_000)
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
    expect(await bed.eventsOf(submitted)).toEqual(['Delivered'])

    const quiet = { quietRefusalInMs: 3_000 }
    const again = await bed.submit()
    await bed.drain({ ...quiet, chain: rude })
    bed.clock.advance(2_000)
    await bed.drain(quiet)
    expect(await bed.rowOf(again)).toMatchObject({ state: 'signed' })
    bed.clock.advance(2_000)
    await bed.drain(quiet)
    bed.clock.advance(60_000)
    await bed.drain(quiet)
    expect(await bed.endOf(again)).toMatchObject({ outcome: 'applied' })
  })

  it('takes back a transaction that the node refuses, lets others go, and signs it anew', async () => {
    const { chain, journal, key } = bed.lane
    const submitted = await bed.submit()
    bed.clock.advance(1)
    const behind = await bed.submit()
    const { nextNonce } = await journal.head(key)
    const data = encodeDeliver(submitted.envelope)
    const picky: typeof chain = {
      ...chain,
      broadcast: async (raw) =>
        Transaction.from(raw).data === data
          ? { status: 'refused', reason: 'exceeds block gas limit' }
          : chain.broadcast(raw),
    }
    await bed.drain({ chain: picky })
    expect(await bed.rowOf(submitted)).toMatchObject({
      state: 'accepted',
      waitingFor: 'the node refuses its transaction: exceeds block gas limit',
    })
    expect(await bed.endOf(behind)).toMatchObject({ outcome: 'applied' })
    expect((await journal.head(key)).nextNonce).toBe(nextNonce + 1)
    await bed.fixture.provider.send('evm_increaseTime', [2])
    bed.clock.advance(60_000)
    await bed.drain()
    await bed.mine()
    bed.clock.advance(60_000)
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'overtaken' })
  })

  it('expires though its transaction was never taken', async () => {
    const { chain } = bed.lane
    const submitted = await bed.submit()
    const refusing: typeof chain = {
      ...chain,
      broadcast: async () => ({ status: 'refused', reason: 'insufficient funds' }),
    }
    await bed.drain({ chain: refusing })
    bed.envelopes.set(submitted.delivery.deliveryId, { status: 'expired', reason: 'too late' })
    bed.clock.advance(60_000)
    await bed.drain({ chain: refusing, digestsOf: async () => [submitted.envelope.digest] })
    expect(await bed.endOf(submitted)).toMatchObject({
      outcome: 'expired',
      reasons: ['too late', 'waited for: the node refuses its transaction: insufficient funds'],
    })
  })

  it('gives up what reverts whenever it is mined, though its simulation succeeds', async () => {
    const { chain, key } = bed.lane
    const { provider } = bed.fixture
    const submitted = await bed.submit({ subscription: `0x${'ab'.repeat(32)}` })
    const blind: typeof chain = {
      ...chain,
      simulate: async () => ({ ok: true }),
      estimateGas: async () => ({ ok: true, gas: 200_000n }),
    }
    const before = await provider.getTransactionCount(key.sender)
    for (let ring = 0; ring < 10; ring++) {
      await bed.drain({ chain: blind })
      bed.clock.advance(60_000)
    }
    expect(await provider.getTransactionCount(key.sender)).toBe(before + 3)
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'reverted' })
  })
})
