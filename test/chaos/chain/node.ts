import type { RpcCall, RpcReply } from '../../../shared/chain/rpc'
import type { Hex } from '../../../shared/core/hex'
import type { ChainModel, Node } from './chainModel'
import type { Block, Log } from './ledger'
import { ancestor, callDeliver } from './ledger'
import { encodePolicy, POLICY_OF } from './receiver'
import type { Tx } from './transactions'

/** What a node is asked with. */
export type Question = {
  readonly model: ChainModel
  readonly node: Node
  readonly nowInSeconds: number
  /** Reads a raw transaction, and sees to it that it may be sent. */
  readonly receive: (raw: Hex) => Tx
  /** The registry's epoch. */
  readonly epoch: () => number
}

const hex = (value: number | bigint): Hex => `0x${value.toString(16)}`
const ok = (result: unknown): RpcReply => ({ ok: true, result })
const fault = (message: string, data?: unknown): RpcReply => ({
  ok: false,
  code: -32000,
  message,
  data,
})

// Answers as an honest node does, as of its own branch and pool.
export function answer(question: Question, call: RpcCall): RpcReply {
  const method = METHODS[call.method]
  return method === undefined
    ? fault(`the method ${call.method} does not exist`)
    : method(question, call.params)
}

type Method = (question: Question, params: readonly unknown[]) => RpcReply

const METHODS: Readonly<Record<string, Method | undefined>> = {
  eth_getBlockByNumber: ({ node }, [at]) => {
    const block = blockAt(node, at)
    return ok(block === undefined ? null : header(block))
  },
  eth_feeHistory: () => ok({ reward: [[hex(1_000_000_000)], [hex(0)], [hex(1_500_000_000)]] }),
  eth_gasPrice: ({ node }) => ok(hex(node.head.baseFee + 1_000_000_000n)),
  eth_getTransactionCount: ({ node }, [who, at]) => {
    const block = blockAt(node, at)
    return block === undefined
      ? fault('header not found')
      : ok(hex(block.state.nonces.get(String(who).toLowerCase()) ?? 0))
  },
  eth_getBalance: ({ node }, [who, at]) => {
    const block = blockAt(node, at)
    return block === undefined
      ? fault('header not found')
      : ok(hex(block.state.balances.get(String(who).toLowerCase()) ?? 0n))
  },
  eth_getTransactionReceipt: (question, [hash]) => ok(receiptOf(question, String(hash))),
  eth_getTransactionByHash: ({ model, node }, [hash]) => {
    const isHeld =
      node.pool.has(String(hash)) || model.minedAt(String(hash), node.head) !== undefined
    return ok(isHeld ? { hash } : null)
  },
  eth_call: (question, [call, at]) => ethCall(question, parseCall(call), at),
  eth_estimateGas: (question, [call]) => estimate(question, parseCall(call)),
  eth_getLogs: ({ node }, [filter]) => ok(logsOf(node, filter as LogFilter)), // as openChain asks
  eth_sendRawTransaction: ({ model, node, receive }, [raw]) => {
    const tx = receive(raw as Hex)
    const refusal = model.send(node, tx)
    return refusal === undefined ? ok(tx.hash) : fault(refusal)
  },
}

function blockAt({ head }: Node, at: unknown): Block | undefined {
  return at === 'latest' ? head : ancestor(head, Number(at))
}

function header({ number, hash, timestamp, baseFee }: Block): object {
  return { number: hex(number), hash, timestamp: hex(timestamp), baseFeePerGas: hex(baseFee) }
}

function receiptOf({ model, node }: Question, hash: string): object | null {
  const block = model.minedAt(hash, node.head)
  const receipt = block?.receipts.get(hash as Hex)
  if (block === undefined || receipt === undefined) return null
  const { succeeded, gasUsed, price, log } = receipt
  return {
    status: hex(succeeded ? 1 : 0),
    transactionHash: hash,
    blockNumber: hex(block.number),
    blockHash: block.hash,
    gasUsed: hex(gasUsed),
    effectiveGasPrice: hex(price),
    logs: log === undefined ? [] : [logOf(log, block)],
  }
}

function logOf({ address, topics, data, transactionHash }: Log, { number, hash }: Block): object {
  return { address, topics, data, transactionHash, blockNumber: hex(number), blockHash: hash }
}

type Call = { readonly to: string; readonly data: Hex; readonly gas: bigint | undefined }

function parseCall(value: unknown): Call {
  const { to, data, gas } = value as { to: string; data: Hex; gas?: string } // as openChain writes it
  return { to: to.toLowerCase(), data, gas: gas === undefined ? undefined : BigInt(gas) }
}

function ethCall(question: Question, { to, data, gas }: Call, at: unknown): RpcReply {
  const { model, node, epoch } = question
  const isPending = at === 'pending'
  const block = isPending ? node.head : blockAt(node, at)
  if (block === undefined) return fault('header not found')
  if (data === '0x900cf0cf') return ok(hex(epoch()).replace('0x', `0x${'0'.repeat(48)}`))
  if (data.startsWith(POLICY_OF)) {
    return ok(encodePolicy(model.contracts.policyOf(to, `0x${data.slice(10, 74)}`)))
  }
  const timestamp = isPending ? pendingTime(question) : block.timestamp
  const called = callDeliver(model.contracts, block.state, { to, data, timestamp })
  if (called === undefined) return ok('0x')
  const { verdict } = called
  if ('revert' in verdict) return fault('execution reverted', verdict.revert)
  return gas !== undefined && gas < called.gas ? fault('out of gas') : ok(hex(1))
}

function estimate(question: Question, { to, data }: Call): RpcReply {
  const { model, node } = question
  const called = callDeliver(model.contracts, node.head.state, {
    to,
    data,
    timestamp: pendingTime(question),
  })
  if (called === undefined) return ok(hex(21_000))
  return 'revert' in called.verdict
    ? fault('execution reverted', called.verdict.revert)
    : ok(hex(called.gas))
}

function pendingTime({ node, nowInSeconds }: Question): number {
  return Math.max(node.head.timestamp + 1, nowInSeconds)
}

type LogFilter = {
  readonly address: string
  readonly fromBlock: string
  readonly toBlock: string
  readonly topics: readonly [null, null, readonly string[]]
}

function logsOf(
  { head }: Node,
  { address, fromBlock, toBlock, topics }: LogFilter,
): readonly object[] {
  const found: object[] = []
  let block = ancestor(head, Math.min(head.number, Number(toBlock)))
  for (; block !== undefined && block.number >= Number(fromBlock); block = block.parent) {
    for (const { log } of block.receipts.values()) {
      const isAsked = log?.address === address && topics[2].includes(log.topics[2] ?? '')
      if (log !== undefined && isAsked) found.unshift(logOf(log, block))
    }
  }
  return found
}
