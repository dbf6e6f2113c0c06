import type { Hex } from '../core/hex'
import type { OpenTable, Table } from '../store/table'
import type { SubscriptionPlace } from './subscriptions'

/** The nonces of subscriptions in mode `each`: dense, each for one delivery for ever. */
export type Nonces = {
  /** The nonce of a delivery, in decimal digits; the same however often it is asked for. */
  readonly allocate: (place: SubscriptionPlace, deliveryId: Hex) => Promise<string>
}

/**
 * Opens the rows of nonces: table `nonces`, a partition a subscription with `next` and a row a delivery, both written in
 * one transaction: a nonce is never given twice, nor is one lost when a process ends between.
 *
 * @param open - How to open a table.
 * @returns The rows.
 */
export function openNonces(open: OpenTable): Nonces {
  const table = open('nonces')
  return {
    allocate: async ({ chainId, receiver, subscription }, deliveryId) => {
      const partition = `${String(chainId)}-${receiver.toLowerCase()}-${subscription}`
      for (;;) {
        const nonce = await tryOnce(table, partition, deliveryId)
        if (nonce !== undefined) return nonce
      }
    },
  }
}

// Undefined when another delivery came between.
async function tryOnce(
  table: Table,
  partition: string,
  deliveryId: Hex,
): Promise<string | undefined> {
  const own = { partition, row: `of-${deliveryId}` }
  const known = (await table.get(own))?.value['nonce']
  if (typeof known === 'string') return known
  const counter = { partition, row: 'next' }
  const stored = await table.get(counter)
  // 0 is left out, so that a nonce is never taken for one that was not set.
  const nonce = BigInt(typeof stored?.value['next'] === 'string' ? stored.value['next'] : '1')
  const next = { ...counter, value: { next: String(nonce + 1n) } }
  const written = await table.transact([
    stored === undefined
      ? { kind: 'insert', row: next }
      : { kind: 'replace', row: next, etag: stored.etag },
    { kind: 'insert', row: { ...own, value: { nonce: String(nonce) } } },
  ])
  return written === 'conflict' ? undefined : String(nonce)
}
