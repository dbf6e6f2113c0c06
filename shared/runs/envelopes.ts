import type { Hex } from '../core/hex'
import type { OpenTable } from '../store/table'
import { insertFirst } from '../store/table'
import type { EnvelopeRow } from './rows'
import { parseEnvelopeRow, sortable } from './rows'

/** The sealed envelopes of each delivery; the first stored of a generation is the one that counts. */
export type Envelopes = {
  readonly insert: (
    row: EnvelopeRow,
  ) => Promise<{ readonly first: boolean; readonly stored: EnvelopeRow }>
  /** All generations, oldest first; all of one sequence, so that at most one has effect. */
  readonly list: (deliveryId: Hex) => Promise<readonly EnvelopeRow[]>
}

/**
 * Opens the rows of envelopes: table `envelopes`, a partition a delivery, a row a generation.
 *
 * @param open - How to open a table.
 * @returns The rows.
 */
export function openEnvelopes(open: OpenTable): Envelopes {
  const table = open('envelopes')
  return {
    insert: async (row) => {
      const { first, value } = await insertFirst(table, {
        partition: row.deliveryId,
        row: sortable(row.generation),
        value: { ...row },
      })
      return { first, stored: parseEnvelopeRow(value) }
    },
    list: async (deliveryId) =>
      (await table.list({ partition: deliveryId })).map(({ value }) => parseEnvelopeRow(value)),
  }
}
