import type { Cursor, RecentBlock } from './cursor'
import type { Undo } from './entry'
import { ForkTooDeepError } from './errors'
import type { ChainSlice } from './eventChain'
import type { EventWriting } from './eventJournal'
import { headersOf } from './headers'

const HEADERS_AT_ONCE = 32
const MOST_UNDOS_A_WRITE = 90

/**
 * Finds the newest block that was read and still is part of the chain, as enough endpoints say.
 *
 * @param slice - The chain, whose head is not below the cursor.
 * @param cursor - Of a stream.
 * @returns The block.
 * @throws ForkTooDeepError when there is none that the cursor remembers.
 * @throws ChainUnreachableError, ChainDisagreementError
 */
export async function findAncestor(slice: ChainSlice, cursor: Cursor): Promise<RecentBlock> {
  const { recent } = cursor
  for (let end = recent.length; end > 0; end -= HEADERS_AT_ONCE) {
    const part = recent.slice(Math.max(0, end - HEADERS_AT_ONCE), end)
    const numbers = part.map(({ number }) => number).filter((number) => number >= 0)
    const headers = await headersOf(slice, Math.min(...numbers), Math.max(...numbers))
    const hashes = new Map(headers.map(({ number, hash }) => [number, hash]))
    // Before the first block of all there is only one state.
    const found = part.findLast(({ number, hash }) => number < 0 || hashes.get(number) === hash)
    if (found !== undefined) return found
  }
  const lowest = recent[0]?.number ?? cursor.number
  throw new ForkTooDeepError(cursor, lowest)
}

/**
 * Undoes what was read above a block, newest first: nothing is removed, so that each consumer learns of it by itself.
 *
 * @param cursor - As it stands.
 * @param ancestor - One of its recent blocks.
 * @param most - How many undos go into one writing.
 * @returns What to write; where that is too much for once, the cursor is above the ancestor still.
 */
export function undoDownTo(
  cursor: Cursor,
  ancestor: RecentBlock,
  most = MOST_UNDOS_A_WRITE,
): EventWriting {
  const { within, recent, ...rest } = cursor
  const above = recent.filter(({ number }) => number > ancestor.number).reverse()
  const gone = [...(within === undefined ? [] : [within]), ...above].flatMap(withEntries)
  const now = gone.slice(0, most)
  const later = gone[most]
  const left = recent.filter(({ number }) => number <= (later?.number ?? ancestor.number))
  const { number, hash } = left.at(-1) ?? ancestor
  const reached = Math.max(cursor.number, cursor.reached ?? -1)
  const undos = now.map((block, index): Undo => {
    return { seq: cursor.nextSeq + index, ...block, reached }
  })
  return {
    undos,
    cursor: {
      ...rest,
      ...{ number, hash, recent: left, nextSeq: cursor.nextSeq + undos.length },
      ...{ undone: countUndone(cursor, undos), reached },
      counts: { ...cursor.counts, undone: cursor.counts.undone + undos.length },
    },
  }
}

function withEntries({ number, hash, first, last }: RecentBlock): readonly Omit<Undo, 'seq'>[] {
  return first === undefined || last === undefined ? [] : [{ number, hash, first, last }]
}

// What is final cannot come back.
function countUndone({ undone, finalized }: Cursor, undos: readonly Undo[]): Cursor['undone'] {
  const times = new Map(undone.map((each) => [each.hash, each]))
  for (const { number, hash } of undos) {
    times.set(hash, { number, hash, times: (times.get(hash)?.times ?? 0) + 1 })
  }
  return [...times.values()].filter(({ number }) => number > finalized)
}
