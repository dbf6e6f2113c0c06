import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServiceBusClient } from '@azure/service-bus'
import { unlessSilent } from '../../../../local/host/serviceBus/unlessSilent'
import { expectNone, openClient, receiveAll, receiveOne } from './contract/support'
import type { EmulatorProcess } from './emulatorProcess'
import { startProcess } from './emulatorProcess'

jest.setTimeout(30_000)

const topologyFile = join(__dirname, 'durable.topology.json')

describe('the emulator as a process, ended by SIGKILL and started on the same folder and port', () => {
  let stateDir = ''
  let emulator: EmulatorProcess | undefined
  let client: ServiceBusClient | undefined

  const open = (): ServiceBusClient => {
    if (client === undefined) throw new Error('No emulator runs.')
    return client
  }
  const start = async (port = 0) => {
    emulator = await startProcess({ stateDir, topologyFile, port })
    client = openClient(emulator.connection)
  }
  const killAndStart = async (meanwhile: Promise<unknown> = Promise.resolve()) => {
    const port = emulator?.port
    await emulator?.end('SIGKILL')
    await meanwhile
    await closeDead()
    await start(port)
  }

  // The SDK may wait a minute for what a broker that is gone was to answer.
  const closeDead = async () => {
    await unlessSilent(client?.close() ?? Promise.resolve()).catch(() => undefined)
  }

  beforeEach(async () => {
    stateDir = mkdtempSync(join(tmpdir(), 'service-bus-'))
    await start()
  })
  afterEach(async () => {
    await closeDead()
    await emulator?.end('SIGKILL')
    rmSync(stateDir, { recursive: true, force: true })
  })

  it('has what was sent, also what a receiver had locked, and not what was completed', async () => {
    const receiver = open().createReceiver('plain')
    await open()
      .createSender('plain')
      .sendMessages(['done', 'locked', 'waiting'].map((body) => ({ body })))
    const [done] = await receiveAll(receiver, 2)
    if (done !== undefined) await receiver.completeMessage(done)
    await killAndStart()
    const again = await receiveAll(open().createReceiver('plain'), 2)
    expect(again.map(({ body }) => body as unknown)).toEqual(['locked', 'waiting'])
    await expectNone(open().createReceiver('plain'))
  })

  it('has each of the sends that were acknowledged when it was killed amid them, none twice', async () => {
    const sender = open().createSender('many')
    const acknowledged = new Set<unknown>()
    let next = 0
    let ended: Promise<unknown> | undefined
    // Twenty at a time until one fails: however quick it is, it is killed with more to come.
    const send = async (): Promise<boolean> => {
      const body = next++
      try {
        await sender.sendMessages({ body })
      } catch {
        return false // it is gone; what it had not acknowledged may be kept or not
      }
      acknowledged.add(body)
      if (acknowledged.size === 40) ended = emulator?.end('SIGKILL')
      return true
    }
    for (let goesOn = true; goesOn; ) {
      goesOn = (await Promise.all(Array.from({ length: 20 }, send))).every(Boolean)
    }
    await ended
    await killAndStart()
    expect(acknowledged.size).toBeGreaterThanOrEqual(40)
    const kept = await open().createReceiver('many').peekMessages(250)
    const bodies = kept.map(({ body }) => body as unknown)
    expect([...acknowledged].filter((body) => !bodies.includes(body))).toEqual([])
    expect(new Set(bodies).size).toBe(bodies.length)
  })

  it('refuses an id that it had seen before', async () => {
    await open().createSender('once').sendMessages({ body: 1, messageId: 'same' })
    await killAndStart()
    await open().createSender('once').sendMessages({ body: 2, messageId: 'same' })
    const receiver = open().createReceiver('once')
    const message = await receiveOne(receiver)
    expect(message.body).toBe(1)
    await receiver.completeMessage(message)
    await expectNone(receiver)
  })

  it('has what was put off, scheduled, counted and dead-lettered, under the numbers that were told', async () => {
    const sender = open().createSender('plain')
    const receiver = open().createReceiver('plain')
    await sender.sendMessages(['later', 'dead', 'failed'].map((body) => ({ body })))
    const [later, dead, failing] = await receiveAll(receiver, 3)
    if (later === undefined || dead === undefined || failing === undefined) throw new Error('3')
    await receiver.deferMessage(later)
    await receiver.deadLetterMessage(dead, {
      deadLetterReason: 'Bad',
      deadLetterErrorDescription: 'none',
    })
    await receiver.abandonMessage(failing, { tried: 1 })
    const [scheduled] = await sender.scheduleMessages({ body: 'due' }, new Date(Date.now() + 3000))
    await killAndStart()
    const after = open().createReceiver('plain')
    const [deferred] = await after.receiveDeferredMessages(later.sequenceNumber ?? [])
    expect(deferred?.body).toBe('later')
    const failed = await receiveOne(after)
    expect(failed).toMatchObject({ body: 'failed', deliveryCount: 1 })
    expect(failed.applicationProperties).toEqual({ tried: 1 })
    const letters = open().createReceiver('plain', { subQueueType: 'deadLetter' })
    expect(await receiveOne(letters)).toMatchObject({ body: 'dead', deadLetterReason: 'Bad' })
    const due = await receiveOne(after, 6000)
    expect(due.body).toBe('due')
    expect(Number(due.sequenceNumber)).toBeGreaterThan(Number(scheduled))
  })

  it('has the state of sessions, and a topic its copies', async () => {
    const session = await open().acceptSession('sessions', 's')
    await session.setSessionState({ cursor: 7 })
    await open().createSender('news').sendMessages({ body: 'copy' })
    await killAndStart()
    // The lock has gone with its process.
    const again = await open().acceptSession('sessions', 's')
    expect(await again.getSessionState()).toEqual({ cursor: 7 })
    expect((await receiveOne(open().createReceiver('news', 'all'))).body).toBe('copy')
  })

  it('serves a folder alone, and ends with code 0 when asked to', async () => {
    await expect(startProcess({ stateDir, topologyFile })).rejects.toThrow(/no other emulator/)
    expect(await emulator?.end('SIGTERM')).toBe(0)
  })
})
