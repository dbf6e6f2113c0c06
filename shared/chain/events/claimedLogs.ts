import type { Hex } from '../../core/hex'
import { agree } from '../quorum'
import { requireResult } from '../requireResult'
import type { Rpc } from '../rpc'
import type { PlacedLog } from './blockLog'
import { keyOfLogs, parsePlacedLogs } from './blockLog'
import type { ChainSlice } from './eventChain'
import type { Header } from './header'
import { parseHeader } from './header'
import type { EventStream } from './stream'

/** Logs by the hash of their block. */
export type LogsByBlock = ReadonlyMap<Hex, readonly PlacedLog[]>

/**
 * Asks for a stream's logs in a range of blocks, as enough endpoints say.
 *
 * Each is asked for the last block in the same post: one that has not seen it would answer with fewer logs, and no error.
 *
 * @param slice - Of which chain.
 * @param stream - Which logs.
 * @param headers - The blocks of the range, linked; at least one.
 * @returns Logs of these very blocks.
 * @throws ChainUnreachableError, ChainDisagreementError
 */
export async function logsOfRange(
  slice: ChainSlice,
  stream: EventStream,
  headers: readonly Header[],
): Promise<LogsByBlock> {
  const [first, last] = [headers[0], headers.at(-1)]
  if (first === undefined || last === undefined) return new Map()
  const [fromBlock, toBlock] = [quantity(first.number), quantity(last.number)]
  const filter = { ...filterOf(stream), fromBlock, toBlock }
  const calls = [
    { method: 'eth_getLogs', params: [filter] },
    { method: 'eth_getBlockByNumber', params: [toBlock, false] },
  ]
  const known = new Set(headers.map(({ hash }) => hash))
  const ask = async (rpc: Rpc): Promise<readonly PlacedLog[]> => {
    const [logs, end] = await rpc.send(calls)
    const { hash } = parseHeader(requireResult(rpc, end))
    const found = parsePlacedLogs(requireResult(rpc, logs))
    if (hash === last.hash && found.every(({ blockHash }) => known.has(blockHash))) return found
    throw new Error(`${rpc.name} does not have the blocks up to ${String(last.number)}`)
  }
  const { quorum } = slice.chain
  const keyOf = quorum.needed === 1 ? () => '' : keyOfLogs
  return byBlock(await agree(quorum, { what: 'eth_getLogs', ask, keyOf }), stream)
}

/**
 * Asks for a stream's logs in single blocks, as enough endpoints say.
 *
 * @param slice - Of which chain.
 * @param stream - Which logs.
 * @param headers - The blocks.
 * @returns Logs of these very blocks.
 * @throws ChainUnreachableError, ChainDisagreementError
 */
export async function logsOfEach(
  slice: ChainSlice,
  stream: EventStream,
  headers: readonly Header[],
): Promise<LogsByBlock> {
  if (headers.length === 0) return new Map()
  const filter = filterOf(stream)
  const calls = headers.map(({ hash }) => ({
    method: 'eth_getLogs',
    params: [{ ...filter, blockHash: hash }],
  }))
  const known = new Set(headers.map(({ hash }) => hash))
  const ask = async (rpc: Rpc): Promise<readonly PlacedLog[]> => {
    const replies = await rpc.send(calls)
    const found = replies.flatMap((reply) => parsePlacedLogs(requireResult(rpc, reply)))
    if (found.every(({ blockHash }) => known.has(blockHash))) return found
    throw new Error(`${rpc.name} gives logs of other blocks`)
  }
  return byBlock(
    await agree(slice.chain.quorum, { what: 'eth_getLogs', ask, keyOf: keyOfLogs }),
    stream,
  )
}

/**
 * Tells whether a log is of a stream.
 *
 * @param stream - Which.
 * @param log - Of whatever contract.
 * @returns True for its address and topic.
 */
export function isOf(stream: EventStream, log: Pick<PlacedLog, 'address' | 'topics'>): boolean {
  return (
    log.address === stream.address.toLowerCase() && log.topics[0] === stream.topic.toLowerCase()
  )
}

function byBlock(logs: readonly PlacedLog[], stream: EventStream): LogsByBlock {
  const blocks = new Map<Hex, PlacedLog[]>()
  for (const log of logs) {
    if (!isOf(stream, log)) continue
    const block = blocks.get(log.blockHash)
    if (block === undefined) blocks.set(log.blockHash, [log])
    else block.push(log)
  }
  return blocks
}

function filterOf({ address, topic }: EventStream): { address: Hex; topics: readonly Hex[] } {
  return { address, topics: [topic] }
}

function quantity(value: number): string {
  return `0x${value.toString(16)}`
}
