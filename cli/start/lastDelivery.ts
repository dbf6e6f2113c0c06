import { join } from 'node:path'
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
  /** Where its data came from. */
  readonly origins: readonly string[]
  readonly links: readonly LinkVerdict[]
}

const DEADLINE_IN_SECONDS = 60

/** A run that did not end in time. */
export class DeliveryLateError extends FabricError {
  override readonly name = 'DeliveryLateError'
  readonly code = 'DELIVERY_LATE'
  readonly retryable = true

  constructor(
    readonly cryplet: string,
    readonly states: readonly string[],
    advice: string,
  ) {
    super(
      `${cryplet} has not delivered within ${String(DEADLINE_IN_SECONDS)} s; its deliveries stand at: ${states.join(', ') || 'none'}. ${advice}`,
    )
  }
}

/**
 * Says what to do about a delivery of the local stack that is late.
 *
 * @param folder - Its state folder.
 * @param isEnding - Whether the stack ends with the command that waited.
 * @returns Sentences.
 */
export function lateAdvice(folder: string, isEnding: boolean): string {
  const log = join(folder, 'logs/fabric.log')
  return isEnding
    ? `See ${log}. The next start goes on with it.`
    : `The fabric goes on: see ${log}, and ask again.`
}

/** What delivers a slot. */
export type SlotOrder = {
  readonly client: FabricClient
  /** Of the chain that is delivered to; without it deliveries are verified as far as their proof alone goes. */
  readonly provider: Provider | undefined
  readonly cryplet: string
  /** `last`, Unix seconds or an RFC 3339 instant. */
  readonly slot: string | number
  readonly nowInMs: () => number
  /** What to do when it is late, in sentences. */
  readonly ifLate: string
}

const LOOK_EVERY_MS = 50

/**
 * Asks for a slot of a Cryplet, waits until its deliveries have ended, and verifies each.
 *
 * A slot that was delivered before is not delivered again: its deliveries are the answer.
 *
 * @param order - Which slot of which Cryplet, over which interface.
 * @returns Every delivery of the slot.
 * @throws DeliveryLateError when the run has not ended in a minute.
 */
export async function deliverSlot(order: SlotOrder): Promise<readonly VerifiedDelivery[]> {
  const { client, cryplet, slot, provider } = order
  const { wakeId } = await client.wake(cryplet, slot)
  const deliveries = await untilEnded(order, wakeId)
  return Promise.all(
    deliveries.map(async (delivery) => {
      const { transaction, deliveryId } = delivery
      // Without a transaction there is nothing on the chain to verify.
      if (transaction === undefined) return { ...delivery, verified: false, origins: [], links: [] }
      const bundle = parseProofBundle(await client.bundle(deliveryId))
      const origins = [...new Set(bundle.run.observations.map(({ origin }) => origin))]
      const chain = provider === undefined ? {} : { transaction, provider }
      const verification = await verifyDelivery({ bundle, recover, ...chain })
      const { links } = verification
      return { ...delivery, verified: isVerified(verification), origins, links }
    }),
  )
}

async function untilEnded(
  { client, cryplet, nowInMs, ifLate }: SlotOrder,
  wakeId: Hex,
): Promise<readonly ToldDelivery[]> {
  const deadline = nowInMs() + DEADLINE_IN_SECONDS * 1000
  for (;;) {
    const { hasEnded, deliveries } = await client.run(wakeId)
    if (hasEnded) return deliveries
    if (nowInMs() > deadline) {
      throw new DeliveryLateError(cryplet, deliveries.map(stateOf), ifLate)
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

function stateOf({ state, waitingFor }: ToldDelivery): string {
  return waitingFor === undefined ? state : `${state} (waiting for ${waitingFor})`
}
