import type { Rpc, RpcCall, RpcReply } from '../../shared/chain/rpc'
import type { Reachable } from './nodeTrouble'
import type { Life, World } from './world'

// An endpoint as one process sees it: it may be down, limit its rate, answer late or lose its answer.
export function faultyRpc(
  { world, life }: { readonly world: World; readonly life: Life },
  node: Reachable,
  answer: (calls: readonly RpcCall[]) => readonly RpcReply[],
): Rpc {
  const { random, faults } = world
  const name = `https://node${String(node.index)}`
  return {
    name,
    send: async (calls) => {
      if (node.deadUntilInMs > world.nowInMs()) {
        await world.sleep(random.pick([20, 15_000]))
        throw new Error(`${name} is down`)
      }
      if (faults.strikes('rpcRateLimit')) {
        await world.sleep(20)
        throw new Error(`${name} did not answer: it limits our rate (HTTP 429)`)
      }
      return world.pass(life, `${name} ${calls[0]?.method ?? ''}`, () => {
        if (faults.strikes('rpcOmit')) throw new Error(`${name}: 0 replies to one call`)
        return answer(calls)
      })
    },
  }
}
