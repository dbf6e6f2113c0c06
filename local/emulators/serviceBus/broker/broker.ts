import type { EntityLimits, TopicTopology, Topology } from '../../../../shared/bus/topology'
import type { BrokerPorts } from './ports'
import { Queue } from './queue'
import type { Subscription } from './topic'
import { Topic } from './topic'

/** The entities of a namespace. */
export type Broker = {
  /** Finds by path as in `queue`, `topic/Subscriptions/name` or `queue/$DeadLetterQueue`; case does not count. */
  readonly find: (path: string) => Queue | Topic | undefined
  /** Ends every timer. */
  readonly stop: () => void
}

/**
 * Opens a broker: pure but for its ports, so that a test can let days pass.
 *
 * @param topology - Its entities.
 * @param ports - Time, the journal that it goes on from, and the like.
 * @returns The broker.
 */
export function openBroker(topology: Topology, ports: BrokerPorts): Broker {
  const queues = topology.queues.map((queue) =>
    openQueue(queue.name, { limits: queue, ports, window: queue.duplicateDetectionWindowInMs }),
  )
  const topics = topology.topics.map((topic) => openTopic(topic, ports))
  const entities = [...queues, ...topics.flat()]
  const deadLetters = entities.flatMap((entity) =>
    entity instanceof Queue && entity.deadLetters !== undefined ? [entity.deadLetters] : [],
  )
  const byPath = new Map(
    [...entities, ...deadLetters].map((each) => [each.path.toLowerCase(), each]),
  )
  return {
    find: (path) => byPath.get(path.toLowerCase()),
    stop: () => {
      for (const entity of entities) entity.stop()
    },
  }
}

function openTopic(topology: TopicTopology, ports: BrokerPorts): readonly (Topic | Queue)[] {
  const subscriptions: readonly Subscription[] = topology.subscriptions.map((subscription) => ({
    topology: subscription,
    queue: openQueue(`${topology.name}/Subscriptions/${subscription.name}`, {
      limits: subscription,
      ports,
      window: 0,
    }),
  }))
  const topic = new Topic(topology, subscriptions, ports)
  return [topic, ...subscriptions.map(({ queue }) => queue)]
}

type Opening = {
  readonly limits: EntityLimits
  readonly ports: BrokerPorts
  readonly window: number
}

function openQueue(path: string, { limits, ports, window }: Opening): Queue {
  const deadLetters = new Queue({
    path: `${path}/$DeadLetterQueue`,
    // Without sessions, whatever the queue itself has.
    limits: { ...limits, requiresSession: false },
    ports,
    duplicateWindowInMs: 0,
    deadLetters: undefined,
  })
  return new Queue({ path, limits, ports, duplicateWindowInMs: window, deadLetters })
}
