import { Interface } from 'ethers'
import type { Samples } from '../../../local/samples/startSamples'
import { startSamples } from '../../../local/samples/startSamples'
import { check } from '../../../shared/activities/check'
import { keep } from '../../../shared/activities/keep'
import { produce } from '../../../shared/activities/produce'
import { record } from '../../../shared/activities/record'
import { submit } from '../../../shared/activities/submit'
import { tick } from '../../../shared/activities/tick'
import { findBreak } from '../../../shared/audit/openAudit'
import { cryptoDelegate } from '../../../shared/chain/contracts.generated'
import { deliveryId, instanceId, wakeId } from '../../../shared/core/ids'
import type { OpenTable } from '../../../shared/store/table'
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
jest.setTimeout(180_000)

// Friday, 20 November 2026, 16:00 in New York.
const SLOT = Date.UTC(2026, 10, 20, 21) / 1000
const delivered = new Interface(cryptoDelegate.abi).getEvent('Delivered')?.topicHash ?? null

let azurite: Azurite
let anvil: Anvil
let samples: Samples
let fixture: Fixture
let snapshot: unknown

beforeAll(async () => {
  ;[azurite, anvil, samples] = await Promise.all([
    startAzurite(),
    startAnvil(['--hardfork', 'osaka', '--timestamp', String(SLOT - 3600)]),
    startSamples(0),
  ])
  fixture = await deployFixture(anvil.url)
  snapshot = await fixture.provider.send('evm_snapshot', [])
})

afterAll(() => Promise.all([azurite.stop(), anvil.stop(), samples.stop()]))

/** A process that ends with one of its writes: the write has happened, and nothing after it ever does. */
type Mortal = {
  readonly wrapTables: (open: OpenTable) => OpenTable
  readonly ended: Promise<'ended'>
  readonly writes: readonly string[]
}

function mortal(endsAtWrite: number): Mortal {
  const writes: string[] = []
  let end: (reason: 'ended') => void = () => undefined
  const ended = new Promise<'ended'>((resolve) => {
    end = resolve
  })
  let isDead = false
  const never = new Promise<never>(() => undefined)
  const living =
    <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const result = await (isDead ? never : call(...args))
      return isDead ? never : result
    }
  const writing = <A extends readonly unknown[], R>(
    name: string,
    call: (...args: A) => Promise<R>,
  ): ((...args: A) => Promise<R>) =>
    living(async (...args: A) => {
      const result = await call(...args)
      writes.push(name)
      if (writes.length === endsAtWrite) {
        isDead = true
        end('ended')
      }
      return result
    })
  const wrapTables =
    (open: OpenTable): OpenTable =>
    (name) => {
      const table = open(name)
      return {
        get: living(table.get),
        list: living(table.list),
        insert: writing(`insert ${name}`, table.insert),
        replace: writing(`replace ${name}`, table.replace),
        put: writing(`put ${name}`, table.put),
        transact: writing(`transact ${name}`, table.transact),
        remove: writing(`remove ${name}`, table.remove),
      }
    }
  return { wrapTables, ended, writes }
}

type World = {
  readonly clock: VirtualClock
  /** Instances that run, through every end of a process: the Durable engine's own memory. */
  readonly started: Set<string>
  readonly boot: (process: Mortal) => Engine
}

let worlds = 0

// A chain as it was, empty tables, an engine that knows no instance.
async function freshWorld(): Promise<World> {
  await fixture.provider.send('evm_revert', [snapshot])
  snapshot = await fixture.provider.send('evm_snapshot', [])
  await fixture.provider.send('evm_setTime', [SLOT + 2])
  await fixture.provider.send('evm_mine', [])
  const clock = virtualClock((SLOT + 2) * 1000)
  const started = new Set<string>()
  const prefix = `w${String(worlds++)}`
  const boot = ({ wrapTables }: Mortal): Engine => {
    const engine = startEngine({
      ...{ connection: azurite.connection, fixture, chainUrl: anvil.url, clock },
      samplesUrl: `http://127.0.0.1:${String(samples.port)}`,
      wrapTables: (open) => wrapTables((name) => open(prefix + name)),
    })
    const { instances } = engine
    const start: typeof instances.start = async (id) => {
      if (started.has(id)) return 'running'
      started.add(id)
      return 'started'
    }
    return { ...engine, instances: { ...instances, start } }
  }
  const { ports, cryplet, subscription } = boot(mortal(0))
  await ports.runs.subscriptions.admit(subscription)
  await ports.runs.checkpoints.advance(cryplet.crypletId, SLOT - 1)
  return { clock, started, boot }
}

const RUN = (engine: Engine) => wakeId('schedule', engine.cryplet.crypletId, SLOT)

// What a process does while it lives: it rings each second, ticks each minute, and works the instance if there is one.
async function live(world: World, engine: Engine): Promise<'lived'> {
  const { ports, instances, cryplet } = engine
  await keep(ports, instances)
  await engine.answerBells()
  await work(world, engine)
  await tick({ ...ports, instances }, cryplet)
  await keep(ports, instances)
  await engine.answerBells()
  await work(world, engine)
  await keep(ports, instances)
  await engine.answerBells()
  return 'lived'
}

async function work({ clock, started }: World, engine: Engine): Promise<void> {
  const { ports, instances } = engine
  const id = RUN(engine)
  if (!started.has(instanceId(id))) return
  await driveWorkflow(deliver, {
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
  // An engine forgets that a finished instance is there when it is asked to start one of its id.
  started.delete(instanceId(id))
}

async function outcomeOf(engine: Engine): Promise<object> {
  const { ports } = engine
  const { runs, audit } = ports
  const id = deliveryId(RUN(engine), engine.subscription)
  const entries = await audit.list({ from: 1, limit: 10 })
  const filter = { address: fixture.goldNote, topics: [delivered], fromBlock: 0 }
  return {
    outcome: (await runs.deliveries.getEnd({ wakeId: RUN(engine), deliveryId: id }))?.outcome,
    isListed: (await runs.deliveries.list({ limit: 10 })).deliveryIds.includes(id),
    isFound: (await runs.deliveries.get(id)) !== undefined,
    hasEnded: await runs.wakes.hasEnded(RUN(engine)),
    open: await runs.wakes.listOpen(),
    checkpoint: await runs.checkpoints.get(engine.cryplet.crypletId),
    audited: entries.length,
    isBroken: findBreak(entries) !== undefined,
    events: (await fixture.provider.getLogs(filter)).length,
    sent: await fixture.provider.getTransactionCount(engine.sender),
  }
}

describe('a process that ends with any of its writes', () => {
  it('leaves a delivery that the next one ends, once', async () => {
    for (let endsAt = 1; ; endsAt++) {
      const world = await freshWorld()
      const first = mortal(endsAt)
      const came = await Promise.race([live(world, world.boot(first)), first.ended])
      // Long enough for the keeper to ask again for what seems to run.
      world.clock.advance(61_000)
      const next = world.boot(mortal(0))
      await live(world, next)
      const place = `${String(endsAt)}: ${first.writes.at(-1) ?? ''}`
      expect({ place, ...(await outcomeOf(next)) }).toEqual({
        place,
        ...{ outcome: 'applied', isListed: true, isFound: true, hasEnded: true, open: [] },
        ...{ checkpoint: SLOT, audited: 1, isBroken: false, events: 1, sent: 1 },
      })
      if (came === 'ended') continue
      expect(first.writes).toMatchInlineSnapshot(`
[
  "insert runs",
  "insert runs",
  "put runs",
  "replace checkpoints",
  "insert runs",
  "insert deliveries",
  "insert deliveries",
  "insert runs",
  "transact runs",
  "put verdicts",
  "insert envelopes",
  "insert lanes",
  "transact lanes",
  "transact lanes",
  "transact lanes",
  "insert runs",
  "transact lanes",
  "transact audit",
  "insert runs",
  "remove runs",
]
`)
      return
    }
  })
})
