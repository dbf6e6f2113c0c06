import type { FabricError } from '../../core/errors'
import type { Hex } from '../../core/hex'
import type { BlockLog } from './blockLog'
import { bloomProbe } from './bloom'
import type { LogsByBlock } from './claimedLogs'
import { isOf, logsOfEach, logsOfRange } from './claimedLogs'
import type { ChainSlice } from './eventChain'
import type { Header } from './header'
import { canProve, provedLogs } from './provedLogs'
import type { EventStream } from './stream'

/** What vouches for there being no further events in a block. */
export type Completeness =
  /** The header's receipts root. */
  | 'receipts'
  /** As many endpoints as must agree. */
  | 'quorum'
  /** The word of one endpoint. */
  | 'one endpoint'

/** One block as a stream sees it. */
export type ReadBlock = {
  readonly header: Header
  /** Of the stream, in order. */
  readonly logs: readonly BlockLog[]
}

/** Which blocks to read. */
export type BlockRange = {
  /** Linked, in order. */
  readonly headers: readonly Header[]
  /** Whether nothing will change there: then many blocks are asked for at once. */
  readonly isFinal: boolean
}

/** What was read of some blocks. */
export type BlocksRead = {
  /** In order, from the first; fewer than were asked for when one could not be read, or all would be too much at once. */
  readonly blocks: readonly ReadBlock[]
  /** How often an endpoint showed a block otherwise than its header says. */
  readonly mismatches: number
  /** Undefined when no bloom gave reason to ask for anything. */
  readonly completeness?: Completeness
  readonly fault?: FabricError
}

/**
 * Reads a stream's events out of blocks. A block is passed over only when its bloom says that there are none.
 *
 * @param slice - Of which chain.
 * @param stream - Which events.
 * @param range - Which blocks.
 * @returns What was read, and what vouches for it.
 * @throws ChainUnreachableError, ChainDisagreementError
 */
export async function readBlocks(
  slice: ChainSlice,
  stream: EventStream,
  range: BlockRange,
): Promise<BlocksRead> {
  const { headers, isFinal } = range
  const mayMatch = bloomProbe([stream.address, stream.topic])
  const asked = headers.filter(({ logsBloom }) => mayMatch(logsBloom))
  if (asked.length === 0) return { blocks: withLogs(headers, new Map()), mismatches: 0 }
  if (canProve(slice.chain) && (!isFinal || slice.chain.provesRanges)) {
    const proved = await readProved(slice, stream, { headers, asked })
    if (proved !== undefined) return proved
  }
  const completeness = slice.chain.quorum.needed > 1 ? 'quorum' : 'one endpoint'
  if (!isFinal) {
    const logs = await logsOfEach(slice, stream, asked)
    return { blocks: withLogs(headers, logs), mismatches: 0, completeness }
  }
  return { ...(await readRange(slice, stream, { headers, asked })), completeness }
}

type Asked = {
  readonly headers: readonly Header[]
  /** Those whose bloom may match. */
  readonly asked: readonly Header[]
}

async function readProved(
  slice: ChainSlice,
  stream: EventStream,
  { headers, asked }: Asked,
): Promise<BlocksRead | undefined> {
  const reading = await provedLogs(slice, asked, (log) => isOf(stream, log))
  if (reading === undefined) return undefined
  const { blocks, mismatches, fault } = reading
  const logs = new Map(blocks.map((own, index) => [asked[index]?.hash, own] as const))
  const whole = before(headers, asked[blocks.length])
  const read = { blocks: withLogs(whole, logs), mismatches, completeness: 'receipts' } as const
  return fault === undefined ? read : { ...read, fault }
}

// An answer without logs of a block whose bloom says that there may be some is checked.
async function readRange(
  slice: ChainSlice,
  stream: EventStream,
  { headers, asked }: Asked,
): Promise<BlocksRead> {
  const logs = await logsOfRange(slice, stream, headers)
  const doubtful = asked.filter(({ hash }) => !logs.has(hash))
  const checked = await readProvedOrEach(slice, stream, doubtful)
  const all = new Map<Hex, readonly BlockLog[]>([
    ...logs,
    ...checked.blocks.map(({ header, logs: own }) => [header.hash, own] as const),
  ])
  const omitted = checked.blocks.filter(({ logs: own }) => own.length > 0).length
  const mismatches = checked.mismatches + omitted
  const read = {
    blocks: withLogs(before(headers, doubtful[checked.blocks.length]), all),
    mismatches,
  }
  return checked.fault === undefined ? read : { ...read, fault: checked.fault }
}

async function readProvedOrEach(
  slice: ChainSlice,
  stream: EventStream,
  doubtful: readonly Header[],
): Promise<BlocksRead> {
  const list = { headers: doubtful, asked: doubtful }
  const proved = canProve(slice.chain) ? await readProved(slice, stream, list) : undefined
  if (proved !== undefined) return proved
  return {
    blocks: withLogs(doubtful, await logsOfEach(slice, stream, doubtful)),
    mismatches: 0,
  }
}

function withLogs(
  headers: readonly Header[],
  logs: LogsByBlock | ReadonlyMap<Hex | undefined, readonly BlockLog[]>,
): readonly ReadBlock[] {
  return headers.map((header) => ({ header, logs: logs.get(header.hash) ?? [] }))
}

// All of them where nothing is left open.
function before(headers: readonly Header[], open: Header | undefined): readonly Header[] {
  return open === undefined ? headers : headers.filter(({ number }) => number < open.number)
}
