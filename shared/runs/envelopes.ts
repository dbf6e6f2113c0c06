import type { Hex } from '../core/hex'
import type { Row } from '../store/row'
import type { OpenTable } from '../store/table'
import { insertFirst } from '../store/table'
import type { EnvelopeRow } from './rows'
import { parseEnvelopeRow, RowMalformedError, sortable } from './rows'

/** The sealed envelopes of each delivery; the first stored of a generation is the one that counts. */
export type Envelopes = {
  readonly insert: (
    row: EnvelopeRow,
  ) => Promise<{ readonly first: boolean; readonly stored: EnvelopeRow }>
  /** All generations, oldest first; all of one sequence, so that at most one has effect. */
  readonly list: (deliveryId: Hex) => Promise<readonly EnvelopeRow[]>
  /** Of all generations that can be read. */
  readonly digests: (deliveryId: Hex) => Promise<readonly Hex[]>
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
    digests: async (deliveryId) =>
      (await table.list({ partition: deliveryId })).flatMap(({ value }) => digestOf(value)),
  }
}

// A damaged one must not keep the others from being looked for.
function digestOf(row: Row): readonly Hex[] {
  try {
    return [parseEnvelopeRow(row).digest]
  } catch (error) {
    if (error instanceof RowMalformedError) return []
    throw error
  }
}
