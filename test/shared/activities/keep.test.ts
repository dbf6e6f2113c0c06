import { keep } from '../../../shared/activities/keep'
import type { ActivityPorts } from '../../../shared/activities/ports'
import { produce } from '../../../shared/activities/produce'
import { tell } from '../../../shared/activities/tell'
import { hashJson } from '../../../shared/core/ids'
import type { WakeRow } from '../../../shared/runs/rows'
import type { WokenBeds } from '../../support/wokenBed'
import { SLOT, startWokenBeds } from '../../support/wokenBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let beds: WokenBeds

beforeAll(async () => {
  beds = await startWokenBeds()
})

afterAll(() => beds.stop())

describe('keep', () => {
  it('starts every open wake, though one of them cannot be started', async () => {
    const { ports, engine, id } = await beds.wake()
    const wake = await ports.runs.wakes.require(id)
    for (const name of ['a', 'b', 'c']) {
      const other: WakeRow = { ...wake, wakeId: hashJson([name]), slot: SLOT }
      await ports.runs.wakes.insert(other)
    }
    const tried: string[] = []
    await keep(ports, {
      ...engine.instances,
      start: async (instance) => {
        tried.push(instance)
        throw new Error('the engine is busy')
      },
    })
    expect(new Set(tried).size).toBeGreaterThanOrEqual(4)
  })
})

describe('tell', () => {
  it('fails when it cannot read whether others are open, so that the lane tells again', async () => {
    const { ports, engine, id, owed } = await beds.wake()
    await produce(ports, { wakeId: id })
    const [delivery] = await owed()
    if (delivery === undefined) throw new Error('a delivery expected')
    const { deliveries } = ports.runs
    const failing: ActivityPorts = {
      ...ports,
      runs: {
        ...ports.runs,
        deliveries: {
          ...deliveries,
          endsOf: async () => {
            throw new Error('storage is down')
          },
        },
      },
    }
    const settled = {
      ...delivery,
      state: 'settled',
      acceptedAtInMs: 0,
      history: [],
      end: { outcome: 'applied', reasons: [], endedAt: SLOT },
    } as const
    await expect(tell(failing, engine.instances, settled)).rejects.toThrow('storage is down')
    expect(engine.instances.raised).toEqual([])
    expect(await tell(ports, engine.instances, settled)).toBe('raised')
    expect(engine.instances.raised).toHaveLength(1)
  })
})
