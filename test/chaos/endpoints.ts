import type { Rpc, RpcReply } from '../../shared/chain/rpc'
import type { ChainModel, Node } from './chain/chainModel'
import type { Lie } from './chain/lies'
import { distort } from './chain/lies'
import type { Question } from './chain/node'
import { answer } from './chain/node'
import type { Life, World } from './world'

/** Who lies, and about what: one endpoint at a time, since a quorum of two among three bears no more. */
export type Liar = { current: { readonly node: number; readonly lie: Lie } | undefined }

export type EndpointsOptions = Pick<Question, 'receive' | 'epoch'> & {
  readonly world: World
  readonly model: ChainModel
  readonly liar: Liar
}

// The endpoints as one process sees them.
export function openEndpoints(options: EndpointsOptions, life: Life): readonly Rpc[] {
  return options.model.nodes.map((node) => openEndpoint(options, life, node))
}

function openEndpoint(options: EndpointsOptions, life: Life, node: Node): Rpc {
  const { world, model, liar, receive, epoch } = options
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
        return calls.map((call): RpcReply => {
          const nowInSeconds = Math.floor(world.nowInMs() / 1000)
          // A liar that says that it took a transaction has not.
          const lie = liar.current?.node === node.index ? liar.current.lie : undefined
          const isSwallowed = lie === 'lieTaken' && call.method === 'eth_sendRawTransaction'
          const reply: RpcReply = isSwallowed
            ? { ok: true, result: '0x' }
            : answer({ model, node, nowInSeconds, receive, epoch }, call)
          const told = lie === undefined ? undefined : distort(lie, random, { call, reply })
          if (lie === undefined || told === undefined) return reply
          faults.count(lie)
          return told
        })
      })
    },
  }
}
