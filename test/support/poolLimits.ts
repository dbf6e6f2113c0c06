import { Transaction } from 'ethers'
import type { Rpc, RpcCall, RpcReply } from '../../shared/chain/rpc'

/** What a node has been sent. */
export type Seen = {
  /** How far beyond what is mined each nonce was. */
  readonly distances: number[]
  /** How often it gave which reason. */
  readonly refusals: Map<string, number>
}

/**
 * Puts the limits of a node's pool before a real endpoint: of an account it keeps so many transactions that can be mined
 * one after the other, and none that has a gap below it.
 *
 * Sources: geth's `--txpool.accountslots`, 16; nodes of rollups, which have no queue, say "nonce too high".
 *
 * @param rpc - The real one.
 * @param executable - How many it keeps.
 * @returns The endpoint, and what it has seen.
 */
export function limitPool(rpc: Rpc, executable: number): { rpc: Rpc; seen: Seen } {
  const seen: Seen = { distances: [], refusals: new Map() }
  const kept = new Map<string, Set<number>>()
  const send = async (call: RpcCall): Promise<RpcReply | undefined> => {
    const { from, nonce } = Transaction.from(String(call.params[0]))
    if (from === null) throw new Error('a transaction is not signed')
    const [count] = await rpc.send([
      { method: 'eth_getTransactionCount', params: [from, 'latest'] },
    ])
    const mined = Number(count?.ok === true ? count.result : Number.NaN)
    const nonces = kept.get(from) ?? new Set()
    kept.set(from, nonces)
    seen.distances.push(nonce - mined)
    let end = mined
    while (nonces.has(end)) end++
    const refusal = refusalOf({ distance: nonce - mined, isGapped: nonce > end }, executable)
    if (refusal !== undefined) {
      seen.refusals.set(refusal, (seen.refusals.get(refusal) ?? 0) + 1)
      return { ok: false, code: -32000, message: refusal, data: undefined }
    }
    const [reply] = await rpc.send([call])
    if (reply?.ok === true) nonces.add(nonce)
    return reply
  }
  return {
    seen,
    rpc: {
      name: `${rpc.name} with a small pool`,
      send: async (calls) => {
        if (!calls.some(({ method }) => method === 'eth_sendRawTransaction')) return rpc.send(calls)
        const replies: RpcReply[] = []
        for (const call of calls) replies.push((await send(call)) ?? NONE)
        return replies
      },
    },
  }
}

const NONE: RpcReply = { ok: false, code: -32000, message: 'no answer', data: undefined }

function refusalOf(
  { distance, isGapped }: { readonly distance: number; readonly isGapped: boolean },
  executable: number,
): string | undefined {
  if (isGapped) return 'nonce too high'
  return distance >= executable ? 'txpool is full: account limit exceeded' : undefined
}
