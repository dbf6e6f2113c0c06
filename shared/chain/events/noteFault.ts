import { clip, FabricError } from '../../core/errors'
import { streamId } from './stream'
import type { HeldStream } from './streamWork'
import { counted, writeStream } from './streamWork'

const MOST_CHARACTERS = 500

/**
 * Keeps why a stream cannot go on, for people, when it is news; the next progress removes it.
 *
 * @param work - The stream.
 * @param error - What was thrown.
 * @param nowInMs - When.
 */
export async function noteFault(work: HeldStream, error: unknown, nowInMs: number): Promise<void> {
  const { journal, stream, state } = work
  state.held = await journal.read(streamId(stream))
  if (state.held === undefined) return
  const cursor = counted(state.held.cursor, state)
  const { fault, counts } = cursor
  const reason = reasonOf(error)
  if (fault?.reason === reason && state.mismatches === 0) return
  const sinceInMs = fault?.sinceInMs ?? nowInMs
  await writeStream(work, {
    cursor: {
      ...cursor,
      fault: { reason, sinceInMs },
      counts: { ...counts, faults: counts.faults + 1 },
    },
  })
}

// The message of an error that is not ours may hold anything.
function reasonOf(error: unknown): string {
  if (error instanceof FabricError) return clip(`${error.code}: ${error.message}`, MOST_CHARACTERS)
  return `${error instanceof Error ? error.name : 'An error'} without a name of ours: the log says what`
}
