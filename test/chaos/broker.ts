import type { Bus } from '../../shared/bus/bus'
import { LANES_QUEUE } from '../../shared/bus/doorbell'
import { topology } from '../../shared/bus/topology'
import type { Life, World } from './world'
import { Violation } from './world'

/** A session queue as Service Bus is: at most one holds a session, as long as its lock lasts. */
export type Broker = {
  /** The broker as one process sends to it. */
  readonly busOf: (life: Life) => Bus
  /** Gives waiting messages to whoever is there. */
  readonly pump: () => void
  readonly setDownUntil: (inMs: number) => void
}

/** Who receives. */
export type Receiver = { readonly life: Life; readonly handle: (body: object) => Promise<void> }

type Message = {
  readonly body: object
  readonly sessionId: string
  readonly visibleAtInMs: number
  readonly expiresAtInMs: number
  deliveries: number
}

const lanes = topology.queues.find(({ name }) => name === LANES_QUEUE)
if (lanes === undefined) throw new Error('there is no queue of lanes in the topology')
const { defaultMessageTimeToLiveInMs, lockDurationInMs, maxDeliveryCount } = lanes

export function openBroker(world: World, receivers: () => readonly Receiver[]): Broker {
  const { random, faults } = world
  const messages: Message[] = []
  const holders = new Map<string, object>()
  let downUntilInMs = 0

  const release = (sessionId: string, holder: object): void => {
    if (holders.get(sessionId) !== holder) return
    holders.delete(sessionId)
    pump()
  }
  const give = (message: Message, { life, handle }: Receiver): void => {
    const { sessionId } = message
    const holder = {}
    holders.set(sessionId, holder)
    message.deliveries++
    if (message.deliveries > maxDeliveryCount)
      world.report(new Violation('lost', 'a bell is among the dead letters'))
    if (faults.strikes('lockLost')) {
      world.at(random.between(100, 1_500), () => {
        release(sessionId, holder)
      })
    }
    const done = (): void => {
      if (life.isOver) return // its lock ends by itself
      const at = messages.indexOf(message)
      if (at >= 0 && holders.get(sessionId) === holder) messages.splice(at, 1)
      release(sessionId, holder)
    }
    handle(message.body).then(done, done)
    // A process that renews its lock keeps it for as long as it works.
    const watch = (): void => {
      if (life.isOver) release(sessionId, holder)
      else if (holders.get(sessionId) === holder) world.at(lockDurationInMs, watch)
    }
    world.at(lockDurationInMs, watch)
  }
  function pump(): void {
    const now = world.nowInMs()
    for (const message of [...messages]) {
      if (message.expiresAtInMs <= now) messages.splice(messages.indexOf(message), 1)
      else if (message.visibleAtInMs <= now && !holders.has(message.sessionId)) {
        const there = receivers()
        if (there.length > 0) give(message, random.pick(there))
      }
    }
  }
  const enqueue = (body: object, sessionId: string): void => {
    if (faults.strikes('bellLost')) return
    const now = world.nowInMs()
    const lateInMs = faults.strikes('bellLate') ? random.between(1_000, 20_000) : 0
    const visibleAtInMs = now + lateInMs
    const message = {
      body,
      sessionId,
      visibleAtInMs,
      expiresAtInMs: visibleAtInMs + defaultMessageTimeToLiveInMs,
      deliveries: 0,
    }
    if (faults.strikes('bellReordered')) messages.unshift(message)
    else messages.push(message)
    if (faults.strikes('bellDoubled')) messages.push({ ...message })
    world.at(lateInMs, pump)
  }
  return {
    pump,
    busOf: (life) => ({
      send: (_entity, { body, sessionId }) =>
        world.pass(life, 'bell', () => {
          if (downUntilInMs > world.nowInMs()) throw new Error('the broker is down')
          enqueue(body, sessionId)
        }),
    }),
    setDownUntil: (inMs) => {
      downUntilInMs = inMs
    },
  }
}
