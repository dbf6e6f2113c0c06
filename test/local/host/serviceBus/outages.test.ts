import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { app } from '@azure/functions'
import type { HostClock } from '../../../../local/host/clock'
import { systemClock } from '../../../../local/host/clock'
import { registry } from '../../../../local/host/registry'
import { makeServiceBus } from '../../../../local/host/serviceBus/serviceBusHost'
import { readServiceBusSettings } from '../../../../local/host/serviceBus/settings'
import { openClient, until } from '../../emulators/serviceBus/contract/support'
import type { EmulatorProcess } from '../../emulators/serviceBus/emulatorProcess'
import { startProcess } from '../../emulators/serviceBus/emulatorProcess'
import type { BusHost, BusHostOptions } from './busHost'
import { startBusHost } from './busHost'
import { makeGate, makeRecorder } from './handlers'

jest.setTimeout(60_000)

const recorder = makeRecorder()
const { handler } = recorder
const connection = 'BUS'
const isSessionsEnabled = true
app.serviceBusQueue('plain', { queueName: 'plain', connection, handler })
app.serviceBusQueue('lanes', { queueName: 'lanes', connection, isSessionsEnabled, handler })
app.serviceBusQueue('missing', { queueName: 'missing', connection, handler })
app.http('alive', { handler: () => ({ body: 'alive' }) })

const only = ['plain', 'lanes', 'alive']
let folder = ''
let topologyFile = ''
let emulator: EmulatorProcess
let host: BusHost | undefined

const start = async (port = 0): Promise<void> => {
  emulator = await startProcess({ stateDir: join(folder, 'state'), topologyFile, port })
}
const kill = (): Promise<unknown> => emulator.end('SIGKILL')
const open = async (options: Partial<BusHostOptions> = {}): Promise<BusHost> =>
  (host = await startBusHost({ env: { BUS: emulator.connection }, only, ...options }))

// By a client of its own: one that lost its broker is of no use.
const send = async (queue: string, body: unknown): Promise<void> => {
  const client = openClient(emulator.connection)
  const sessionId = queue === 'lanes' ? { sessionId: 'a' } : {}
  await client.createSender(queue).sendMessages({ body, ...sessionId })
  await client.close()
}
const linesOf = (name: string): readonly string[] =>
  host?.lines.filter((line) => line.includes(` ${name} `)) ?? []

const lost = (name: string) =>
  expect.stringMatching(
    new RegExp(
      `^warning ${name} Service Bus at 127.0.0.1:\\d+ cannot be reached: queue '${name}' waits`,
    ),
  ) as string
const back = (name: string) =>
  expect.stringMatching(
    new RegExp(`^information ${name} Service Bus at 127.0.0.1:\\d+ serves queue '${name}' again`),
  ) as string

beforeEach(async () => {
  recorder.runs.length = 0
  recorder.behave = () => undefined
  folder = mkdtempSync(join(tmpdir(), 'outages-'))
  topologyFile = join(folder, 'topology.json')
  const queues = [
    { name: 'plain', lockDuration: 'PT2S' },
    { name: 'lanes', requiresSession: true },
  ]
  writeFileSync(topologyFile, JSON.stringify({ queues }))
  await start()
})

afterEach(async () => {
  await host?.stop(0)
  await kill()
  rmSync(folder, { recursive: true, force: true })
})

describe('a broker that is not there when the host starts', () => {
  it('is waited for, while the host serves everything else and says it once', async () => {
    await kill()
    const { url } = await open()
    expect(await (await fetch(`${url}/api/alive`)).text()).toBe('alive')
    await until(() => host?.lines.length === 2)
    await start(emulator.port)
    await send('plain', 1)
    await send('lanes', 2)
    await until(() => recorder.runs.length === 2, 20_000)
    expect(linesOf('plain')).toEqual([lost('plain'), back('plain')])
    expect(linesOf('lanes')).toEqual([lost('lanes'), back('lanes')])
  })

  it('does not hold up the stop of the host', async () => {
    await kill()
    await open()
    await until(() => host?.lines.length === 2)
    await host?.stop()
  })
})

describe('the pause before the broker is tried again', () => {
  it('grows to 10 s, and no further', async () => {
    await kill()
    const pauses: number[] = []
    const clock: HostClock = {
      nowInMs: () => 0,
      setTimer: (delayInMs, run) => {
        pauses.push(delayInMs)
        if (pauses.length < 8) run()
        return () => undefined
      },
    }
    const serviceBus = makeServiceBus({
      functions: [...registry.functions.values()].filter(({ id }) => id === 'plain'),
      serviceBus: readServiceBusSettings({}, () => undefined),
      env: { BUS: emulator.connection },
      clock,
      clientPayload: () => '',
      onFailure: () => undefined,
    })
    serviceBus.start()
    await until(() => pauses.length === 8)
    await serviceBus.stop()
    expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000])
  })
})

describe('a broker that is killed and started again', () => {
  it('goes on with what waited there, and each outage is said once', async () => {
    await open()
    for (const round of [1, 2]) {
      await send('plain', round)
      await send('lanes', round)
      await until(() => recorder.runs.length === 2 * round, 20_000)
      await until(() => recorder.runs.every(({ isOver }) => isOver))
      await kill()
      await until(() => host?.lines.length === 4 * round - 2)
      await start(emulator.port)
      await until(() => host?.lines.length === 4 * round, 20_000)
    }
    expect(linesOf('plain')).toEqual([lost('plain'), back('plain'), lost('plain'), back('plain')])
    expect(linesOf('lanes')).toEqual([lost('lanes'), back('lanes'), lost('lanes'), back('lanes')])
  })

  it.each(['plain', 'lanes'])(
    'gives what it had locked on %s again, also while the function still runs',
    async (queue) => {
      const gate = makeGate()
      recorder.behave = () => (recorder.runs.length === 1 ? gate.opened : undefined)
      await open()
      await send(queue, 'once')
      await until(() => recorder.runs.length === 1)
      await kill()
      await until(() => linesOf(queue).length === 1)
      await start(emulator.port)
      await until(() => recorder.runs.length === 2, 20_000)
      gate.open()
      await until(() => linesOf(queue).length === 3)
      expect(linesOf(queue)[2]).toMatch(
        /could not be given back, so it may come again: The connection that it came by has gone/,
      )
      await send(queue, 'next')
      await until(() => recorder.runs.length === 3)
      expect(recorder.values()).toEqual(['once', 'once', 'next'])
    },
  )
})

describe('a broker that refuses', () => {
  it('is told apart from one that is not there', async () => {
    await open({ only: ['missing'] })
    await until(() => linesOf('missing').length === 1)
    expect(linesOf('missing')[0]).toMatch(
      /^warning missing Service Bus at 127.0.0.1:\d+ refuses queue 'missing', and is tried again .* could not be found/,
    )
    expect(host?.lines.join()).not.toContain('published-development-key')
  })
})

describe('a host that stops', () => {
  it.each(['plain', 'lanes'])(
    'lets the function on %s end, and completes its message',
    async (queue) => {
      const gate = makeGate()
      recorder.behave = () => gate.opened
      // With its only place taken it has no call under way that could keep the connection open.
      await open({ serviceBus: { maxConcurrentCalls: 1, maxConcurrentSessions: 1 } })
      await send(queue, 'first')
      await until(() => recorder.runs.length === 1)
      const stopped = host?.stop()
      await send(queue, 'second')
      gate.open()
      await stopped
      expect(host?.lines).toEqual([])
      await open()
      await until(() => recorder.runs.length === 2)
      expect(recorder.values()).toEqual(['first', 'second'])
    },
  )

  it.each(['plain', 'lanes'])(
    'takes from %s what comes meanwhile, or leaves it: nothing waits for a lock',
    async (queue) => {
      const gate = makeGate()
      recorder.behave = () => gate.opened
      await open()
      await send(queue, 'first')
      await until(() => recorder.runs.length === 1)
      const stopped = host?.stop()
      await send(queue, 'second')
      gate.open()
      await stopped
      await open()
      await until(() => recorder.runs.length === 2)
      expect(
        recorder.runs.map(({ value, metadata }) => [value, metadata['deliveryCount']]),
      ).toEqual([
        ['first', 1],
        ['second', 1],
      ])
    },
  )

  it.each(['plain', 'lanes'])(
    'waits no longer than its deadline: the message on %s comes again',
    async (queue) => {
      const gate = makeGate()
      recorder.behave = () => gate.opened
      await open()
      await send(queue, 'cut')
      await until(() => recorder.runs.length === 1)
      await host?.stop(0)
      expect(recorder.runs[0]?.isOver).toBe(false)
      await open()
      await until(() => recorder.runs.length === 2, 20_000)
      gate.open()
      expect(recorder.values()).toEqual(['cut', 'cut'])
    },
  )

  it('leaves no timer and no connection behind', async () => {
    const resources = () =>
      process.getActiveResourcesInfo().filter((kind) => /^(?:Timeout|TCP)/.test(kind)).length
    const timers = new Set<object>()
    const clock: HostClock = {
      ...systemClock,
      setTimer: (delayInMs, run) => {
        const cancel = systemClock.setTimer(delayInMs, run)
        timers.add(cancel)
        return () => {
          timers.delete(cancel)
          cancel()
        }
      },
    }
    const before = resources()
    await open({ clock })
    await send('lanes', 1)
    await send('plain', 1)
    await until(() => recorder.runs.length === 2)
    await host?.stop()
    expect(timers.size).toBe(0)
    await until(() => resources() <= before)
  })
})
