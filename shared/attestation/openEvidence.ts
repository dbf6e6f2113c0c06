import type { Address } from '../core/hex'
import type { OpenTable } from '../store/table'
import type { Evidence } from './evidence'
import { evidenceHash } from './evidence'
import { claimsIn, parseEvidence } from './parseEvidence'

/** The evidence on which enclave keys were enrolled: the registry notes no more than its hash. */
export type KeptEvidence = {
  /** Keeps evidence; of the same hash only once. */
  readonly insert: (evidence: Evidence) => Promise<void>
  /** All that speaks for one enclave key, its enrolment and each renewal; without what this version cannot read. */
  readonly of: (key: Address) => Promise<readonly Evidence[]>
}

/**
 * Opens the rows of evidence: table `evidence`, a partition an enclave key, a row a hash.
 *
 * @param open - How to open a table.
 * @returns The rows.
 */
export function openEvidence(open: OpenTable): KeptEvidence {
  const table = open('evidence')
  return {
    insert: async (evidence) => {
      const partition = partitionOf(claimsIn(evidence).keys.enclave)
      await table.insert({ partition, row: evidenceHash(evidence), value: { evidence } })
    },
    of: async (key) => {
      const rows = await table.list({ partition: partitionOf(key) })
      return rows.flatMap(({ value }) => parseOrNone(value['evidence']))
    },
  }
}

// Whoever looks for one by its hash then finds that it is not kept here, which is what its reader can be told.
function parseOrNone(value: unknown): readonly Evidence[] {
  try {
    return [parseEvidence(value)]
  } catch {
    return []
  }
}

function partitionOf(key: Address): string {
  return key.toLowerCase()
}
