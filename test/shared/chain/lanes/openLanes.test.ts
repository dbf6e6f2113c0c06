import type { Chain } from '../../../../shared/chain/chain'
import type { DrainContext, Lanes, LanesOptions } from '../../../../shared/chain/lanes/openLanes'
import { openLanes } from '../../../../shared/chain/lanes/openLanes'
import { ChainUnreachableError } from '../../../../shared/chain/quorum'
import type { LaneBed } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let bed: LaneBed
let context: DrainContext

beforeAll(async () => {
  bed = await startLaneBed()
  const { envelopeOf, digestsOf, tell, log } = bed.lane
  context = { envelopeOf, digestsOf, tell, log }
})

afterAll(() => bed.stop())

type Bench = { readonly lanes: Lanes; readonly waits: number[] }

// Waiting moves the clock: what a drain lets pass is what it says.
function open(overrides: Partial<LanesOptions> = {}, chain: Partial<Chain> = {}): Bench {
  const { lane, clock, openTable } = bed
  const waits: number[] = []
  const { confirmations, inFlight, registry, senders } = lane
  const lanes = openLanes({
    chains: [{ chain: { ...lane.chain, ...chain }, confirmations, inFlight, registry }],
    senders,
    wait: async (inMs) => {
      waits.push(inMs)
      clock.advance(inMs)
    },
    ...{ openTable, clock },
    ...overrides,
  })
  return { lanes, waits }
}

const down = async (): Promise<never> => {
  throw new ChainUnreachableError(31_337, 'a look', ['refused'])
}

describe('Lanes.drain', () => {
  it('lingers while something is in flight, and sees what is submitted meanwhile', async () => {
    const { provider } = bed.fixture
    const first = await bed.submit()
    await provider.send('evm_setAutomine', [false])
    const late: Awaited<ReturnType<LaneBed['submit']>>[] = []
    const { lanes, waits } = open({
      wait: async (inMs) => {
        waits.push(inMs)
        bed.clock.advance(inMs)
        if (waits.length === 1) late.push(await bed.submit())
        if (waits.length === 2) await bed.mine()
      },
    })
    await lanes.drain(bed.lane.key, context)
    await provider.send('evm_setAutomine', [true])
    expect(await bed.endOf(first)).toMatchObject({ outcome: 'applied' })
    const [second] = late
    if (second === undefined) throw new Error('nothing came late')
    // The note takes one claim a second: it may have been put off, but it was seen.
    const row = await bed.rowOf(second)
    const isSeen = row?.state !== 'accepted' || row.waitingFor !== undefined
    expect(isSeen).toBe(true)
    // Three seconds, so that a message is not held for ever.
    expect(waits.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(3_000)
    await bed.settleAll()
  })

  it('backs off within the invocation while the chain is down, drops nothing, and goes on', async () => {
    const submitted = await bed.submit()
    const { lanes, waits } = open({}, { look: down })
    await lanes.drain(bed.lane.key, context)
    const sum = waits.reduce((total, each) => total + each, 0)
    expect(sum).toBeGreaterThan(1_000)
    expect(sum).toBeLessThanOrEqual(3_000)
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    expect(new Set(waits).size).toBe(waits.length)
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'accepted' })
    await open().lanes.drain(bed.lane.key, context)
    await bed.settleAll()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })

  it('broadcasts nothing that it cannot write while tables are down', async () => {
    const submitted = await bed.submit()
    const sent: unknown[] = []
    const { lanes } = open(
      {
        openTable: (name) => ({
          ...bed.openTable(name),
          transact: async () => {
            throw new Error('tables are down')
          },
        }),
      },
      {
        broadcast: async (raws) => {
          sent.push(...raws)
          return []
        },
      },
    )
    await lanes.drain(bed.lane.key, context)
    expect(sent).toEqual([])
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'accepted' })
    await bed.settleAll()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })

  it('keeps what waits for a sender whose key is not here, and says so', async () => {
    const submitted = await bed.submit()
    const { lanes } = open({ senders: async () => [] })
    await lanes.drain(bed.lane.key, context)
    expect(bed.log.lines.join()).toContain('SENDER_KEY_FILES')
    expect(await lanes.hasWork(bed.lane.key)).toBe(false)
    bed.clock.advance(60_000)
    expect(await lanes.hasWork(bed.lane.key)).toBe(true)
    await bed.settleAll()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })

  it('has no work when all has ended', async () => {
    await bed.settleAll()
    expect(await open().lanes.hasWork(bed.lane.key)).toBe(false)
  })
})
