import * as z from 'zod'
import { whole } from '../../store/columns'

// A delivery that waits for weeks must fit in its row.
const MOST_HAPPENINGS = 40

const happeningSchema = z.object({
  atInMs: whole,
  /** As in `signed`, `escalated`, `put off`. */
  what: z.string(),
  /** Transaction, reason, block: whatever tells it apart. */
  detail: z.string().optional(),
})

/** One thing that happened to a submission. */
export type Happening = Readonly<z.infer<typeof happeningSchema>>

/** Column of a row. */
export const historySchema = z.array(happeningSchema).readonly()

/**
 * Adds to a submission's history. The first happening stays; of the others only the latest are kept.
 *
 * @param history - So far, oldest first.
 * @param happening - What happened now.
 * @returns The longer history.
 */
export function remember(
  history: readonly Happening[],
  happening: Happening,
): readonly Happening[] {
  const [first = happening, ...others] = history
  const later = history.length === 0 ? [] : [...others, happening]
  return [first, ...later.slice(1 - MOST_HAPPENINGS)]
}
