import { parseRing } from '../bus/doorbell'
import { messageOf } from '../core/errors'
import type { Instances } from '../runs/instances'
import { currentEnvelope } from './currentEnvelope'
import type { ActivityPorts } from './ports'
import { tell } from './tell'

/**
 * Works the lane that a doorbell names.
 *
 * It never throws, whatever stops the lane: a bell that is given back would sound again at once, and end among the dead
 * letters; the keeper rings anyway.
 *
 * @param ports - Adapters.
 * @param instances - The engine, which is told what has settled.
 * @param bell - The body of the message.
 */
export async function work(
  ports: ActivityPorts,
  instances: Instances,
  bell: unknown,
): Promise<void> {
  const { runs, lanes, log } = ports
  try {
    await lanes.drain(parseRing(bell), {
      envelopeOf: (deliveryId) => currentEnvelope(ports, deliveryId),
      digestsOf: runs.envelopes.digests,
      tell: (row) => tell(ports, instances, row),
      log,
    })
  } catch (error) {
    log.error('a doorbell led nowhere', { reason: messageOf(error) })
  }
}
