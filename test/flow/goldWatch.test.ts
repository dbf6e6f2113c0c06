import { verifyDelivery } from '../../shared/api/verification/verifyDelivery'
import type { Hex } from '../../shared/core/hex'
import { deliveryId } from '../../shared/core/ids'
import { parseProofBundle } from '../../shared/envelope/proofBundle'
import { recover } from '../../shared/signing/recover'
import type { AlarmBed } from '../support/alarmBed'
import { LOWEST, startAlarmBed } from '../support/alarmBed'
import { ask } from '../support/apiFixture'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const path = { name: 'goldWatch' }

let bed: AlarmBed

beforeAll(async () => {
  bed = await startAlarmBed()
})

afterAll(() => bed.stop())

async function onlyWake(forInSeconds: number): Promise<Hex> {
  const [wakeId, ...others] = await bed.watch(forInSeconds)
  if (wakeId === undefined || others.length > 0) throw new Error('there is not exactly one wake')
  return wakeId
}

// The story goes on from one test to the next: up, down, and nothing heard any more.
describe('goldWatch', () => {
  let crossed: Hex

  it('sleeps while the price stays between its levels', async () => {
    expect(await bed.watch(95)).toEqual([])
    expect(await bed.read()).toEqual({ state: 0, goldE8: 0n, observedAt: 0 })
  })

  it('tells the contract once that gold is dear, when the price crosses the upper level', async () => {
    crossed = await onlyWake(20)
    await bed.run(crossed)
    // 100 s after the lowest price; at 95 s it was 4,079.16.
    expect(await bed.read()).toEqual({
      state: 1,
      goldE8: 408_333_000_000n,
      observedAt: LOWEST + 100,
    })
    expect(await bed.watch(5)).toEqual([])
  })

  it('can be verified from its proof, what woke it included', async () => {
    const { subscription } = bed.engine
    const id = deliveryId(crossed, subscription)
    const { json } = await ask(bed.api, 'getDelivery', { path: { id } })
    const bundle = parseProofBundle(JSON.parse(JSON.stringify(json)))
    expect(bundle.run.wake).toEqual({
      kind: 'marketWatch',
      crypletId: bed.engine.cryplet.crypletId,
      slot: LOWEST + 100,
      watch: {
        ...{ number: 1, source: 'gold', met: 'high', condition: 'crossesUp', direction: 'up' },
        ...{ value: '408333000000', reference: '408000000000' },
      },
    })
    const { links } = await verifyDelivery({ bundle, recover })
    expect(links).toContainEqual(expect.objectContaining({ link: 'provenance', verdict: 'valid' }))
    const lied = { ...bundle.run.wake, slot: LOWEST + 105 }
    const forged = { ...bundle, run: { ...bundle.run, wake: lied } }
    const found = await verifyDelivery({ bundle: forged, recover })
    expect(found.links).toContainEqual(
      expect.objectContaining({ link: 'provenance', verdict: 'invalid' }),
    )
  })

  it('tells it once that gold is cheap, when the price crosses the lower level', async () => {
    const wakeId = await onlyWake(115)
    await bed.run(wakeId)
    expect(await bed.read()).toMatchObject({ state: 2, goldE8: 401_666_000_000n })
  })

  it('tells it once that nothing is heard, though there is nothing to read', async () => {
    await bed.stopSamples()
    expect(await bed.watch(115)).toEqual([])
    expect(await ask(bed.api, 'getWatch', { path })).toMatchObject({
      json: {
        ...{ source: 'gold', unit: 'USD/XAU', decimals: 8, everyInSeconds: 5, wakes: 2 },
        conditions: [
          { name: 'high', isArmed: true },
          { name: 'low', isArmed: false },
          { name: 'silent', isArmed: true },
        ],
        trouble: { looks: 23, reasons: [expect.stringContaining('SOURCE_UNREACHABLE') as string] },
      },
    })
    const wakeId = await onlyWake(10)
    await bed.run(wakeId)
    // The last price stands, and the contract knows that it may be none any more.
    expect(await bed.read()).toMatchObject({ state: 3, goldE8: 401_666_000_000n })
    const { deliveries } = bed.engine.ports.runs
    expect((await deliveries.getRecord(wakeId))?.facts.observations).toEqual([])
    expect(await bed.watch(300)).toEqual([])
  })
})

describe('getWatch', () => {
  it('knows no watch of a Cryplet that is not there, or watches nothing', async () => {
    expect(await ask(bed.api, 'getWatch', { path: { name: 'nobody' } })).toMatchObject({
      status: 404,
      json: { code: 'CRYPLET_UNKNOWN' },
    })
    const { definition } = bed.engine.cryplet
    const deaf = { ...bed.engine.cryplet, definition: { ...definition, wakes: [] } }
    expect(await ask({ ...bed.api, cryplets: [deaf] }, 'getWatch', { path })).toMatchObject({
      status: 422,
      json: { code: 'CRYPLET_WITHOUT_WATCH' },
    })
  })
})
