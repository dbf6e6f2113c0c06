import { keccak256 } from 'ethers'
import type { ActivityPorts } from '../../../shared/activities/ports'
import { produce } from '../../../shared/activities/produce'
import { nowInSeconds } from '../../../shared/core/clock'
import type { Hex } from '../../../shared/core/hex'
import type { BodyRow } from '../../../shared/runs/rows'
import type { AskerBed } from '../../support/askerBed'
import { priceOfNow, startAskerBed } from '../../support/askerBed'
import type { WokenBeds } from '../../support/wokenBed'
import { SLOT, startWokenBeds } from '../../support/wokenBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let beds: WokenBeds

beforeAll(async () => {
  beds = await startWokenBeds()
})

afterAll(() => beds.stop())

function hashOf(body: BodyRow): string {
  return keccak256(Buffer.from('body' in body ? body.body : '', 'base64'))
}

describe('observeOnce', () => {
  it('keeps the bodies of public sources with the record', async () => {
    const { ports, id: wake } = await beds.wake()
    await produce(ports, { wakeId: wake })
    const record = await ports.runs.deliveries.getRecord(wake)
    const bodies = await ports.runs.bodies.ofRun(wake)
    expect(bodies.map(hashOf)).toEqual(
      record?.facts.observations.map(({ responseHash }) => responseHash),
    )
    const page = { beforeInMs: (SLOT + 3) * 1000, limit: 1000 }
    expect((await ports.runs.bodies.listAged(page)).map(({ wakeId }) => wakeId)).toContain(wake)
  })

  it('keeps no body where none is to be kept', async () => {
    const { ports, id: wake } = await beds.wake({ retention: { bodiesInDays: 0, postsInDays: 30 } })
    expect(await produce(ports, { wakeId: wake })).toEqual({ status: 'produced' })
    expect(await ports.runs.bodies.ofRun(wake)).toEqual([])
  })

  it('keeps the record without a body that it does not have the hash of, and says so', async () => {
    const bed = await beds.wake()
    const execution = await bed.ports.execution()
    const lying: ActivityPorts = {
      ...bed.ports,
      execution: async () => ({
        ...execution,
        observe: async (request) => {
          const result = await execution.observe(request)
          if (result.status === 'fault') return result
          const bodies = (result.bodies ?? []).map((each, index) =>
            index === 0 ? { ...each, body: 'e30=' } : each,
          )
          return { ...result, bodies }
        },
      }),
    }
    expect(await produce(lying, { wakeId: bed.id })).toEqual({ status: 'produced' })
    const bodies = await bed.ports.runs.bodies.ofRun(bed.id)
    expect(bodies.map(({ source }) => source)).toEqual(['sofr'])
    expect(bed.engine.log.lines.join('\n')).toMatch(
      /bodies of responses are not kept .*gold of http.*: its bytes have another hash/,
    )
  })
})

describe('observeOnce of an event, by a source that knows only now', () => {
  let bed: AskerBed

  beforeEach(async () => {
    bed = await startAskerBed('instant', priceOfNow)
  })

  afterEach(() => bed.stop())

  async function onlyWake(): Promise<Hex> {
    const wakes = await bed.openWakes()
    expect(wakes).toHaveLength(1)
    return wakes[0] ?? '0x'
  }

  it('observes and delivers what came due an hour after its block', async () => {
    const requestId = await bed.ask(1_000n)
    bed.clock.advance(3_600_000)
    await bed.fixture.provider.send('evm_setTime', [nowInSeconds(bed.clock)])
    await bed.pump()
    expect(await bed.run(await onlyWake())).toMatchObject({ result: { outcomes: ['applied'] } })
    expect(await bed.answerTo(requestId)).toBeGreaterThan(0n)
  })

  it('observes and delivers though the host was away for long when its wake had come', async () => {
    const requestId = await bed.ask(1_000n)
    await bed.pump()
    bed.clock.advance(20 * 60_000)
    await bed.fixture.provider.send('evm_setTime', [nowInSeconds(bed.clock)])
    expect(await bed.run(await onlyWake())).toMatchObject({ result: { outcomes: ['applied'] } })
    expect(await bed.answerTo(requestId)).toBeGreaterThan(0n)
  })

  it('gives up when the source fails beyond its grace', async () => {
    await bed.ask(1_000n)
    await bed.pump()
    bed.clock.advance(4 * 3_600_000) // its sample is of 3 hours at most
    expect(await bed.run(await onlyWake())).toMatchObject({ result: { outcomes: ['missed'] } })
  })
})
