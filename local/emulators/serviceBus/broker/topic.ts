import type { SubscriptionTopology, TopicTopology } from '../../../../shared/bus/topology'
import { MAX_TIME_TO_LIVE_IN_MS } from '../../../../shared/bus/topology'
import { Inbox } from './inbox'
import { matchesFilter } from './matchesFilter'
import type { Content, Message } from './message'
import type { BrokerPorts } from './ports'
import type { Queue } from './queue'

/** A subscription: its queue, and the rules that say what comes into it. */
export type Subscription = { readonly topology: SubscriptionTopology; readonly queue: Queue }

/** A topic: gives each subscription a copy of what passes its rules. */
export class Topic {
  readonly path: string
  readonly inbox: Inbox

  constructor(
    private readonly topology: TopicTopology,
    private readonly subscriptions: readonly Subscription[],
    private readonly ports: BrokerPorts,
  ) {
    this.path = topology.name
    this.inbox = new Inbox({
      path: topology.name,
      ports,
      duplicateWindowInMs: topology.duplicateDetectionWindowInMs,
      admit: (message) => this.#fanOut(message),
    })
    this.inbox.restore(ports.journal.load(topology.name))
  }

  stop(): void {
    this.inbox.stop()
  }

  #fanOut(message: Message): () => void {
    const content = this.#bounded(message.content)
    const shows = this.ports.journal.transaction(() =>
      this.subscriptions
        .filter(({ topology }) => passes(content, topology))
        .map(({ queue }) => {
          const sequence = queue.inbox.takeSequence()
          return queue.admit({ ...message, content, sequence, enqueuedSequence: message.sequence })
        }),
    )
    return () => {
      for (const show of shows) show()
    }
  }

  // The topic's own time to live bounds that of its subscriptions.
  #bounded(content: Content): Content {
    const boundInMs = this.topology.defaultMessageTimeToLiveInMs
    if ((content.timeToLiveInMs ?? MAX_TIME_TO_LIVE_IN_MS) <= boundInMs) return content
    return { ...content, timeToLiveInMs: boundInMs }
  }
}

function passes(content: Content, { rules }: SubscriptionTopology): boolean {
  return (
    rules.length === 0 ||
    rules.some(({ correlationFilter }) => matchesFilter(content, correlationFilter))
  )
}
