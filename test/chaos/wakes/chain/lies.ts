import type { RpcCall, RpcReply } from '../../../../shared/chain/rpc'
import type { Random } from '../../../support/random'
import type { WAKE_RATES } from '../../rates'

/** What an endpoint lies about for a while. */
export type Lie = Extract<keyof typeof WAKE_RATES, `lie${string}`>

/** Lies that an endpoint whose word is enough can be found out in. */
export const FINDABLE: readonly Lie[] = [
  'lieReceipts',
  'lieTransactions',
  'lieNoLogs',
  'lieGarbage',
]

export const LIES: readonly Lie[] = [
  ...FINDABLE,
  ...(['lieBloom', 'lieHead', 'lieBranch', 'lieFinality', 'lieLogs'] as const),
]

type Told = { readonly call: RpcCall; readonly reply: RpcReply }
type Twist = (result: unknown, context: { random: Random; call: RpcCall }) => unknown

const word = (digits: string): string => `0x${digits.padStart(64, '0')}`
const GARBAGE: readonly unknown[] = [null, 'garbage', {}, [], '0xzz', 17, '0x', { status: '0x1' }]
const ok = (result: unknown): RpcReply => ({ ok: true, result })

// Makes a lie of an honest reply; undefined where this lie has nothing to say.
export function distort(lie: Lie, random: Random, { call, reply }: Told): RpcReply | undefined {
  if (lie === 'lieGarbage') return ok(random.pick(GARBAGE))
  if (!reply.ok || reply.result === null) return undefined
  const result = TWISTS[lie]?.(reply.result, { random, call })
  return result === undefined ? undefined : ok(result)
}

type Members = Readonly<Record<string, unknown>>

const isHeader = ({ method }: RpcCall): boolean => method === 'eth_getBlockByNumber'
const isReceipts = ({ method }: RpcCall): boolean => method === 'eth_getBlockReceipts'

const TWISTS: Readonly<Partial<Record<Lie, Twist>>> = {
  lieBloom: (result, { call }) => {
    const empty = `0x${'0'.repeat(512)}`
    const header = result as Members
    const isEmpty = header['logsBloom'] === empty
    return isHeader(call) && !isEmpty ? { ...header, logsBloom: empty } : undefined
  },
  lieHead: (result, { random, call }) => {
    if (call.params[0] !== 'latest') return undefined
    const header = result as Members
    const number = `0x${(Number(header['number']) + random.between(0, 5)).toString(16)}`
    return { ...header, number, hash: word(`f0f0${String(random.between(0, 9))}`) }
  },
  lieFinality: (result, { random, call }) => {
    if (call.params[0] !== 'finalized' && call.params[0] !== 'safe') return undefined
    const header = result as Members
    return {
      ...header,
      number: `0x${(Number(header['number']) + random.between(3, 30)).toString(16)}`,
    }
  },
  lieTransactions: (result, { call }) => {
    if (!isReceipts(call)) return undefined
    const list = result as readonly Members[]
    return list.length === 0
      ? undefined
      : list.map((receipt, at) => ({ ...receipt, transactionHash: word(`f1${String(at)}`) }))
  },
  lieReceipts: (result, { random, call }) => {
    const list = result as readonly Members[]
    if (!isReceipts(call) || list.length === 0) return undefined
    return random.pick([() => [], () => list.slice(1), () => list.map(forged)])()
  },
  lieNoLogs: (result, { call }) => {
    const list = result as readonly Members[]
    return call.method === 'eth_getLogs' && list.length > 0 ? [] : undefined
  },
  lieLogs: (result, { random, call }) => {
    const list = result as readonly Members[]
    if (call.method !== 'eth_getLogs' || list.length === 0) return undefined
    return random.pick([() => list.slice(1), () => list.map(changed)])()
  },
}

function forged(receipt: Members): Members {
  const logs = receipt['logs'] as readonly Members[]
  return { ...receipt, logs: logs.map(changed) }
}

function changed(log: Members): Members {
  return { ...log, data: word('f2') }
}

// Leaves a log out, as an endpoint does that has not indexed it yet; undefined where there is none.
export function omitLog(random: Random, { call, reply }: Told): RpcReply | undefined {
  if (!reply.ok || !Array.isArray(reply.result)) return undefined
  const list = reply.result as readonly Members[]
  if (call.method === 'eth_getLogs') {
    const left = list.filter(({ blockHash }) => blockHash !== list.at(-1)?.['blockHash'])
    return list.length === 0 ? undefined : ok(left)
  }
  const withLogs = list.filter(({ logs }) => (logs as readonly unknown[]).length > 0)
  if (!isReceipts(call) || withLogs.length === 0) return undefined
  const short = random.pick(withLogs)
  const logs = (short['logs'] as readonly unknown[]).slice(1)
  return ok(list.map((receipt) => (receipt === short ? { ...receipt, logs } : receipt)))
}
