import type { Hex } from '../core/hex'
import type { BroadcastResult, BroadcastStatus } from './chain'
import { classifyNodeError } from './classifyNodeError'
import type { Answer, Quorum } from './quorum'
import { askAll } from './quorum'
import type { RpcReply } from './rpc'

// The most hopeful first: one endpoint that takes a transaction is enough, and what is final must be all that there is.
const BY_HOPE: readonly BroadcastStatus[] = [
  ...(['accepted', 'known', 'nonceTooLow', 'replacementUnderpriced', 'underpriced'] as const),
  ...(['unfunded', 'nonceTooHigh', 'poolFull', 'unknown', 'rejected'] as const),
]

/**
 * Sends transactions to all endpoints.
 *
 * @param quorum - Whom to; how many must answer where none has taken a transaction.
 * @param raws - Lowest nonce first.
 * @returns The best of what was answered, in the same order.
 * @throws ChainUnreachableError when too few answered: it may have been sent all the same.
 */
export async function broadcastAll(
  quorum: Quorum,
  raws: readonly Hex[],
): Promise<readonly BroadcastResult[]> {
  if (raws.length === 0) return []
  const method = 'eth_sendRawTransaction'
  const calls = raws.map((raw) => ({ method, params: [raw] }))
  const best = (answers: readonly Answer<readonly RpcReply[]>[]): readonly BroadcastResult[] =>
    raws.map((_, index) => bestOf(answers.map(({ value }) => resultOf(value[index]))))
  const isTaken = ({ status }: BroadcastResult): boolean =>
    status === 'accepted' || status === 'known'
  const answers = await askAll(quorum, {
    what: method,
    ask: (rpc) => rpc.send(calls),
    isEnough: (so) => best(so).every(isTaken),
  })
  return best(answers)
}

function resultOf(reply: RpcReply | undefined): BroadcastResult {
  if (reply === undefined) return { status: 'unknown', reason: 'no answer' }
  if (reply.ok) return { status: 'accepted', reason: '' }
  return { status: classifyNodeError(reply.message), reason: reply.message.slice(0, 200) }
}

function bestOf(results: readonly BroadcastResult[]): BroadcastResult {
  const [first] = [...results].sort((a, b) => BY_HOPE.indexOf(a.status) - BY_HOPE.indexOf(b.status))
  return first ?? { status: 'unknown', reason: 'no answer' }
}
