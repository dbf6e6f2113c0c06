import { keccak256 } from 'ethers'
import { canonicalJson, type Json } from './canonicalJson'
import type { Address, Hex } from './hex'

/**
 * Hashes JSON: keccak256 of its canonical form in UTF-8.
 *
 * @param value - See canonicalJson.
 * @returns 32 bytes.
 */
export function hashJson(value: Json): Hex {
  // Copied: where verify.js runs in a realm of its own, the encoder's bytes are of another.
  return keccak256(Uint8Array.from(encoder.encode(canonicalJson(value)))) as Hex
}

const encoder = new TextEncoder()

/**
 * Names a wake, the same for everybody who learns of it.
 *
 * @param kind - How it woke, as in `schedule`.
 * @param crypletId - 32 bytes.
 * @param occurrence - What makes it this one: a slot in Unix seconds, an event's id.
 * @returns 32 bytes.
 */
export function wakeId(kind: string, crypletId: Hex, occurrence: number | string): Hex {
  return hashJson([kind, crypletId, occurrence])
}

/** What makes one delivery of a wake. */
export type DeliveryAddress = {
  readonly chainId: number
  readonly receiver: Address
  /** 32 bytes. */
  readonly subscription: Hex
}

/**
 * Names a delivery: the idempotency key of everything behind it.
 *
 * @param wake - Id of its wake, 32 bytes.
 * @param to - Chain, receiver and subscription.
 * @returns 32 bytes.
 */
export function deliveryId(wake: Hex, to: DeliveryAddress): Hex {
  return hashJson([wake, to.chainId, to.receiver, to.subscription])
}

/**
 * Turns an id into the id of a Durable instance.
 *
 * @param id - 32 bytes.
 * @returns 32 hexadecimal digits.
 */
export function instanceId(id: Hex): string {
  return id.slice(2, 34)
}
