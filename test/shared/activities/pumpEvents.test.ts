import { EventEmitter, once } from 'node:events'
import { eventConsumers } from '../../../shared/activities/eventConsumers'
import { openEventChain } from '../../../shared/chain/events/eventChain'
import { streamId } from '../../../shared/chain/events/stream'
import type { Hex } from '../../../shared/core/hex'
import type { AskerBed } from '../../support/askerBed'
import { startAskerBed } from '../../support/askerBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const SECOND: Hex = `0x${'02'.repeat(32)}`

let bed: AskerBed

beforeEach(async () => {
  bed = await startAskerBed()
})

afterEach(() => bed.stop())

async function onlyWake(): Promise<Hex> {
  const wakes = await bed.openWakes()
  expect(wakes).toHaveLength(1)
  return wakes[0] ?? '0x'
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await isSo()); ) {
    if (Date.now() > deadline) throw new Error('it does not come')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

// How many positions there are.
async function listeners(): Promise<number> {
  const { runs } = bed.engine.ports
  const [consumer] = await eventConsumers(runs, [bed.engine.cryplet])
  if (consumer === undefined) throw new Error('somebody listens')
  return (await bed.api.events.journal.positions(streamId(consumer.stream))).length
}

describe('pumpEvents', () => {
  it('answers a request once, resting on the block that asked', async () => {
    const requestId = await bed.ask(2_500n)
    await bed.pump()
    await bed.pump()
    const wakeId = await onlyWake()
    expect(await bed.run(wakeId)).toMatchObject({
      result: { status: 'recorded', outcomes: ['applied'] },
    })
    const { runs } = bed.engine.ports
    const [delivery] = (await runs.deliveries.ofRun(wakeId)) ?? []
    expect(delivery).toMatchObject({ mode: 'each', nonce: '1', isAnchored: true })
    const price = await bed.answerTo(requestId)
    const record = await runs.deliveries.getRecord(wakeId)
    expect(price).toBe((BigInt(record?.facts.observations[0]?.value ?? 0) * 25n) / 10n)
    await bed.pump()
    expect(await bed.openWakes()).toEqual([])
  })

  it('answers many, each with a nonce of its own', async () => {
    const asked = [await bed.ask(1n), await bed.ask(2n), await bed.ask(3n)]
    await bed.pump()
    const wakes = await bed.openWakes()
    expect(wakes).toHaveLength(3)
    for (const wake of wakes) await bed.run(wake)
    for (const requestId of asked) expect(await bed.answerTo(requestId)).toBeGreaterThan(0n)
  })

  it('wakes for one chain while another says nothing', async () => {
    const { subscriptions } = bed.engine.ports.runs
    const chainId = 999
    const listensTo = { chainId, address: bed.asker, fromBlock: 0, depth: 'instant' as const }
    await subscriptions.admit({ ...bed.subscription, subscription: SECOND, listensTo })
    const end = new EventEmitter()
    const ended = once(end, 'timeout')
    const send = async (): Promise<never> => {
      await ended
      throw new Error('timed out')
    }
    const rpc = { name: 'silent', send }
    await bed.ask(1n)
    const slice = bed.pump(openEventChain({ quorum: { chainId, rpcs: [rpc], needed: 1 } }))
    await until(async () => (await bed.openWakes()).length === 1)
    end.emit('timeout')
    await slice
    const consumers = await eventConsumers(bed.engine.ports.runs, [bed.engine.cryplet])
    const silent = consumers.find(({ stream }) => stream.chainId === chainId)?.stream
    if (silent === undefined) throw new Error('it listens')
    expect((await bed.api.events.journal.read(streamId(silent)))?.cursor).toBeUndefined()
  })

  it('waits for nobody whose subscription was withdrawn', async () => {
    const { subscriptions } = bed.engine.ports.runs
    const admitted = await subscriptions.admit({ ...bed.subscription, subscription: SECOND })
    await bed.ask(1n)
    await bed.pump()
    expect(await listeners()).toBe(2)
    await subscriptions.withdraw(admitted)
    await bed.pump()
    expect(await listeners()).toBe(1)
  })

  it('stops what a reorganisation took back before it was sealed', async () => {
    const requestId = await bed.ask(1_000n)
    await bed.pump()
    const wakeId = await onlyWake()
    await takeBack()
    await bed.pump()
    expect(await bed.run(wakeId)).toMatchObject({ result: { outcomes: ['cancelled'] } })
    expect(await bed.answerTo(requestId)).toBe(0n)
  })
})

// The block that asked gives way to others without its transaction.
async function takeBack(): Promise<void> {
  const { provider } = bed.fixture
  await provider.send('anvil_reorg', [1, []])
  await provider.send('anvil_mine', ['0x1'])
}
