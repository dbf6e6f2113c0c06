import { tick } from '../../../shared/activities/tick'
import type { Hex } from '../../../shared/core/hex'
import { hashJson, instanceId, wakeId } from '../../../shared/core/ids'
import { marketClose } from '../../../shared/cryplets/marketClose'
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

let azurite: Azurite
let runs: Runs
let count = 0

beforeAll(async () => {
  azurite = await startAzurite()
  runs = openRuns(openTables(azurite.connection))
})

afterAll(() => azurite.stop())

type Bed = {
  readonly crypletId: Hex
  readonly clock: VirtualClock
  readonly started: string[]
  readonly ticks: () => Promise<readonly string[]>
  failStarts: boolean
}

// A Cryplet of its own a test, activated at an instant.
async function bedAt(activation: string): Promise<Bed> {
  const crypletId = hashJson(['Cryplet', count++])
  const clock = virtualClock(activation)
  const started: string[] = []
  const admitted = {
    cryplet: 'marketClose',
    crypletId,
    chainId: 1,
    receiver: `0x${'11'.repeat(20)}`,
    subscription: hashJson('s'),
    callback: 'f()',
    tiers: 7,
    mode: 'latest',
    maxAgeInSeconds: 1,
    timeToLiveInSeconds: 1,
    budgetInWei: '50000000000000000',
    sender: `0x${'11'.repeat(20)}`,
    codeHash: hashJson('c'),
    activatedAt: clock.nowInMs() / 1000,
  }
  await runs.subscriptions.admit(parseSubscription(admitted))
  const cryplet = { definition: marketClose, crypletId, codeHash: hashJson('c'), sources: {} }
  const bed: Bed = {
    crypletId,
    clock,
    started,
    failStarts: false,
    ticks: async () => {
      const instances = {
        start: async (id: string) => {
          if (bed.failStarts) throw new Error('the engine is down')
          started.push(id)
          return 'started' as const
        },
        raise: () => Promise.resolve(),
      }
      const slots = await tick({ runs, clock, log: recordingLog(), instances }, cryplet)
      return slots.map((slot) => new Date(slot * 1000).toISOString())
    },
  }
  return bed
}

describe('tick', () => {
  it('starts the close of a trading day once, at 16:00 in New York', async () => {
    const bed = await bedAt('2026-11-20T15:00:00Z')
    expect(await bed.ticks()).toEqual([])
    bed.clock.set(Date.parse('2026-11-20T20:59:59Z'))
    expect(await bed.ticks()).toEqual([])
    bed.clock.set(Date.parse('2026-11-20T21:00:00Z'))
    expect(await bed.ticks()).toEqual(['2026-11-20T21:00:00.000Z'])
    const slot = Date.parse('2026-11-20T21:00:00Z') / 1000
    expect(bed.started).toEqual([instanceId(wakeId('schedule', bed.crypletId, slot))])
    bed.clock.advance(60_000)
    expect(await bed.ticks()).toEqual([])
  })

  it('follows New York through its changes of clock', async () => {
    const bed = await bedAt('2026-03-06T12:00:00Z') // the Friday before summer time
    bed.clock.set(Date.parse('2026-03-09T23:00:00Z')) // the Monday after
    expect(await bed.ticks()).toEqual(['2026-03-06T21:00:00.000Z', '2026-03-09T20:00:00.000Z'])
    await runs.checkpoints.advance(bed.crypletId, Date.parse('2026-10-31T00:00:00Z') / 1000)
    bed.clock.set(Date.parse('2026-11-02T23:00:00Z'))
    expect(await bed.ticks()).toEqual(['2026-11-02T21:00:00.000Z'])
  })

  it('starts nothing at a weekend or on a holiday, and an early close early', async () => {
    const bed = await bedAt('2026-11-25T22:00:00Z')
    bed.clock.set(Date.parse('2026-11-29T23:00:00Z')) // Thanksgiving, the day after, a weekend
    expect(await bed.ticks()).toEqual(['2026-11-27T18:00:00.000Z'])
  })

  it('catches up what was missed, oldest first', async () => {
    const bed = await bedAt('2026-11-16T00:00:00Z')
    bed.clock.set(Date.parse('2026-11-18T22:00:00Z'))
    expect(await bed.ticks()).toEqual([
      '2026-11-16T21:00:00.000Z',
      '2026-11-17T21:00:00.000Z',
      '2026-11-18T21:00:00.000Z',
    ])
  })

  it('never reaches back before the activation', async () => {
    const bed = await bedAt('2026-11-18T21:00:01Z')
    bed.clock.set(Date.parse('2026-11-19T21:00:00Z'))
    expect(await bed.ticks()).toEqual(['2026-11-19T21:00:00.000Z'])
  })

  it('starts nothing for a Cryplet that nobody has subscribed to', async () => {
    const bed = await bedAt('2026-11-18T00:00:00Z')
    const [admitted] = await runs.subscriptions.list(bed.crypletId)
    if (admitted) await runs.subscriptions.withdraw(admitted)
    bed.clock.set(Date.parse('2026-11-19T22:00:00Z'))
    expect(await bed.ticks()).toEqual([])
  })

  it('moves its checkpoint only after a start, so that a lost start is due again', async () => {
    const bed = await bedAt('2026-11-18T00:00:00Z')
    bed.clock.set(Date.parse('2026-11-18T21:00:00Z'))
    bed.failStarts = true
    await expect(bed.ticks()).rejects.toThrow('the engine is down')
    expect(await runs.checkpoints.get(bed.crypletId)).toBeUndefined()
    bed.failStarts = false
    expect(await bed.ticks()).toEqual(['2026-11-18T21:00:00.000Z'])
  })

  it("obeys the operator's overrides as they stand at run time", async () => {
    const bed = await bedAt('2026-11-16T00:00:00Z')
    const overrides = { closed: ['2026-11-16'], closes: { '2026-11-17': '14:00' } }
    await runs.checkpoints.putOverrides('XNYS', overrides)
    bed.clock.set(Date.parse('2026-11-17T20:00:00Z'))
    expect(await bed.ticks()).toEqual(['2026-11-17T19:00:00.000Z'])
    const slot = Date.parse('2026-11-17T19:00:00Z') / 1000
    const wake = await runs.wakes.require(wakeId('schedule', bed.crypletId, slot))
    expect(wake.overrides).toEqual(overrides)
    await runs.checkpoints.putOverrides('XNYS', {})
  })

  it('keeps no overrides in a wake when there are none', async () => {
    const bed = await bedAt('2026-11-18T00:00:00Z')
    bed.clock.set(Date.parse('2026-11-18T21:00:00Z'))
    await bed.ticks()
    const slot = Date.parse('2026-11-18T21:00:00Z') / 1000
    const wake = await runs.wakes.require(wakeId('schedule', bed.crypletId, slot))
    expect(wake).not.toHaveProperty('overrides')
  })

  it('names the calendar, and what to do, when what is stored does not fit it', async () => {
    const bed = await bedAt('2026-11-18T00:00:00Z')
    await runs.checkpoints.putOverrides('XNYS', { closes: { '2026-11-18': '09:00' } })
    await expect(bed.ticks()).rejects.toThrow(
      'The stored overrides of XNYS cannot be used, and none of its slots is due until they are mended by PUT /api/calendars/XNYS/overrides: overrides.closes.2026-11-18: expected a time after 09:30, when it opens, got "09:00".',
    )
    await runs.checkpoints.putOverrides('XNYS', {})
  })
})
