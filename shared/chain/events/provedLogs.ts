import type { FabricError } from '../../core/errors'
import { messageOf } from '../../core/errors'
import type { Rpc, RpcReply } from '../rpc'
import type { BlockLog } from './blockLog'
import { BlockIncompleteError } from './errors'
import type { ChainSlice, EventChain } from './eventChain'
import type { Header } from './header'
import { digestOf } from './header'
import { charactersOf } from './keptLogs'
import { parseBlockReceipts } from './receipts'

/** Logs of blocks, as far as they could be had. */
export type Reading = {
  /** The logs of each block that were asked for, in the order of the blocks; fewer when one could not be read, or is too much. */
  readonly blocks: readonly (readonly BlockLog[])[]
  /** How often an endpoint showed a block otherwise than its header says. */
  readonly mismatches: number
  /** Why there are fewer; undefined when they would only have been too much at once. */
  readonly fault?: FabricError
}

const AIM_IN_CHARACTERS = 4_000_000
const MOST_AT_ONCE = 64

/**
 * Tells whether any endpoint may show receipts.
 *
 * @param chain - Which.
 * @returns False where events rest on what the endpoints say alone.
 */
export function canProve(chain: EventChain): boolean {
  const { provesByReceipts, quorum, learnt } = chain
  return provesByReceipts && quorum.rpcs.some((rpc) => !learnt.withoutReceipts.has(rpc))
}

/**
 * Reads all logs of blocks from their receipts. One endpoint is enough, since the agreed header vouches for what it shows; one
 * that shows less, or nothing for a block that it has not seen, is noticed, counted, and the next one is asked.
 *
 * @param slice - Of which chain.
 * @param headers - Agreed ones.
 * @param isWanted - Which logs to give: only these are held until the end.
 * @returns What could be proved, of the first block at least; undefined when no endpoint has such a method.
 */
export async function provedLogs(
  slice: ChainSlice,
  headers: readonly Header[],
  isWanted: (log: BlockLog) => boolean,
): Promise<Reading | undefined> {
  const blocks: (readonly BlockLog[])[] = []
  let mismatches = 0
  let characters = 0
  while (blocks.length < headers.length && characters <= AIM_IN_CHARACTERS) {
    const part = headers.slice(blocks.length, blocks.length + slice.chain.learnt.receiptsAtOnce)
    const found = await provePart(slice, part)
    mismatches += found.mismatches
    for (const header of part) {
      const logs = found.logs.get(header)
      if (logs !== undefined) {
        const wanted = logs.filter(isWanted)
        blocks.push(wanted)
        characters += charactersOf(wanted)
        continue
      }
      if (!canProve(slice.chain)) return undefined
      const { number, hash } = header
      const block = { chainId: slice.chain.chainId, number, hash }
      const fault = new BlockIncompleteError(block, found.reasons)
      return { blocks, mismatches, fault }
    }
  }
  return { blocks, mismatches }
}

type Part = {
  readonly logs: Map<Header, readonly BlockLog[]>
  readonly reasons: string[]
  mismatches: number
}

async function provePart(slice: ChainSlice, headers: readonly Header[]): Promise<Part> {
  const { quorum, learnt } = slice.chain
  const part: Part = { logs: new Map(), reasons: [], mismatches: 0 }
  for (const header of headers) {
    const kept = slice.proved.get(header.hash)
    if (kept !== undefined) part.logs.set(header, kept)
  }
  for (let turn = 0; turn < quorum.rpcs.length; turn++) {
    const open = headers.filter((header) => !part.logs.has(header))
    const rpc = quorum.rpcs[learnt.first % quorum.rpcs.length]
    if (open.length === 0 || rpc === undefined) break
    if (!learnt.withoutReceipts.has(rpc)) await askOne(slice, rpc, { open, part })
    if (headers.some((header) => !part.logs.has(header))) learnt.first++
  }
  return part
}

async function askOne(
  slice: ChainSlice,
  rpc: Rpc,
  { open, part }: { readonly open: readonly Header[]; readonly part: Part },
): Promise<void> {
  const calls = open.map(({ hash }) => ({ method: 'eth_getBlockReceipts', params: [hash] }))
  try {
    const replies = await rpc.send(calls)
    let characters = 0
    for (const [index, header] of open.entries()) {
      const logs = logsIn(slice, { rpc, reply: replies[index], header, part })
      if (logs === undefined) continue
      part.logs.set(header, logs)
      slice.proved.keep(header.hash, logs)
      characters += charactersOf(logs)
    }
    adapt(slice.chain, open.length, characters)
  } catch (error) {
    // Maybe the reply was too long for it, or for us.
    slice.chain.learnt.receiptsAtOnce = Math.max(1, open.length >> 1)
    part.reasons.push(messageOf(error))
  }
}

type Shown = {
  readonly rpc: Rpc
  readonly reply: RpcReply | undefined
  readonly header: Header
  readonly part: Part
}

function logsIn({ chain }: ChainSlice, shown: Shown): readonly BlockLog[] | undefined {
  const { rpc, reply, part } = shown
  if (reply?.ok !== true) {
    if (reply !== undefined && isUnknownMethod(reply)) chain.learnt.withoutReceipts.add(rpc)
    part.reasons.push(`${rpc.name}: ${reply?.message ?? 'no reply'}`)
    return undefined
  }
  const logs = wholeLogs(shown, reply.result)
  if (logs === undefined) part.mismatches++
  return logs
}

// Nothing for a block that is known to be there is no better than too little.
function wholeLogs({ rpc, header, part }: Shown, result: unknown): readonly BlockLog[] | undefined {
  try {
    const { root, transactions, logs } = parseBlockReceipts(result ?? [])
    if (root === header.receiptsRoot && digestOf(transactions) === header.transactions) return logs
    part.reasons.push(`${rpc.name} shows receipts of root ${root}, not ${header.receiptsRoot}`)
  } catch (error) {
    part.reasons.push(`${rpc.name}: ${messageOf(error)}`)
  }
  return undefined
}

function isUnknownMethod(reply: Extract<RpcReply, { ok: false }>): boolean {
  const says = /method.*(?:not (?:found|available|supported|exist)|does ?n[o']t exist|unknown)/i
  return reply.code === -32_601 || says.test(reply.message)
}

// Grows slowly, shrinks at once.
function adapt({ learnt }: EventChain, asked: number, characters: number): void {
  if (characters > AIM_IN_CHARACTERS) learnt.receiptsAtOnce = Math.max(1, asked >> 1)
  else if (2 * characters < AIM_IN_CHARACTERS && asked === learnt.receiptsAtOnce) {
    learnt.receiptsAtOnce = Math.min(MOST_AT_ONCE, 2 * asked)
  }
}
