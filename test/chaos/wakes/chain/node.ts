import type { RpcCall, RpcReply } from '../../../../shared/chain/rpc'
import type { Hex } from '../../../../shared/core/hex'
import type { Block, EventChainModel, ModelLog, Node } from './eventChainModel'
import { hexOf } from './eventChainModel'

/** A node as it answers one post: `head` may be behind its own, where a stale machine behind the same address answers. */
export type View = {
  readonly model: EventChainModel
  readonly node: Node
  readonly head: Block
  /** So many blocks below the head are final. */
  readonly finalAfter: number
  /** Says that a block has no logs when it has not seen it, instead of that it has not seen it. */
  readonly saysNothingForUnseen: () => boolean
}

/** So many blocks below the head are called safe. */
export const SAFE_AFTER = 3

const ok = (result: unknown): RpcReply => ({ ok: true, result })
const fault = (code: number, message: string): RpcReply => ({
  ok: false,
  code,
  message,
  data: null,
})

export function answer(view: View, { method, params }: RpcCall): RpcReply {
  if (method === 'eth_getBlockByNumber') return ok(blockAt(view, String(params[0]))?.header ?? null)
  if (method === 'eth_getBlockReceipts' && view.node.hasReceipts) {
    return receipts(view, params[0] as Hex) // as the pump asks
  }
  if (method === 'eth_getLogs') return logs(view, params[0] as Filter)
  return fault(-32_601, `the method ${method} does not exist/is not available`)
}

function blockAt({ head, finalAfter }: View, tag: string): Block | undefined {
  if (tag === 'latest') return head
  if (tag === 'safe') return head.path[Math.max(0, head.number - SAFE_AFTER)]
  if (tag === 'finalized') return head.path[Math.max(0, head.number - finalAfter)]
  return head.path[Number(tag)]
}

function known({ model, node, head }: View, hash: Hex): Block | undefined {
  const block = model.block(hash)
  const isSeen = block !== undefined && node.seen.has(block) && block.number <= head.number
  return isSeen ? block : undefined
}

function receipts(view: View, hash: Hex): RpcReply {
  const block = known(view, hash)
  if (block !== undefined) return ok(block.receipts)
  return ok(view.saysNothingForUnseen() ? [] : null)
}

type Filter = {
  readonly address: Hex
  readonly topics: readonly [Hex]
  readonly blockHash?: Hex
  readonly fromBlock?: Hex
  readonly toBlock?: Hex
}

function logs(view: View, filter: Filter): RpcReply {
  const { blockHash, fromBlock, toBlock } = filter
  if (blockHash !== undefined) {
    const block = known(view, blockHash)
    return block === undefined ? fault(-32_000, 'unknown block') : ok(matching(block, filter))
  }
  // What lies above its head is no fault of the question.
  const blocks = view.head.path.slice(Number(fromBlock), Number(toBlock) + 1)
  return ok(blocks.flatMap((block) => matching(block, filter)))
}

function matching(block: Block, { address, topics }: Filter): readonly object[] {
  const isAsked = (log: ModelLog): boolean =>
    log.address === address.toLowerCase() && log.topics[0] === topics[0]
  return block.logs.filter(isAsked).map(({ transaction, logIndex, ...content }) => ({
    ...content,
    ...{ transactionHash: transaction, logIndex: hexOf(logIndex) },
    ...{ blockHash: block.hash, blockNumber: hexOf(block.number) },
  }))
}
