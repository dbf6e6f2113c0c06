import type { Rpc, RpcCall, RpcReply } from '../../shared/chain/rpc'

/** What is wrong with an endpoint. */
export type RpcFault =
  | { readonly kind: 'dead' }
  /** Never answers, as behind a firewall. */
  | { readonly kind: 'silent' }
  /** Knows the chain only up to so many blocks below its head. */
  | { readonly kind: 'lagging'; readonly blocks: number }
  /** Changes what it answers to a method. */
  | { readonly kind: 'lying'; readonly method: string; readonly lie: (result: unknown) => unknown }

/**
 * Puts a fault before a real endpoint.
 *
 * @param rpc - The real one.
 * @param fault - What is wrong with it; undefined for nothing.
 * @param name - Of the faulty one.
 * @returns An endpoint.
 */
export function faultyRpc(rpc: Rpc, fault: RpcFault | undefined, name: string): Rpc {
  return {
    name,
    send: async (calls) => {
      if (fault?.kind === 'dead') throw new Error(`${name}: connection refused`)
      if (fault?.kind === 'silent') return new Promise(() => undefined)
      if (fault?.kind === 'lagging') return lag(rpc, calls, fault.blocks)
      const replies = await rpc.send(calls)
      if (fault === undefined) return replies
      return replies.map((reply, index) =>
        reply.ok && calls[index]?.method === fault.method
          ? { ok: true, result: fault.lie(reply.result) }
          : reply,
      )
    },
  }
}

// Only what a lane asks: the newest block, and what is of a block that it has not got yet.
async function lag(rpc: Rpc, calls: readonly RpcCall[], blocks: number): Promise<RpcReply[]> {
  const [tip] = await rpc.send([{ method: 'eth_blockNumber', params: [] }])
  const head = Number(tip?.ok === true ? tip.result : 0) - blocks
  const hex = `0x${Math.max(0, head).toString(16)}`
  const asked = calls.map((call) => ({
    ...call,
    params: call.params.map((param) => (param === 'latest' ? hex : param)),
  }))
  const replies = await rpc.send(asked)
  return replies.map((reply, index): RpcReply => {
    const at = calls[index]?.params.find((param) => /^0x[0-9a-f]{1,10}$/.test(String(param)))
    const isAhead = at !== undefined && Number(at) > head && reply.ok
    if (isAhead) return { ok: true, result: null }
    const mined = reply.ok ? blockOf(reply.result) : undefined
    return mined !== undefined && mined > head ? { ok: true, result: null } : reply
  })
}

function blockOf(result: unknown): number | undefined {
  const isReceipt = typeof result === 'object' && result !== null && 'blockNumber' in result
  return isReceipt ? Number(result.blockNumber) : undefined
}
