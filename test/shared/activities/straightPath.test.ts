import type { Samples } from '../../../local/samples/startSamples'
import { startSamples } from '../../../local/samples/startSamples'
import { check } from '../../../shared/activities/check'
import { keep } from '../../../shared/activities/keep'
import { produce } from '../../../shared/activities/produce'
import { record } from '../../../shared/activities/record'
import { submit } from '../../../shared/activities/submit'
import { tick } from '../../../shared/activities/tick'
import { findBreak } from '../../../shared/audit/openAudit'
import { wakeId } from '../../../shared/core/ids'
import { deliver } from '../../../shared/workflows/deliver'
import type { Azurite } from '../../support/azurite'
import { startAzurite } from '../../support/azurite'
import type { Fixture } from '../../support/deployFixture'
import { deployFixture } from '../../support/deployFixture'
import type { Engine } from '../../support/engine'
import { startEngine } from '../../support/engine'
import type { Anvil } from '../../support/foundry'
import { startAnvil } from '../../support/foundry'
import type { VirtualClock } from '../../support/virtualClock'
import { virtualClock } from '../../support/virtualClock'
import { driveWorkflow } from '../../support/workflowDriver'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

// Friday, 20 November 2026, 16:00 in New York.
const SLOT = Date.UTC(2026, 10, 20, 21) / 1000
const MONDAY = Date.UTC(2026, 10, 23, 21) / 1000

let azurite: Azurite
let anvil: Anvil
let samples: Samples
let engine: Engine
let provider: Fixture['provider']
let clock: VirtualClock

beforeAll(async () => {
  clock = virtualClock((SLOT + 2) * 1000)
  ;[azurite, anvil, samples] = await Promise.all([
    startAzurite(),
    startAnvil(['--hardfork', 'osaka', '--timestamp', String(SLOT - 3600)]),
    startSamples(0),
  ])
  const fixture = await deployFixture(anvil.url)
  provider = fixture.provider
  await provider.send('evm_setTime', [SLOT + 2])
  const { connection } = azurite
  engine = startEngine({
    connection,
    fixture,
    chainUrl: anvil.url,
    clock,
    samplesUrl: `http://127.0.0.1:${String(samples.port)}`,
  })
  await engine.ports.runs.subscriptions.admit(engine.subscription)
})

afterAll(() => Promise.all([azurite.stop(), anvil.stop(), samples.stop()]))

describe('one delivery of marketClose', () => {
  it('goes from the tick to the audit entry, through every named point once', async () => {
    const { ports, instances, log, cryplet } = engine
    await ports.runs.checkpoints.advance(cryplet.crypletId, SLOT - 1)
    expect(await tick({ ...ports, instances }, cryplet)).toEqual([SLOT])
    const id = wakeId('schedule', cryplet.crypletId, SLOT)
    const drive = await driveWorkflow(deliver, {
      input: { wakeId: id },
      activities: {
        produce: (input) => produce(ports, input),
        submit: (input) => submit(ports, input),
        check: (input) => check(ports, input),
        record: (input) => record(ports, input),
      },
      clock,
      whileWaiting: async () => {
        await keep(ports, instances)
        await engine.answerBells()
        return instances.raised.length > 0
      },
    })
    expect(log.lines.filter((line) => !line.startsWith('point'))).toEqual([])
    expect(drive.result).toEqual({ status: 'recorded', outcomes: ['applied'] })
    expect(drive.steps).toEqual(['produce', 'submit', 'event', 'record'])
    expect(drive.openTimers).toBe(0)
    expect(log.points()).toEqual([
      'wake',
      'start',
      'deliveries',
      'observe',
      'observed',
      'execute',
      'envelope',
      'submitted',
      'signed',
      'broadcast',
      'mined',
      'settled',
      'raised',
      'recorded',
    ])
    expect(await ports.runs.wakes.hasEnded(id)).toBe(true)
    const entries = await ports.audit.list({ from: 1, limit: 10 })
    expect(entries).toHaveLength(1)
    expect(findBreak(entries)).toBeUndefined()
  })

  it('comes to its end though neither submit nor the keeper could ring: a later ring finds its row', async () => {
    const { instances, log, cryplet, sender } = engine
    clock.set((MONDAY + 2) * 1000)
    await provider.send('evm_setTime', [MONDAY + 2])
    const ring = async (): Promise<never> => {
      throw new Error('the broker is down')
    }
    const deaf = { ...engine.ports, doorbell: { ring } }
    expect(await tick({ ...deaf, instances }, cryplet)).toEqual([MONDAY])
    const id = wakeId('schedule', cryplet.crypletId, MONDAY)
    const told = instances.raised.length
    const states: (string | undefined)[] = []
    const drive = await driveWorkflow(deliver, {
      input: { wakeId: id },
      activities: {
        produce: (input) => produce(deaf, input),
        submit: (input) => submit(deaf, input),
        check: (input) => check(deaf, input),
        record: (input) => record(deaf, input),
      },
      clock,
      whileWaiting: async () => {
        const [delivery] = (await deaf.runs.deliveries.ofRun(id)) ?? []
        const key = { chainId: delivery?.chainId ?? 0, sender }
        states.push((await deaf.lanes.get(key, delivery?.deliveryId ?? '0x'))?.state)
        await keep(states.length < 3 ? deaf : engine.ports, instances)
        await engine.answerBells()
        return instances.raised.length > told
      },
    })
    expect(drive.result).toEqual({ status: 'recorded', outcomes: ['applied'] })
    expect(drive.steps.slice(0, 2)).toEqual(['produce', 'submit']) // it is not submitted again for that
    expect(states.slice(0, 3)).toEqual(['accepted', 'accepted', 'accepted'])
    const unheard = log.lines.filter((line) => line.startsWith('a lane was not rung at'))
    expect(unheard).toHaveLength(3)
  })
})
