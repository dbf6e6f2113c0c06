import * as z from 'zod'
import { whole } from '../../store/columns'
import type { Row } from '../../store/row'
import { EventRowMalformedError } from './errors'

const positionSchema = z.object({ seq: whole, index: whole, toldFrom: whole.optional() })

type PositionRow = Readonly<z.infer<typeof positionSchema>>

/** How far a consumer is: all before it is resolved, also so many events of the entry with this number. */
export type Position = Pick<PositionRow, 'seq' | 'index'>

/** A position as it was read. */
export type StoredPosition = {
  /** Letters and digits. */
  readonly consumer: string
  readonly position: Position
  /** First block whose events it is told without a replay; undefined where no row says it. */
  readonly toldFrom?: number
  /** Undefined while there is no row. */
  readonly etag?: string
}

/** Where a consumer that is new begins: with all that is kept. */
export const START: Position = { seq: 0, index: 0 }

/**
 * Parses a consumer's position.
 *
 * @param name - Of the row, for the error.
 * @param row - As stored.
 * @returns The position, and from which block on the consumer is told.
 * @throws EventRowMalformedError
 */
export function parsePosition(name: string, row: Row): PositionRow {
  const parsed = positionSchema.safeParse(row)
  if (parsed.success) return parsed.data
  throw new EventRowMalformedError(
    name,
    parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
  )
}
