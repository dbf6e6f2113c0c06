/** Programs of which it is known what the real engine makes, on a clock that stands. */
import type { Rig } from '../rig'
import { startRig } from '../rig'
import { DAY_IN_MS, gates, runs, SECOND_IN_MS, variant } from './conformancePrograms'

jest.setTimeout(30_000)

let rig: Rig

beforeAll(async () => {
  rig = await startRig()
})

beforeEach(() => {
  runs.length = 0
  gates.clear()
})

afterAll(() => rig.stop())

async function openGate(name: string): Promise<void> {
  await rig.until(() => gates.has(name))
  gates.get(name)?.()
  gates.delete(name)
}

async function reach(id: string, isThere: (history: readonly string[]) => boolean): Promise<void> {
  await rig.until(() => isThere(rig.history(id)))
}

const withoutTurns = (history: readonly string[]): readonly string[] =>
  history.filter((event) => !event.startsWith('Orchestrator'))

describe('task ids', () => {
  it('are given to each attempt, each pause, and one pause more after the last', async () => {
    const id = await rig.start('retried')
    for (const count of [1, 2]) {
      await reach(
        id,
        (history) => history.filter((e) => e.startsWith('TimerCreated')).length === count,
      )
      rig.clock.advance(SECOND_IN_MS)
    }
    expect((await rig.end(id)).output).toBe(`Activity function 'fail' failed:  no {"n":1}`)
    expect(withoutTurns(rig.history(id))).toEqual([
      'ExecutionStarted retried',
      'TaskScheduled#0 fail',
      'TaskFailed of #0',
      'TimerCreated#1',
      'TimerFired of #1',
      'TaskScheduled#2 fail',
      'TaskFailed of #2',
      'TimerCreated#3',
      'TimerFired of #3',
      'TaskScheduled#4 fail',
      'TaskFailed of #4',
      'TimerCreated#5',
      'TimerFired of #5',
      'TaskScheduled#6 pass',
      'TaskCompleted of #6',
      'ExecutionCompleted#7',
    ])
  })

  it('name a child after its parent execution and task', async () => {
    const id = await rig.start('namelessChild')
    await reach(id, (history) => history.some((event) => event.startsWith('SubOrchestration')))
    const list = (await (await rig.call('GET', 'instances/')).json()) as { instanceId: string }[]
    const child = list.find(({ instanceId }) => /^[0-9a-f]{32}:0$/.test(instanceId))
    await rig.raise(child?.instanceId ?? '', 'e', 'hello')
    expect((await rig.end(id)).output).toBe('hello')
  })
})

describe('Task.all', () => {
  it('that failed goes on only when the last of its tasks has settled', async () => {
    const id = await rig.start('allFails')
    await reach(id, (history) => history.includes('TaskFailed of #0'))
    expect(runs).toEqual(['fail {"n":1}'])
    await openGate('slow')
    expect((await rig.end(id)).output).toBe('cleaned')
    expect(withoutTurns(rig.history(id)).slice(-4)).toEqual([
      'TaskCompleted of #1',
      'TaskScheduled#2 pass',
      'TaskCompleted of #2',
      'ExecutionCompleted#3',
    ])
  })
})

describe('timers', () => {
  it('that are left open keep the instance running until they fire', async () => {
    const id = await rig.start('leavesTimer')
    await reach(id, (history) => history.includes('TaskCompleted of #1'))
    expect((await rig.status(id)).runtimeStatus).toBe('Running')
    rig.clock.advance(90 * SECOND_IN_MS)
    expect((await rig.end(id)).output).toBe('early')
    expect(rig.history(id)).toContain('TimerFired of #0')
  })

  it('that are cancelled do not', async () => {
    const id = await rig.start('cancelsTimer')
    expect((await rig.end(id)).output).toBe('early')
    rig.clock.advance(90 * SECOND_IN_MS)
    expect(rig.history(id)).not.toContain('TimerFired of #0')
  })

  it('longer than 6 days go in segments of 3', async () => {
    const id = await rig.start('waitsLong')
    for (const count of [1, 2, 3, 4]) {
      await reach(
        id,
        (history) => history.filter((e) => e.startsWith('TimerCreated')).length === count,
      )
      rig.clock.advance(count < 4 ? 3 * DAY_IN_MS : DAY_IN_MS)
    }
    expect((await rig.end(id)).output).toBe(10 * DAY_IN_MS)
    expect(withoutTurns(rig.history(id)).filter((event) => !event.startsWith('Timer'))).toEqual([
      'ExecutionStarted waitsLong',
      'TaskScheduled#4 pass',
      'TaskCompleted of #4',
      'ExecutionCompleted#5',
    ])
  })
})

describe('external events', () => {
  it('go to the one who began to wait last', async () => {
    const id = await rig.start('twoWaiters')
    await rig.raise(id, 'e', 'one')
    await reach(id, (history) => history.includes('EventRaised e'))
    await rig.raise(id, 'e', 'two')
    expect((await rig.end(id)).output).toEqual(['two', 'one'])
  })

  it('wait for the one who waits for them, in order of arrival', async () => {
    const id = await rig.start('buffers')
    await rig.raise(id, 'e', 1)
    await rig.raise(id, 'E', 2)
    await openGate('buffers')
    expect((await rig.end(id)).output).toEqual([1, 2])
  })

  it('that arrive when continueAsNew has been asked for go to the next execution', async () => {
    const id = await rig.start('collects', { seen: [] })
    for (const data of ['a', 'b', 'c']) await rig.raise(id, 'e', data)
    expect((await rig.end(id)).output).toEqual(['a', 'b', 'c'])
  })
})

describe('continueAsNew', () => {
  it('loses events that came before and were not taken', async () => {
    const id = await rig.start('leavesEvents', { round: 1 })
    await rig.until(() => gates.has('round 1'))
    await rig.raise(id, 'e', 'lost')
    await reach(id, (history) => history.includes('EventRaised e'))
    await openGate('round 1')
    await rig.until(() => gates.has('round 2'))
    await rig.raise(id, 'e', 'kept')
    await openGate('round 2')
    expect((await rig.end(id)).output).toBe('kept')
  })

  it('leaves behind what was on its way to the execution before, though ids are the same', async () => {
    const id = await rig.start('beginsAgain', { round: 1 })
    await reach(id, (history) => history.includes('TimerCreated#0'))
    await rig.raise(id, 'e', null)
    await rig.until(async () => {
      const { round } = (await rig.status(id))['input'] as { round: number }
      return round === 2
    })
    rig.clock.advance(10 * SECOND_IN_MS)
    // Until another instance has run from begin to end.
    await rig.end(await rig.start('values'))
    expect((await rig.status(id)).runtimeStatus).toBe('Running')
    rig.clock.advance(10 * SECOND_IN_MS)
    expect((await rig.end(id)).output).toBe('timer of round 2')
  })
})

describe('suspend, resume, terminate', () => {
  it('park what comes in between, and go on with it', async () => {
    const id = await rig.start('works')
    await rig.until(() => gates.has('works'))
    expect((await rig.call('POST', `instances/${id}/suspend?reason=wait`)).status).toBe(202)
    await rig.until(async () => (await rig.status(id)).runtimeStatus === 'Suspended')
    await openGate('works')
    await reach(id, (history) => history.includes('TaskCompleted of #0'))
    expect(rig.history(id)).not.toContain('TaskScheduled#1 pass')
    expect((await rig.status(id)).runtimeStatus).toBe('Suspended')
    expect((await rig.call('POST', `instances/${id}/resume`)).status).toBe(202)
    expect((await rig.end(id)).output).toEqual([{ name: 'works' }, { second: true }])
  })

  it('refuse to suspend twice and to resume what runs', async () => {
    const id = await rig.start('child')
    await rig.until(async () => (await rig.status(id)).runtimeStatus === 'Running')
    expect((await rig.call('POST', `instances/${id}/resume`)).status).toBe(500)
    await rig.call('POST', `instances/${id}/suspend`)
    await rig.until(async () => (await rig.status(id)).runtimeStatus === 'Suspended')
    expect((await rig.call('POST', `instances/${id}/suspend`)).status).toBe(500)
    await rig.call('POST', `instances/${id}/terminate?reason=over`)
    expect(await rig.end(id)).toMatchObject({ runtimeStatus: 'Terminated', output: 'over' })
  })

  it('terminate at once while an activity runs, whose result is dropped', async () => {
    const id = await rig.start('works')
    await rig.until(() => gates.has('works'))
    expect((await rig.call('POST', `instances/${id}/terminate?reason=stop`)).status).toBe(202)
    expect(await rig.end(id)).toMatchObject({ runtimeStatus: 'Terminated', output: 'stop' })
    await openGate('works')
    // Until another instance has run from begin to end.
    await rig.end(await rig.start('values'))
    expect(rig.history(id)).not.toContain('TaskCompleted of #0')
    expect((await rig.call('POST', `instances/${id}/terminate`)).status).toBe(410)
  })

  it('leave a parent whose child was terminated failed', async () => {
    const id = await rig.start('hasChild')
    await rig.until(async () => (await rig.call('GET', 'instances/the-child')).status === 202)
    await rig.call('POST', 'instances/the-child/terminate?reason=stop')
    expect((await rig.end(id)).runtimeStatus).toBe('Failed')
  })
})

describe('failures', () => {
  it('of a child reach its parent after its retries', async () => {
    const id = await rig.start('catchesChild')
    await reach(id, (history) => history.includes('TimerCreated#1'))
    rig.clock.advance(SECOND_IN_MS)
    expect((await rig.end(id)).output).toBe('caught')
  })

  it('say that the code was changed under a running instance', async () => {
    const id = await rig.start('changes')
    await rig.until(() => gates.has('changes'))
    variant.changed = true
    await openGate('changes')
    const { runtimeStatus, output } = await rig.end(id)
    variant.changed = false
    expect([runtimeStatus, output]).toEqual([
      'Failed',
      "A previous execution of this orchestration scheduled activity 'gate' with sequence ID 0, but the current replay produced activity 'pass' instead. Was a change made to the orchestrator code after this instance had already started running?",
    ])
  })

  it.each([
    [
      'callsUnknown',
      "The function 'unheardOf' doesn't exist, is disabled, or is not an activity function. Additional info: The following are the known activity functions: 'pass', 'fail', 'gate', 'nothing', 'TakesNote'.",
    ],
    [
      'callsHttp',
      'The orchestrator uses df.callHttp (CallHttp), which the embedded host does not support',
    ],
    ['callsEntity', 'The orchestrator uses df.callEntity (CallEntity), which'],
    ['signalsEntity', 'The orchestrator uses df.signalEntity (SignalEntity), which'],
    ['locks', 'The orchestrator uses df.lock (LockEntities), which the embedded host does not'],
  ])('of %s name what is missing', async (name, message) => {
    const { runtimeStatus, output } = await rig.end(await rig.start(name))
    expect([runtimeStatus, output]).toEqual(['Failed', expect.stringContaining(message)])
  })
})

describe('values', () => {
  it('reach activities as the real host hands them over', async () => {
    // A boolean arrives as .NET writes it, and null as nothing.
    const id = await rig.start('values')
    expect((await rig.end(id)).output).toEqual(['text', '123', 5, 'True', null, { a: [1] }, null])
  })

  it('of the custom status stay until they are changed', async () => {
    const id = await rig.start('speaks')
    await rig.until(async () => (await rig.status(id)).customStatus !== null)
    expect((await rig.status(id)).customStatus).toEqual({ step: 1 })
    await rig.raise(id, 'e', null)
    expect((await rig.end(id)).customStatus).toEqual({ step: 2 })
  })
})
