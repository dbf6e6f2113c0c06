import type { Address, Hex } from '../core/hex'
import { broadcastAll } from './broadcastAll'
import type {
  CallResult,
  Chain,
  ChainBlock,
  ChainCall,
  ChainReceipt,
  GasEstimate,
  LogSearch,
} from './chain'
import { look } from './look'
import { parseAmount, parseBlock, parseCount, parseLogs, parseReceipt } from './parseAnswers'
import type { Answer, Quorum } from './quorum'
import { agree, agreed, askAll } from './quorum'
import { requireResult } from './requireResult'
import type { Rpc, RpcCall, RpcReply } from './rpc'

// Nodes bound a search for logs.
const LOG_WINDOW_IN_BLOCKS = 2_000

/**
 * Opens a chain over JSON-RPC: what safety rests on is believed when enough endpoints say the same at a block that they
 * agree on.
 *
 * @param quorum - The endpoints, and how many must agree: more than half, lest two halves both be right.
 * @returns The chain; nothing is asked yet.
 */
export function openChain(quorum: Quorum): Chain {
  let highest = 0
  return {
    chainId: quorum.chainId,
    look: async (sender: Address) => {
      const view = await look(quorum, { sender, notBelow: highest })
      highest = Math.max(highest, view.block.number)
      return view
    },
    pendingNonce: (sender) => pendingNonce(quorum, sender),
    receipts: (hashes, upTo) => receipts(quorum, hashes, upTo),
    areAbsent: (hashes, upTo) => areAbsent(quorum, hashes, upTo),
    holds: (hashes) => holds(quorum, hashes),
    simulate: (calls, at) => simulate(quorum, calls, at),
    estimateGas: (calls) => estimateGas(quorum, calls),
    broadcast: (raws) => broadcastAll(quorum, raws),
    blockHashes: (numbers) => blockHashes(quorum, numbers),
    logsOf: (search) => logsOf(quorum, search),
  }
}

async function pendingNonce(quorum: Quorum, sender: Address): Promise<number> {
  const method = 'eth_getTransactionCount'
  const ask = async (rpc: Rpc): Promise<number> => {
    const [reply] = await rpc.send([{ method, params: [sender, 'pending'] }])
    return parseCount(requireResult(rpc, reply))
  }
  const answers = await askAll(quorum, { what: method, ask, isEnough: () => true })
  return Math.max(...answers.map(({ value }) => value))
}

async function receipts(
  quorum: Quorum,
  hashes: readonly Hex[],
  upTo: ChainBlock,
): Promise<readonly (ChainReceipt | undefined)[]> {
  if (hashes.length === 0) return []
  const what = 'eth_getTransactionReceipt'
  const calls = hashes.map((hash) => ({ method: what, params: [hash] }))
  // Nodes may be on a branch that is not the agreed one.
  const ask = async (rpc: Rpc): Promise<readonly (ChainReceipt | undefined)[]> =>
    (await rpc.send(calls)).map((reply) => {
      const found = parseReceipt(requireResult(rpc, reply))
      const isElsewhere = found?.blockNumber === upTo.number && found.blockHash !== upTo.hash
      return isElsewhere ? undefined : found
    })
  const find = (answers: readonly { name: string; value: Awaited<ReturnType<typeof ask>> }[]) =>
    hashes.map((_, index) =>
      agreed(
        answers.map(({ name, value }) => ({ name, value: value[index] })),
        keyOfReceipt,
        quorum.needed,
      ),
    )
  const answers = await askAll(quorum, {
    what,
    ask,
    isEnough: (so) => find(so).every((found) => found !== undefined),
  })
  const found = find(answers)
  // Until enough of them say the same of it, it is not known to be mined.
  return found.map((each) => each?.value)
}

async function areAbsent(
  quorum: Quorum,
  hashes: readonly Hex[],
  upTo: ChainBlock,
): Promise<boolean> {
  const what = 'eth_getTransactionReceipt'
  const calls = [
    { method: 'eth_getBlockByNumber', params: [quantity(upTo.number), false] },
    ...hashes.map((hash) => ({ method: what, params: [hash] })),
  ]
  const ask = async (rpc: Rpc): Promise<boolean> => {
    const [block, ...found] = await rpc.send(calls)
    const isThere = parseBlock(requireResult(rpc, block)).hash === upTo.hash
    return isThere && found.every((reply) => requireResult(rpc, reply) === null)
  }
  const count = (answers: readonly Answer<boolean>[]): number =>
    answers.filter(({ value }) => value).length
  const isEnough = (so: readonly Answer<boolean>[]): boolean => count(so) >= quorum.needed
  return isEnough(await askAll(quorum, { what, ask, isEnough }))
}

function keyOfReceipt(receipt: ChainReceipt | undefined): string {
  if (receipt === undefined) return 'absent'
  const { succeeded, transactionHash, blockNumber, blockHash, gasUsed, effectiveGasPrice, logs } =
    receipt
  const cost = [String(gasUsed), String(effectiveGasPrice)]
  return JSON.stringify([succeeded, transactionHash, blockNumber, blockHash, ...cost, logs])
}

async function holds(quorum: Quorum, hashes: readonly Hex[]): Promise<readonly boolean[]> {
  if (hashes.length === 0) return []
  const what = 'eth_getTransactionByHash'
  const calls = hashes.map((hash) => ({ method: what, params: [hash] }))
  const { rpcs, needed } = quorum
  const holders = (so: readonly Answer<readonly boolean[]>[], index: number): number =>
    so.filter(({ value }) => value[index] === true).length
  // Decided by who has it, or by so many who have not that the others cannot be enough.
  const isDecided = (so: readonly Answer<readonly boolean[]>[], index: number): boolean =>
    holders(so, index) >= needed || so.length - holders(so, index) > rpcs.length - needed
  const answers = await askAll(quorum, {
    what,
    ask: async (rpc) => (await rpc.send(calls)).map((reply) => isThere(requireResult(rpc, reply))),
    isEnough: (so) => hashes.every((_, index) => isDecided(so, index)),
  })
  // By one endpoint's word a transaction that all others have dropped would never be sent again.
  return hashes.map((_, index) => holders(answers, index) >= needed)
}

function isThere(result: unknown): boolean {
  return typeof result === 'object' && result !== null
}

async function simulate(
  quorum: Quorum,
  calls: readonly ChainCall[],
  at?: ChainBlock,
): Promise<readonly CallResult[]> {
  if (calls.length === 0) return []
  const what = 'eth_call'
  const tag = at === undefined ? 'pending' : quantity(at.number)
  const asked = calls.map((call): RpcCall => ({ method: what, params: [callOf(call), tag] }))
  const ask = async (rpc: Rpc): Promise<readonly CallResult[]> =>
    (await rpc.send(asked)).map(callResult)
  const find = (answers: readonly { name: string; value: readonly CallResult[] }[], at: number) =>
    agreed(
      answers.flatMap(({ name, value }) => {
        const one = value[at]
        return one === undefined || one.status === 'undecided' ? [] : [{ name, value: one }]
      }),
      (result) => JSON.stringify(result),
      quorum.needed,
    )
  const answers = await askAll(quorum, {
    what,
    ask,
    isEnough: (so) => calls.every((_, index) => find(so, index) !== undefined),
  })
  return calls.map((_, index) => {
    const found = find(answers, index)
    if (found !== undefined) return found.value
    const own = answers.map(({ value }) => value[index]).find((one) => one?.status === 'undecided')
    return own ?? { status: 'undecided', reason: 'the endpoints say different things' }
  })
}

function callResult(reply: RpcReply): CallResult {
  if (reply.ok)
    return { status: 'ok', data: typeof reply.result === 'string' ? (reply.result as Hex) : '0x' }
  const revert = revertData(reply.data)
  if (revert === undefined && !/revert|out of gas|outofgas/i.test(reply.message)) {
    return { status: 'undecided', reason: reply.message.slice(0, 200) }
  }
  return { status: 'reverted', revert: revert ?? '0x' }
}

// Some nodes give the bytes, some an object that holds them.
function revertData(data: unknown): Hex | undefined {
  if (typeof data === 'string' && data.startsWith('0x')) return data as Hex
  if (typeof data !== 'object' || data === null || !('data' in data)) return undefined
  return revertData(data.data)
}

async function estimateGas(
  quorum: Quorum,
  calls: readonly ChainCall[],
): Promise<readonly GasEstimate[]> {
  const what = 'eth_estimateGas'
  const asked = calls.map((call) => ({ method: what, params: [callOf(call), 'pending'] }))
  const toldOf = (so: readonly Answer<readonly GasEstimate[]>[], index: number) =>
    so.flatMap(({ value }) => value[index] ?? [])
  const isDecided = (told: readonly GasEstimate[]): boolean =>
    estimateOf(told, quorum.needed).ok || told.filter(({ ok }) => !ok).length >= quorum.needed
  const answers = await askAll(quorum, {
    what,
    ask: async (rpc) => (await rpc.send(asked)).map(readEstimate),
    isEnough: (so) => calls.every((_, index) => isDecided(toldOf(so, index))),
  })
  return calls.map((_, index) => estimateOf(toldOf(answers, index), quorum.needed))
}

function readEstimate(reply: RpcReply): GasEstimate {
  if (reply.ok) return { ok: true, gas: parseAmount(reply.result) }
  const isTooMuch = /gas required exceeds/i.test(reply.message) // what Geth says of a call that no block has room for
  const wouldRevert = isTooMuch || callResult(reply).status === 'reverted'
  return { ok: false, reason: reply.message.slice(0, 200), wouldRevert }
}

// Nodes differ a little: the highest of as many as must agree, within a fifth. One that lies must not make it absurd.
function estimateOf(told: readonly GasEstimate[], needed: number): GasEstimate {
  const gas = told.flatMap((each) => (each.ok ? [each.gas] : []))
  const sorted = gas.sort((a, b) => (a < b ? -1 : Number(a > b)))
  const agreed = sorted.find((most, index) => {
    const least = sorted[index + 1 - needed]
    return least !== undefined && most * 5n <= least * 6n
  })
  if (agreed !== undefined) return { ok: true, gas: agreed }
  const refusals = told.flatMap((each) => (each.ok ? [] : [each]))
  const reverts = refusals.filter(({ wouldRevert }) => wouldRevert)
  const wouldRevert = reverts.length >= needed
  const { reason = 'the endpoints say different things' } =
    (wouldRevert ? reverts[0] : refusals[0]) ?? {}
  return { ok: false, reason, wouldRevert }
}

async function blockHashes(quorum: Quorum, numbers: readonly number[]): Promise<readonly Hex[]> {
  if (numbers.length === 0) return []
  const what = 'eth_getBlockByNumber'
  const calls = numbers.map((number) => ({ method: what, params: [quantity(number), false] }))
  return agree(quorum, {
    what,
    ask: async (rpc) =>
      (await rpc.send(calls)).map((reply) => parseBlock(requireResult(rpc, reply)).hash),
    keyOf: (hashes) => hashes.join(),
  })
}

async function logsOf(
  quorum: Quorum,
  { receiver, digests, sinceBlock, untilBlock }: LogSearch,
): Promise<ReturnType<typeof parseLogs>> {
  const found = []
  for (let from = sinceBlock; from <= untilBlock; from += LOG_WINDOW_IN_BLOCKS) {
    const to = Math.min(untilBlock, from + LOG_WINDOW_IN_BLOCKS - 1)
    const range = { fromBlock: quantity(from), toBlock: quantity(to) }
    const filter = { address: receiver, ...range, topics: [null, null, digests] }
    const method = 'eth_getLogs'
    const logs = await agree(quorum, {
      what: method,
      ask: async (rpc) =>
        parseLogs(requireResult(rpc, (await rpc.send([{ method, params: [filter] }]))[0])),
      keyOf: (value) => JSON.stringify(value),
    })
    found.push(...logs)
  }
  return found
}

function callOf({ from, to, data, gas }: ChainCall): Readonly<Record<string, string>> {
  return { from, to, data, ...(gas !== undefined && { gas: quantity(gas) }) }
}

function quantity(value: number | bigint): string {
  return `0x${value.toString(16)}`
}
