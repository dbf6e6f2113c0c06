import type { Rpc, RpcCall, RpcReply } from '../../../shared/chain/rpc'
import { faultyRpc } from '../faultyRpc'
import type { Liar } from '../nodeTrouble'
import type { Life, World } from '../world'
import type { Block, EventChainModel, Node } from './chain/eventChainModel'
import type { Lie } from './chain/lies'
import { distort, omitLog } from './chain/lies'
import type { View } from './chain/node'
import { answer } from './chain/node'
import type { WakeScenario } from './scenario'
import { FINAL_AFTER } from './scenario'

export type EventEndpointsOptions = {
  readonly world: World
  readonly model: EventChainModel
  readonly liar: Liar<Lie>
  readonly scenario: WakeScenario
}

// The endpoints as one process sees them.
export function openEventEndpoints(options: EventEndpointsOptions, life: Life): readonly Rpc[] {
  const { world, model } = options
  return model.nodes.map((node) =>
    faultyRpc({ world, life }, node, (calls) => {
      const view = viewOf(options, node)
      return calls.map((call) => tell(options, view, call))
    }),
  )
}

function viewOf(options: EventEndpointsOptions, node: Node): View {
  const { world, model } = options
  const { faults } = world
  return {
    ...{ model, node, finalAfter: FINAL_AFTER, head: headOf(options, node) },
    saysNothingForUnseen: () => faults.strikes('rpcNothingForUnseen'),
  }
}

// All of a post is answered by one machine; its own, one that lags, or one that holds a branch which was left.
function headOf({ world, model, liar }: EventEndpointsOptions, node: Node): Block {
  const { random, faults } = world
  const left = model.leftTips()
  if (liar.current?.lie === 'lieBranch' && liar.current.node === node.index && left.length > 0) {
    faults.count('lieBranch')
    return random.pick(left)
  }
  if (!faults.strikes('rpcStaleBackend')) return node.head
  return node.head.path[Math.max(0, node.head.number - random.between(1, 6))] ?? node.head
}

function tell(options: EventEndpointsOptions, view: View, call: RpcCall): RpcReply {
  const { liar, world } = options
  const { random, faults } = world
  const reply = answer(view, call)
  const told = { call, reply }
  if (mayOmit(options, view.node, call) && faults.draws('omittedLog')) {
    const short = omitLog(random, told)
    if (short !== undefined) {
      faults.count('omittedLog')
      return short
    }
  }
  const lie = liar.current?.node === view.node.index ? liar.current.lie : undefined
  const lied = lie === undefined ? undefined : distort(lie, random, told)
  if (lie === undefined || lied === undefined) return reply
  faults.count(lie)
  return lied
}

// What rests on endpoints' words alone bears one that is wrong; what receipts vouch for bears all of them.
function mayOmit({ scenario }: EventEndpointsOptions, node: Node, { method }: RpcCall): boolean {
  return method === 'eth_getBlockReceipts' || node.index === scenario.liar
}
