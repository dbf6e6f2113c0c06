import { FabricError } from '../core/errors'
import type { Rpc, RpcReply } from './rpc'

/** A node's own word that it will not answer: it is no answer for a quorum. */
export class NodeRefusedError extends FabricError {
  override readonly name = 'NodeRefusedError'
  readonly code = 'NODE_REFUSED'
  readonly retryable = true

  constructor(
    readonly endpoint: string,
    readonly reason: string,
  ) {
    super(`${endpoint} refused: ${reason}. Does it serve this method, and this block?`)
  }
}

/**
 * Takes the result out of a reply.
 *
 * @param rpc - Who replied, for the error.
 * @param reply - Of one call.
 * @returns The result, still to be parsed.
 * @throws NodeRefusedError
 */
export function requireResult(rpc: Rpc, reply: RpcReply | undefined): unknown {
  if (reply?.ok === true) return reply.result
  throw new NodeRefusedError(rpc.name, reply?.message ?? 'no reply')
}
