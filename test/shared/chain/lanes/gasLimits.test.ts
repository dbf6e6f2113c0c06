import { id } from 'ethers'
import { limitOf, openGasLimits, STALE_VERDICT_GAS } from '../../../../shared/chain/lanes/gasLimits'
import type { Lane } from '../../../../shared/chain/lanes/lane'
import type { LaneBed, Submitted } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const PLACE = {
  receiver: '0x89d6D50e2a167B713202CF52117243aa8beC4EEc',
  subscription: `0x${'11'.repeat(32)}`,
  calldataLength: 900,
} as const

describe('openGasLimits', () => {
  it('forgets all when the epoch moves, or cannot be told', () => {
    const limits = openGasLimits()
    expect(limits.see('0x01')).toBe(false)
    for (const epoch of ['0x02', undefined] as const) {
      limits.set(PLACE, 100n)
      limits.setSpaced(PLACE, false)
      expect(limits.see(epoch)).toBe(false)
      expect([limits.get(PLACE), limits.isSpaced(PLACE)]).toEqual([undefined, undefined])
    }
    expect(limits.see(undefined)).toBe(false)
  })

  it('keeps what was measured while the epoch stands, by length of calldata', () => {
    const limits = openGasLimits()
    limits.see('0x01')
    limits.set(PLACE, limitOf(100_000n))
    expect(limits.see('0x01')).toBe(true)
    expect(limits.get(PLACE)).toBe(120_000n + STALE_VERDICT_GAS)
    expect(limits.get({ ...PLACE, calldataLength: 901 })).toBeUndefined()
  })
})

describe('a gas limit', () => {
  let bed: LaneBed

  beforeAll(async () => {
    bed = await startLaneBed()
  })

  afterAll(() => bed.stop())

  // Delivers one claim, and tells how often its gas was estimated.
  async function estimatesOf(
    run: (replaced: Partial<Lane>) => Promise<Submitted>,
  ): Promise<number> {
    const { chain } = bed.lane
    let count = 0
    const counting: Lane['chain'] = {
      ...chain,
      estimateGas: (calls) => {
        count += calls.length
        return chain.estimateGas(calls)
      },
    }
    const submitted = await run({ chain: counting })
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
    return count
  }

  const deliver = (): Promise<number> =>
    estimatesOf(async (replaced) => {
      const submitted = await bed.submit()
      await bed.drain(replaced)
      return submitted
    })

  it('is measured once, and once more after the registry has moved its epoch', async () => {
    const { act } = bed.fixture
    const args = [id('a grant that nobody has given')]
    expect(await deliver()).toBe(1)
    expect(await deliver()).toBe(0)
    await act({ on: 'registry', by: 'owner', method: 'revokeGrant', args })
    expect(await deliver()).toBe(1)
    expect(await deliver()).toBe(0)
  })

  it('is measured anew when the epoch moves between two looks at one claim', async () => {
    const { act } = bed.fixture
    const args = [id('another grant that nobody has given')]
    const count = await estimatesOf(async (replaced) => {
      const submitted = await bed.submit()
      const { envelope, delivery } = submitted
      const terms = { budgetInWei: 1n }
      bed.envelopes.set(delivery.deliveryId, { status: 'sealed', envelope, terms })
      await bed.drain(replaced)
      await act({ on: 'registry', by: 'owner', method: 'revokeGrant', args })
      bed.envelopes.set(delivery.deliveryId, {
        ...{ status: 'sealed', envelope },
        terms: { budgetInWei: 10n ** 18n },
      })
      await bed.drain(replaced)
      return submitted
    })
    expect(count).toBe(1)
  })

  it('refuses nothing when it is of an epoch that has just ended, and is too low by now', async () => {
    const { act } = bed.fixture
    const { gasLimits } = bed.lane
    const args = [id('a third grant that nobody has given')]
    expect(await deliver()).toBeLessThanOrEqual(1)
    await act({ on: 'registry', by: 'owner', method: 'revokeGrant', args })
    const count = await estimatesOf(async (replaced) => {
      const submitted = await bed.submit()
      await bed.drain({ ...replaced, gasLimits: { ...gasLimits, get: () => 90_000n } })
      return submitted
    })
    expect(count).toBe(1)
  })
})
