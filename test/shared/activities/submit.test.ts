import type { ActivityPorts } from '../../../shared/activities/ports'
import { produce } from '../../../shared/activities/produce'
import { record } from '../../../shared/activities/record'
import { submit } from '../../../shared/activities/submit'
import type { Hex } from '../../../shared/core/hex'
import type { DeliveryEnd } from '../../../shared/runs/rows'
import { KeyFileExposedError } from '../../../shared/signing/errors'
import { signer } from '../../support/deployFixture'
import type { WokenBeds } from '../../support/wokenBed'
import { startWokenBeds } from '../../support/wokenBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let beds: WokenBeds

beforeAll(async () => {
  beds = await startWokenBeds()
})

afterAll(() => beds.stop())

describe('submit and record', () => {
  it('end as missed what came to no envelope, once, with its reasons', async () => {
    const { ports, id: wake, engine } = await beds.wake({ sources: 'down' })
    await produce(ports, { wakeId: wake })
    const input = { wakeId: wake, ending: { outcome: 'missed', reasons: ['gold: down'] } } as const
    expect(await submit(ports, input)).toEqual({ status: 'submitted', open: 0 })
    expect(await record(ports, input)).toEqual({ status: 'recorded', outcomes: ['missed'] })
    expect(await record(ports, input)).toEqual({ status: 'recorded', outcomes: ['missed'] })
    expect(await endsOf(ports, wake)).toMatchObject([
      { outcome: 'missed', reasons: ['gold: down'] },
    ])
    expect(await ports.runs.wakes.hasEnded(wake)).toBe(true)
    expect(engine.log.points().filter((point) => point === 'recorded')).toHaveLength(1)
  })

  it('end as refused what no lane of ours takes', async () => {
    const { ports, id: wake, engine } = await beds.wake()
    await produce(ports, { wakeId: wake })
    const elsewhere: ActivityPorts = { ...ports, lanes: engine.lanesOf(signer('51')) }
    expect(await submit(elsewhere, { wakeId: wake })).toEqual({ status: 'submitted', open: 0 })
    expect(await endsOf(ports, wake)).toMatchObject([
      { outcome: 'refused', reasons: [expect.stringMatching(/^SENDER_MISMATCH: /)] },
    ])
  })

  it('leave what a lane has accepted to it, though this fabric has lost the sender since', async () => {
    const { ports, id: wake, engine } = await beds.wake()
    await produce(ports, { wakeId: wake })
    expect(await submit(ports, { wakeId: wake })).toEqual({ status: 'submitted', open: 1 })
    const elsewhere: ActivityPorts = { ...ports, lanes: engine.lanesOf(signer('51')) }
    expect(await submit(elsewhere, { wakeId: wake })).toEqual({ status: 'submitted', open: 1 })
    expect(await endsOf(ports, wake)).toEqual([])
  })

  it('wait for a sender key that cannot be read', async () => {
    const { ports, id: wake, engine } = await beds.wake()
    await produce(ports, { wakeId: wake })
    const exposed = new KeyFileExposedError('sender.key', 0o644)
    const broken: ActivityPorts = { ...ports, lanes: engine.lanesOf(exposed) }
    expect(await submit(broken, { wakeId: wake })).toMatchObject({ status: 'fault' })
    expect(await endsOf(ports, wake)).toEqual([])
  })

  it('never end what was submitted: only its lane does', async () => {
    const { ports, id: wake } = await beds.wake()
    await produce(ports, { wakeId: wake })
    const input = { wakeId: wake, ending: { outcome: 'missed', reasons: [] } } as const
    expect(await submit(ports, input)).toEqual({ status: 'submitted', open: 1 })
    expect(await record(ports, input)).toMatchObject({ status: 'fault', retryable: true })
    expect(await ports.runs.wakes.hasEnded(wake)).toBe(false)
  })
})

async function endsOf({ runs }: ActivityPorts, wake: Hex): Promise<readonly DeliveryEnd[]> {
  return [...(await runs.deliveries.endsOf(wake)).values()]
}
