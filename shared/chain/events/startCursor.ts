import type { Cursor } from './cursor'
import type { ChainSlice } from './eventChain'
import { headersOf } from './headers'
import type { EventStream } from './stream'

const MOST_RECENT = 256

/**
 * Makes the cursor of a stream that begins: before its first block, with what may still change below.
 *
 * @param slice - The chain as it stands.
 * @param stream - Which.
 * @returns The cursor; undefined while the chain has not come so far.
 * @throws ChainUnreachableError, ChainDisagreementError
 */
export async function startCursor(
  slice: ChainSlice,
  stream: EventStream,
): Promise<Cursor | undefined> {
  const { head, safe, finalized } = slice.heads
  const { fromBlock, chainId } = stream
  const number = fromBlock - 1
  if (number > head.number) return undefined
  const lowest = Math.max(0, Math.min(number, Math.max(finalized, number - MOST_RECENT + 1)))
  const headers = await headersOf(slice, lowest, Math.max(0, number))
  const recent =
    number < 0
      ? headers.map(({ parentHash }) => ({ number, hash: parentHash }))
      : headers.map((header) => ({ number: header.number, hash: header.hash }))
  const last = recent.at(-1)
  if (last === undefined) return undefined
  return {
    ...{ chainId, startBlock: fromBlock, nextSeq: 0, firstSeq: 0 },
    ...{ number, hash: last.hash, head: head.number, safe, finalized },
    backfillTo: fromBlock <= finalized ? finalized : -1,
    ...{ recent, undone: [], counts: { undone: 0, mismatches: 0, faults: 0 } },
  }
}
