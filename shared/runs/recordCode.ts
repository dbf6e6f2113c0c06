import * as z from 'zod'
import type { Row } from '../store/row'

const schema = z.object({ version: z.string(), origins: z.array(z.string()).readonly() })

/** Which code made a record, beside the hash of it that the record has: what whoever repeats the run looks for. */
export type RecordCode = {
  /** Of the Cryplet, as in `1.0.0`. */
  readonly version: string
  /** Scheme, host and port of each of its sources, resolved. With the bundle's hash they make the code hash. */
  readonly origins: readonly string[]
}

/**
 * Reads which code made a record.
 *
 * @param row - Of the record, as stored.
 * @returns Undefined where an earlier version of the fabric stored it, which did not say.
 */
export function recordCodeOf(row: Row): RecordCode | undefined {
  const parsed = schema.safeParse(row['code'])
  return parsed.success ? parsed.data : undefined
}
