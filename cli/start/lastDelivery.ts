import type { Provider } from 'ethers'
import { isVerified } from '../../shared/api/verification/verification'
import { verifyDelivery } from '../../shared/api/verification/verifyDelivery'
import { FabricError } from '../../shared/core/errors'
import type { Hex } from '../../shared/core/hex'
import { parseProofBundle } from '../../shared/envelope/proofBundle'
import type { LinkVerdict } from '../../shared/envelope/verifyEnvelope'
import { recover } from '../../shared/signing/recover'
import type { FabricClient, ToldDelivery } from '../fabricClient'

/** A delivery that has ended, and what verifying it gave. */
export type VerifiedDelivery = ToldDelivery & {
  readonly verified: boolean
  readonly links: readonly LinkVerdict[]
}

/** A run that did not end in time. */
export class DeliveryLateError extends FabricError {
  override readonly name = 'DeliveryLateError'
  readonly code = 'DELIVERY_LATE'
  readonly retryable = true

  constructor(
    readonly cryplet: string,
    readonly seconds: number,
    readonly states: readonly string[],
  ) {
    super(
      `${cryplet} has not delivered within ${String(seconds)} s; its deliveries stand at: ${states.join(', ') || 'none'}. The fabric goes on: see its log, and ask again.`,
    )
  }
}

/** What delivers the last slot. */
export type LastDeliveryOrder = {
  readonly client: FabricClient
  readonly provider: Provider
  readonly cryplet: string
  readonly nowInMs: () => number
}

const DEADLINE_IN_SECONDS = 60
const LOOK_EVERY_MS = 50

/**
 * Asks for the slot of a Cryplet that came due last, waits until its deliveries have ended, and verifies each.
 *
 * A slot that was delivered before is not delivered again: its deliveries are the answer.
 *
 * @param order - Which Cryplet, over which interface.
 * @returns Every delivery of the slot.
 * @throws DeliveryLateError when the run has not ended in a minute.
 */
export async function deliverLastSlot(
  order: LastDeliveryOrder,
): Promise<readonly VerifiedDelivery[]> {
  const { client, cryplet, provider } = order
  const { wakeId } = await client.wake(cryplet, 'last')
  const deliveries = await untilEnded(order, wakeId)
  return Promise.all(
    deliveries.map(async (delivery) => {
      const { transaction, deliveryId } = delivery
      // Without a transaction there is nothing on the chain to verify.
      if (transaction === undefined) return { ...delivery, verified: false, links: [] }
      const bundle = parseProofBundle(await client.bundle(deliveryId))
      const verification = await verifyDelivery({ transaction, bundle, provider, recover })
      return { ...delivery, verified: isVerified(verification), links: verification.links }
    }),
  )
}

async function untilEnded(
  { client, cryplet, nowInMs }: LastDeliveryOrder,
  wakeId: Hex,
): Promise<readonly ToldDelivery[]> {
  const deadline = nowInMs() + DEADLINE_IN_SECONDS * 1000
  for (;;) {
    const { hasEnded, deliveries } = await client.run(wakeId)
    if (hasEnded) return deliveries
    if (nowInMs() > deadline) {
      throw new DeliveryLateError(cryplet, DEADLINE_IN_SECONDS, deliveries.map(stateOf))
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

function stateOf({ state }: ToldDelivery): string {
  return state
}
