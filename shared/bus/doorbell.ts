import * as z from 'zod'
import type { Address } from '../core/hex'
import type { Bus } from './bus'
import { DoorbellUnreadableError } from './errors'

/** The lane that has something to do: one sender's way on one chain. */
export type LaneRing = {
  readonly chainId: number
  readonly sender: Address
}

/** Wakes whoever works a lane. It carries nothing else: what there is to do stands in the lane's rows. */
export type Doorbell = {
  /** May be lost, late or doubled; whoever rings again later makes up for it. */
  readonly ring: (lane: LaneRing) => Promise<void>
}

/** The queue of doorbells, as `topology.json` names it. */
export const LANES_QUEUE = 'lanes'

const ringSchema = z.object({
  chainId: z.number().int().positive(),
  sender: z.custom<Address>(isAddress),
})

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && /^0x[\da-f]{40}$/i.test(value)
}

/**
 * Opens the doorbell: each ring is a message in the lane's own session, so that a lane is worked by one at a time.
 *
 * @param bus - Which carries them.
 * @returns The doorbell.
 */
export function openDoorbell(bus: Bus): Doorbell {
  return {
    ring: ({ chainId, sender }) =>
      bus.send(LANES_QUEUE, {
        body: { chainId, sender },
        contentType: 'application/json',
        sessionId: `${String(chainId)}:${sender.toLowerCase()}`,
      }),
  }
}

/**
 * Reads what the platform made of a ring.
 *
 * @param message - The body of the message, parsed as JSON.
 * @returns Which lane.
 * @throws DoorbellUnreadableError when somebody else wrote it.
 */
export function parseRing(message: unknown): LaneRing {
  const parsed = ringSchema.safeParse(message)
  if (!parsed.success) throw new DoorbellUnreadableError(message)
  return parsed.data
}
