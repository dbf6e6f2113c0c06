import { tick } from '../../../shared/activities/tick'
import { defineCryplet } from '../../../shared/authoring/defineCryplet'
import { seconds } from '../../../shared/authoring/duration'
import { interval } from '../../../shared/authoring/interval'
import { quantity } from '../../../shared/authoring/quantity'
import type { Hex } from '../../../shared/core/hex'
import { hashJson, instanceId, wakeId } from '../../../shared/core/ids'
import type { Runs } from '../../../shared/runs/openRuns'
import { openRuns } from '../../../shared/runs/openRuns'
import { parseSubscription } from '../../../shared/runs/rows'
import { openTables } from '../../../shared/store/openTables'
import type { Azurite } from '../../support/azurite'
import { startAzurite } from '../../support/azurite'
import { recordingLog } from '../../support/recordingLog'
import type { VirtualClock } from '../../support/virtualClock'
import { virtualClock } from '../../support/virtualClock'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const START = Date.UTC(2026, 10, 20, 21) / 1000

let azurite: Azurite
let runs: Runs
let count = 0

beforeAll(async () => {
  azurite = await startAzurite()
  runs = openRuns(openTables(azurite.connection))
})

afterAll(() => azurite.stop())

type Bed = {
  readonly clock: VirtualClock
  readonly log: ReturnType<typeof recordingLog>
  /** Instances of the engine, in the order in which they were first asked for. */
  readonly started: string[]
  readonly idOf: (slot: number) => Hex
  readonly ticks: () => Promise<readonly number[]>
  /** How long the engine takes for a start. */
  startsInMs: number
}

// A Cryplet that beats, subscribed to at START, which is a slot of each interval here.
async function beat(everyInSeconds = 1): Promise<Bed> {
  const crypletId = hashJson(['beating', count++])
  const codeHash = hashJson('c')
  const clock = virtualClock(START * 1000)
  const receiver = `0x${'11'.repeat(20)}`
  const terms = { callback: 'f()', tiers: 7, mode: 'latest', budgetInWei: '1', codeHash }
  const ages = { maxAgeInSeconds: 1, timeToLiveInSeconds: 1, activatedAt: START }
  const place = { cryplet: 'beat', crypletId, chainId: 1, receiver, subscription: hashJson('s') }
  await runs.subscriptions.admit(parseSubscription({ ...place, ...terms, ...ages }))
  const one = { scaled: 1n, unit: 'USD', decimals: 0 } as const
  const definition = defineCryplet({
    ...{ name: 'beat', version: '1.0.0', runsIn: 'enclave', sources: {} },
    wakes: interval({ every: seconds(everyInSeconds) }),
    output: { one: quantity('uint8', 'USD', 0) },
    run: () => ({ one }),
  })
  const cryplet = { definition, crypletId, codeHash, sources: {} }
  const log = recordingLog()
  const started: string[] = []
  const instances = {
    start: async (id: string) => {
      clock.advance(bed.startsInMs)
      if (started.includes(id)) return 'running' as const
      started.push(id)
      return 'started' as const
    },
    raise: () => Promise.resolve(),
  }
  const bed: Bed = {
    ...{ clock, log, started, startsInMs: 0 },
    idOf: (slot) => wakeId('interval', crypletId, slot),
    ticks: () => tick({ runs, clock, log, instances }, cryplet),
  }
  return bed
}

describe('tick of an interval', () => {
  it('wakes in the second of a slot, once however often it is asked in it', async () => {
    const { clock, ticks, idOf, started } = await beat()
    expect(await ticks()).toEqual([START])
    clock.advance(999)
    expect(await ticks()).toEqual([])
    clock.advance(1)
    expect(await ticks()).toEqual([START + 1])
    expect(started).toEqual([START, START + 1].map((slot) => instanceId(idOf(slot))))
  })

  it('wakes each slot once when two ticks overlap', async () => {
    const { clock, ticks, idOf, log, started } = await beat()
    clock.advance(4_000)
    await Promise.all([ticks(), ticks()])
    const slots = [0, 1, 2, 3, 4].map((index) => START + index)
    expect(started.toSorted()).toEqual(slots.map((slot) => instanceId(idOf(slot))).toSorted())
    const woken = log.lines.filter((line) => line.includes('point wake'))
    expect(woken).toHaveLength(slots.length)
    expect(await ticks()).toEqual([])
  })

  it('wakes what comes due while it works, and leaves no such slot to the next tick', async () => {
    const bed = await beat()
    bed.clock.advance(500)
    bed.startsInMs = 600
    expect(await bed.ticks()).toEqual([START, START + 1])
  })

  it('ends after some rounds where each start lets another slot come due', async () => {
    const bed = await beat()
    bed.startsInMs = 1_000
    const slots = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => START + index)
    expect(await bed.ticks()).toEqual(slots)
    bed.startsInMs = 0
    expect(await bed.ticks()).toEqual([START + 8])
  })

  it('catches up no slot that is past its grace', async () => {
    const { clock, ticks } = await beat(300)
    clock.advance(3_600_000)
    expect(await ticks()).toEqual([START + 3_000, START + 3_300, START + 3_600])
  })
})
