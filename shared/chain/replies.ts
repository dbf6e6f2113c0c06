import { requireResult } from './requireResult'
import type { Rpc, RpcReply } from './rpc'

/**
 * Tells what an endpoint answered to a call of a contract. A revert is an answer; a limit of rates, or a block that the node
 * has not got, is none.
 *
 * @param rpc - Who replied.
 * @param reply - To one call.
 * @returns The answer.
 * @throws NodeRefusedError
 */
export function callReplyOf(rpc: Rpc, reply: RpcReply | undefined): RpcReply {
  const isRevert = reply?.ok === false && (reply.data != null || /revert/i.test(reply.message))
  return isRevert ? reply : { ok: true, result: requireResult(rpc, reply) }
}

/**
 * Makes equal what is the same answer: each node has its own words for the same revert, and its data is what they must
 * agree on.
 *
 * @param reply - As callReplyOf gives it.
 * @returns A key.
 */
export function keyOfCallReply(reply: RpcReply): string {
  if (reply.ok) return JSON.stringify(['result', reply.result])
  const { data, message } = reply
  return JSON.stringify(['error', data ?? message])
}
