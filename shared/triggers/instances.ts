import type { DurableClient } from 'durable-functions'
import type { Instances } from '../runs/instances'

/** All that is asked of the Durable client. */
export type InstanceClient = Pick<DurableClient, 'startNew' | 'getStatus' | 'raiseEvent'>

const WORKFLOW = 'deliver'
const UNDER_WAY: readonly unknown[] = ['Running', 'Pending', 'ContinuedAsNew', 'Suspended']

/**
 * Reaches the Durable engine for runs.
 *
 * @param client - As the platform gives it to a function.
 * @returns The engine.
 */
export function instancesOf(client: InstanceClient): Instances {
  return {
    start: async (id, input) => {
      try {
        await client.startNew(WORKFLOW, { instanceId: id, input })
        return 'started'
      } catch (error) {
        // 409 of newer engines and 500 of older ones: it is there already. Anything else is a fault.
        if (await isUnderWay(client, id)) return 'running'
        throw error
      }
    },
    raise: async (id, event, data) => {
      try {
        await client.raiseEvent(id, event, data)
      } catch (error) {
        // The client's words for 404. An ended instance (410) is no error to it.
        if (!/^No instance with ID/.test(error instanceof Error ? error.message : '')) throw error
      }
    },
  }
}

async function isUnderWay(client: InstanceClient, id: string): Promise<boolean> {
  try {
    return UNDER_WAY.includes((await client.getStatus(id)).runtimeStatus)
  } catch {
    return false // the client throws for an unknown id, and the start's own error is then the one to tell
  }
}
