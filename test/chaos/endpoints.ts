import type { Rpc, RpcCall, RpcReply } from '../../shared/chain/rpc'
import type { ChainModel, Node } from './chain/chainModel'
import type { Lie } from './chain/lies'
import { distort } from './chain/lies'
import type { Question } from './chain/node'
import { answer } from './chain/node'
import { faultyRpc } from './faultyRpc'
import type { Liar } from './nodeTrouble'
import type { Life, World } from './world'

export type EndpointsOptions = Pick<Question, 'receive' | 'epoch'> & {
  readonly world: World
  readonly model: ChainModel
  readonly liar: Liar<Lie>
}

// The endpoints as one process sees them.
export function openEndpoints(options: EndpointsOptions, life: Life): readonly Rpc[] {
  const { world, model } = options
  return model.nodes.map((node) =>
    faultyRpc({ world, life }, node, (calls) => calls.map((call) => tell(options, node, call))),
  )
}

function tell(options: EndpointsOptions, node: Node, call: RpcCall): RpcReply {
  const { world, model, liar, receive, epoch } = options
  const { random, faults } = world
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
}
