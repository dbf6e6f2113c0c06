import { Interface } from 'ethers'
import { cryptoDelegate } from '../../../shared/chain/contracts.generated'
import type { RpcCall, RpcReply } from '../../../shared/chain/rpc'
import type { Random } from '../../support/random'
import type { LANE_RATES } from '../rates'

/** What an endpoint lies about for a while. */
export type Lie = Extract<keyof typeof LANE_RATES, `lie${string}`>

export const LIES: readonly Lie[] = [
  ...(['lieBlock', 'lieFees', 'lieNonce', 'lieBalance', 'lieGarbage', 'lieReceipt'] as const),
  ...(['lieHidden', 'lieLogs', 'lieCall', 'lieTaken', 'lieHeld'] as const),
]

const delegate = new Interface(cryptoDelegate.abi)
const DELIVERED = delegate.getEvent('Delivered')?.topicHash ?? ''
const word = (digits: string): string => `0x${digits.padStart(64, '0')}`
const hex = (value: number | bigint): string => `0x${value.toString(16)}`

// Makes a lie of an honest reply; undefined where this lie has nothing to say.
export function distort(
  lie: Lie,
  random: Random,
  told: { call: RpcCall; reply: RpcReply },
): RpcReply | undefined {
  const { call, reply } = told
  if (lie === 'lieGarbage') return { ok: true, result: random.pick(GARBAGE) }
  const twist = TWISTS[lie][call.method]
  return twist?.(reply, { random, params: call.params })
}

type Context = { readonly random: Random; readonly params: readonly unknown[] }
type Twist = (reply: RpcReply, context: Context) => RpcReply | undefined

const GARBAGE: readonly unknown[] = [null, 'garbage', {}, [], '0xzz', 17, '0x', { status: '0x1' }]
const ok = (result: unknown): RpcReply => ({ ok: true, result })

// Of a result that is an object: with some members changed.
function changed(
  reply: RpcReply,
  members: (old: Readonly<Record<string, string>>) => object,
): RpcReply | undefined {
  if (!reply.ok || typeof reply.result !== 'object' || reply.result === null) return undefined
  const old = reply.result as Readonly<Record<string, string>> // a node's own answer
  return ok({ ...old, ...members(old) })
}

const TWISTS: Readonly<
  Record<Exclude<Lie, 'lieGarbage'>, Readonly<Record<string, Twist | undefined>>>
> = {
  lieBlock: {
    eth_getBlockByNumber: (reply, { random, params }) =>
      changed(reply, ({ number = '0x0' }) => ({
        hash: word(`f0f0${String(random.between(0, 9))}`),
        number:
          params[0] === 'latest'
            ? hex(Number(number) + random.between(-20, 9)).replace('0x-', '0x')
            : number,
      })),
  },
  lieFees: {
    eth_getBlockByNumber: (reply, { random }) =>
      changed(reply, ({ baseFeePerGas = '0x1' }) => ({
        baseFeePerGas: hex(
          random.chance(0.5) ? BigInt(baseFeePerGas) * 100n : BigInt(baseFeePerGas) / 100n,
        ),
      })),
    eth_feeHistory: (_, { random }) => ok({ reward: [[hex(random.pick([0, 1, 10 ** 12]))]] }),
    eth_gasPrice: (_, { random }) => ok(hex(random.pick([0, 1, 10 ** 13]))),
  },
  lieNonce: {
    eth_getTransactionCount: ({ ok: isOk, ...reply }, { random }) =>
      isOk && 'result' in reply
        ? ok(hex(Math.max(0, Number(reply.result) + random.pick([-3, -1, 1, 2, 9]))))
        : undefined,
  },
  lieBalance: { eth_getBalance: (_, { random }) => ok(hex(random.pick([0n, 1n, 10n ** 30n]))) },
  lieReceipt: {
    eth_getTransactionReceipt: (reply, { random, params }) =>
      changed(reply, ({ status }) => ({ status: status === '0x1' ? '0x0' : '0x1', logs: [] })) ??
      ok({
        ...{ status: '0x1', transactionHash: params[0], blockNumber: hex(random.between(1, 20)) },
        ...{ blockHash: word('f1'), gasUsed: '0x5208', effectiveGasPrice: '0x1', logs: [] },
      }),
  },
  lieHidden: {
    eth_getTransactionReceipt: () => ok(null),
    eth_getTransactionByHash: () => ok(null),
  },
  lieLogs: {
    eth_getLogs: (reply, { random, params }) => {
      if (random.chance(0.5)) return ok([])
      const { address, topics } = params[0] as {
        address: string
        topics: readonly [null, null, string[]]
      }
      const log = {
        address,
        topics: [DELIVERED, word('1'), topics[2][0] ?? ''],
        data: word('1') + word('1').slice(2),
      }
      const forged = { ...log, transactionHash: word('f2'), blockNumber: '0x1' }
      return reply.ok && Array.isArray(reply.result) ? ok([forged]) : undefined
    },
  },
  lieCall: {
    eth_call: (reply) =>
      reply.ok
        ? {
            ok: false,
            code: 3,
            message: 'execution reverted',
            data: delegate.encodeErrorResult('ClaimOvertaken', [1, 2]),
          }
        : ok('0x1'),
  },
  lieTaken: {
    eth_sendRawTransaction: (_, { random }) =>
      random.chance(0.5)
        ? ok(word('f3'))
        : { ok: false, code: -32000, message: 'invalid sender', data: undefined },
  },
  lieHeld: { eth_getTransactionByHash: (_, { params }) => ok({ hash: params[0] }) },
}
