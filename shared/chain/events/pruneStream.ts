import type { EventJournal, StoredCursor } from './eventJournal'
import type { EventStream } from './stream'
import { streamId } from './stream'

const MOST_A_WRITE = 90
// Below this it is not worth a writing.
const LEAST = 30

/** Whose entries, and the cursor that goes with them. */
export type PruneWork = {
  readonly journal: EventJournal
  readonly stream: EventStream
  readonly state: { held: StoredCursor | undefined }
}

/**
 * Removes what every consumer has passed and nothing can undo any more; a part of it at a time.
 *
 * @param work - Whose.
 * @param least - Fewer are left for another time.
 */
export async function pruneStream(work: PruneWork, least = LEAST): Promise<void> {
  const { journal, stream, state } = work
  const { held } = state
  if (held === undefined || held.cursor.nextSeq - held.cursor.firstSeq < least) return
  const id = streamId(stream)
  const before = await firstNeeded(work, held)
  const { cursor } = held
  const end = Math.min(before, cursor.firstSeq + MOST_A_WRITE)
  if (end - cursor.firstSeq < least) return
  const undos = (await journal.undos(id, { from: cursor.firstSeq, before: end })).map(
    ({ seq }) => seq,
  )
  const all = Array.from({ length: end - cursor.firstSeq }, (_, index) => cursor.firstSeq + index)
  const entries = all.filter((seq) => !undos.includes(seq))
  const writing = { cursor: { ...cursor, firstSeq: end }, pruned: { entries, undos } }
  const written = await journal.write(id, held, writing)
  state.held = written === 'conflict' ? undefined : written
}

async function firstNeeded(
  { journal, stream }: PruneWork,
  { cursor }: StoredCursor,
): Promise<number> {
  const id = streamId(stream)
  const positions = await journal.positions(id)
  if (positions.length === 0) return cursor.firstSeq
  const slowest = Math.min(...positions.map(({ position }) => position.seq))
  // Whoever has not passed an undo needs what it undoes.
  const undos = await journal.undos(id, { from: slowest, before: cursor.nextSeq })
  const open = cursor.recent.flatMap(({ number, first }) =>
    number > cursor.finalized && first !== undefined ? [first] : [],
  )
  const within = cursor.within === undefined ? [] : [cursor.within.first]
  return Math.min(slowest, ...undos.map(({ first }) => first), ...open, ...within)
}
