import type { JsonRpcProvider } from 'ethers'
import { FabricError, messageOf } from '../core/errors'
import type { Hex } from '../core/hex'
import type {
  BroadcastResult,
  CallResult,
  Chain,
  ChainCall,
  ChainLog,
  ChainReceipt,
  Fees,
  GasEstimate,
  LogSearch,
} from './chain'
import type { Endpoint } from './provider'
import { openProvider } from './provider'

/** An endpoint that did not answer, or not in a way that can be understood. */
export class ChainUnreachableError extends FabricError {
  override readonly name = 'ChainUnreachableError'
  readonly code = 'CHAIN_UNREACHABLE'
  readonly retryable = true

  constructor(
    readonly chainId: number,
    readonly method: string,
    cause: unknown,
  ) {
    super(
      `Chain ${String(chainId)} did not answer ${method}: ${messageOf(cause).slice(0, 200)}. Is the endpoint in CHAINS up?`,
      { cause },
    )
  }
}

// Nodes bound a search for logs.
const LOG_WINDOW_IN_BLOCKS = 2_000

/**
 * Opens a chain over JSON-RPC.
 *
 * @param endpoint - Where, and which chain must answer there.
 * @returns The chain; nothing is asked yet.
 */
export function openChain(endpoint: Endpoint): Chain {
  const provider = openProvider(endpoint)
  const ask: Ask = (method, params) => askNode(provider, endpoint.chainId, { method, params })
  return {
    chainId: endpoint.chainId,
    latestBlock: async () => {
      const block = record(await ask('eth_getBlockByNumber', ['latest', false]))
      const fee = block['baseFeePerGas']
      return {
        number: Number(block['number']),
        baseFeePerGas: typeof fee === 'string' ? BigInt(fee) : undefined,
      }
    },
    simulate: (call) => simulate(ask, call),
    estimateGas: (call) => estimateGas(ask, call),
    fees: () => fees(ask),
    nonce: async (sender, at) => Number(await ask('eth_getTransactionCount', [sender, at])),
    broadcast: (raw) => broadcast(ask, raw),
    receipt: async (hash) => receiptOf(await ask('eth_getTransactionReceipt', [hash])),
    holds: async (hash) => (await ask('eth_getTransactionByHash', [hash])) !== null,
    logsOf: (search) => logsOf(ask, search),
  }
}

type Ask = (method: string, params: readonly unknown[]) => Promise<unknown>

/** A node's own answer that something is wrong, as against no answer. */
class NodeError extends Error {
  constructor(
    message: string,
    readonly data: unknown,
  ) {
    super(message)
  }
}

async function askNode(
  provider: JsonRpcProvider,
  chainId: number,
  { method, params }: { readonly method: string; readonly params: readonly unknown[] },
): Promise<unknown> {
  try {
    return await provider.send(method, [...params])
  } catch (error) {
    const fault = nodeFault(error)
    if (fault !== undefined) throw fault
    throw new ChainUnreachableError(chainId, method, error)
  }
}

// ethers wraps the node's error at depths that depend on the method.
function nodeFault(error: unknown, depth = 0): NodeError | undefined {
  if (depth > 3 || typeof error !== 'object' || error === null) return undefined
  const { code, message, data } = record(error)
  if (typeof code === 'number' && typeof message === 'string') return new NodeError(message, data)
  const { info, error: inner } = record(error)
  return nodeFault(inner, depth + 1) ?? nodeFault(record(info)['error'], depth + 1)
}

async function simulate(ask: Ask, call: ChainCall): Promise<CallResult> {
  try {
    await ask('eth_call', [call, 'pending'])
    return { ok: true }
  } catch (error) {
    if (!(error instanceof NodeError)) throw error
    const data = revertData(error.data)
    if (data === undefined && !/revert/i.test(error.message)) throw error
    return { ok: false, revert: data ?? '0x' }
  }
}

async function estimateGas(ask: Ask, call: ChainCall): Promise<GasEstimate> {
  try {
    return { ok: true, gas: BigInt(text(await ask('eth_estimateGas', [call, 'pending']))) }
  } catch (error) {
    if (!(error instanceof NodeError)) throw error
    return { ok: false, reason: error.message.slice(0, 200) }
  }
}

async function logsOf(ask: Ask, search: LogSearch): Promise<readonly ChainLog[]> {
  const { receiver, digests } = search
  const latest = Number(await ask('eth_blockNumber', []))
  const first = search.sinceBlock ?? Math.max(0, latest - LOG_WINDOW_IN_BLOCKS)
  const found: ChainLog[] = []
  for (let from = first; from <= latest; from += LOG_WINDOW_IN_BLOCKS) {
    const to = Math.min(latest, from + LOG_WINDOW_IN_BLOCKS - 1)
    const range = { fromBlock: quantity(from), toBlock: quantity(to) }
    const filter = { address: receiver, ...range, topics: [null, null, digests] }
    found.push(...list(await ask('eth_getLogs', [filter])).map(logOf))
  }
  return found
}

function quantity(value: number): string {
  return `0x${value.toString(16)}`
}

// Some nodes give the bytes, some an object that holds them.
function revertData(data: unknown): Hex | undefined {
  if (typeof data === 'string' && data.startsWith('0x')) return data as Hex
  return typeof data === 'object' && data !== null ? revertData(record(data)['data']) : undefined
}

async function fees(ask: Ask): Promise<Fees> {
  const block = record(await ask('eth_getBlockByNumber', ['latest', false]))
  const base = block['baseFeePerGas']
  if (typeof base !== 'string') {
    return { gasPrice: BigInt(text(await ask('eth_gasPrice', []))) }
  }
  const maxPriorityFeePerGas = BigInt(text(await ask('eth_maxPriorityFeePerGas', [])))
  // Twice the base fee holds through six full blocks in a row.
  return { maxFeePerGas: 2n * BigInt(base) + maxPriorityFeePerGas, maxPriorityFeePerGas }
}

async function broadcast(ask: Ask, raw: Hex): Promise<BroadcastResult> {
  try {
    await ask('eth_sendRawTransaction', [raw])
    return { status: 'accepted' }
  } catch (error) {
    if (!(error instanceof NodeError)) throw error
    const said = error.message.toLowerCase()
    if (/already known|already imported|already in/.test(said)) return { status: 'known' }
    if (/nonce too low|nonce is too low|old nonce|replacement/.test(said)) {
      return { status: 'nonceUsed' }
    }
    return { status: 'refused', reason: error.message.slice(0, 200) }
  }
}

function receiptOf(answer: unknown): ChainReceipt | undefined {
  if (answer === null || answer === undefined) return undefined
  const receipt = record(answer)
  return {
    succeeded: Number(receipt['status']) === 1,
    transactionHash: text(receipt['transactionHash']) as Hex,
    blockNumber: Number(receipt['blockNumber']),
    gasUsed: BigInt(text(receipt['gasUsed'])),
    logs: list(receipt['logs']).map(logOf),
  }
}

function logOf(answer: unknown): ChainReceipt['logs'][number] {
  const log = record(answer)
  return {
    address: text(log['address']),
    topics: list(log['topics']).map(text),
    data: text(log['data']),
    transactionHash: text(log['transactionHash']) as Hex,
    blockNumber: Number(log['blockNumber']),
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
