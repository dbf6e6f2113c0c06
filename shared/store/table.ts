import type { Row } from './row'

/** A row's place. Keys must not contain `/ # ? \`. */
export type RowKey = {
  readonly partition: string
  readonly row: string
}

/** A row with its place. */
export type PlacedRow = RowKey & { readonly value: Row }

/** A row as it was read. */
export type StoredRow = PlacedRow & {
  /** Changes with every write; a replacement must name the one that it saw. */
  readonly etag: string
}

/** One step of a transaction. */
export type Operation =
  | { readonly kind: 'insert'; readonly row: PlacedRow }
  | { readonly kind: 'replace'; readonly row: PlacedRow; readonly etag: string }
  /** Overwrites whatever is there. */
  | { readonly kind: 'put'; readonly row: PlacedRow }
  | { readonly kind: 'remove'; readonly key: RowKey }

/** Which rows of a partition, in the order of their row keys. */
export type Range = {
  readonly partition: string
  /** First row key that counts. */
  readonly from?: string
  /** First row key that does not count any more. */
  readonly before?: string
  /** At most so many; all when left out. */
  readonly limit?: number
}

/**
 * One table. The same words for Azure and Azurite; whoever lost a race learns it as a value, not as an error.
 *
 * Every operation may have happened although it threw: the answer can be lost on the way. So callers use ids as keys, and
 * repeat.
 */
export type Table = {
  readonly get: (key: RowKey) => Promise<StoredRow | undefined>
  /** Never overwrites: `exists` when the row is there already. */
  readonly insert: (row: PlacedRow) => Promise<'inserted' | 'exists'>
  /** Writes only over the row that was seen: `changed` when another write or removal came first. */
  readonly replace: (row: PlacedRow, etag: string) => Promise<'replaced' | 'changed'>
  /** Overwrites whatever is there: only where the last writer is right by construction. */
  readonly put: (row: PlacedRow) => Promise<void>
  /**
   * All or nothing, at most 100 operations on one partition. Gives the etag that each operation left, empty for what was
   * removed; `conflict` when any key or etag did not fit.
   */
  readonly transact: (operations: readonly Operation[]) => Promise<readonly string[] | 'conflict'>
  readonly remove: (key: RowKey) => Promise<void>
  readonly list: (range: Range) => Promise<readonly StoredRow[]>
}

/** Opens a table by its name: letters and digits, 3 to 63. It is made when it is first used. */
export type OpenTable = (name: string) => Table

/**
 * Inserts a row unless there is one, and tells what is stored: the first writer is right.
 *
 * @param table - Where.
 * @param row - What to store.
 * @returns The stored value, and whether it is the given one.
 */
export async function insertFirst(
  table: Table,
  row: PlacedRow,
): Promise<{ readonly first: boolean; readonly value: Row }> {
  if ((await table.insert(row)) === 'inserted') return { first: true, value: row.value }
  const stored = await table.get(row)
  // Removed between the two calls, as by its age: then it is not there.
  return stored === undefined ? insertFirst(table, row) : { first: false, value: stored.value }
}
