import { randomBytes } from 'node:crypto'
import type { Sender } from 'rhea'
import type { Delivery } from '../broker/message'
import type { Consumer } from '../broker/ports'
import { encodeDelivery } from './encodeMessage'
import { sessionLockLost } from './faults'
import { capacityOf, deliveryCountOf, presettle } from './rhea'

/** A link to a receiver, as the broker sees it. */
export class LinkConsumer implements Consumer {
  readonly name: string
  readonly removesOnDelivery: boolean
  #queued: number

  constructor(
    private readonly link: Sender,
    readonly sessionId: string | undefined,
  ) {
    this.name = link.name
    this.removesOnDelivery = link.snd_settle_mode === 1
    this.#queued = deliveryCountOf(link)
  }

  capacity(): number {
    return capacityOf(this.link, this.#queued)
  }

  deliver(delivery: Delivery): void {
    this.#queued += 1
    const { lockToken } = delivery
    const tag = lockToken === undefined ? randomBytes(16) : Buffer.from(lockToken, 'hex')
    const sent = this.link.send(encodeDelivery(delivery), tag, 0)
    if (this.removesOnDelivery) presettle(sent)
  }

  // Called with each flow: a drain uses credit up without a delivery.
  noteFlow(): void {
    this.#queued = Math.max(this.#queued, deliveryCountOf(this.link))
  }

  onSessionLost(): void {
    this.link.close(sessionLockLost)
  }
}
