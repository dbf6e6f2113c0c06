import { Interface } from 'ethers'
import { chainEvent, indexed } from '../shared/authoring/chainEvent'
import type { Hex } from '../shared/core/hex'
import { hashJson } from '../shared/core/ids'
import { wakeOf } from '../shared/execution/wakeOf'
import type { Report } from './measure'
import { median, perSecond, round, timed } from './measure'

const LOGS = 10_000
const TURNS = 9
const abi = new Interface([
  'event Transfer(address indexed from, address indexed to, uint256 value)',
])

type BareLog = { readonly topics: readonly Hex[]; readonly data: Hex }
type Decode = (log: BareLog) => Readonly<Record<string, unknown>>
type Side = { readonly decode: Decode; readonly samples: number[] }

const FILLER = hashJson('filler')
const definition = {
  ...{ name: 'transfers', sources: {} },
  wakes: [
    chainEvent({
      event: 'Transfer',
      args: { from: indexed('address'), to: indexed('address'), value: 'uint256' },
    }),
  ],
} as const

/**
 * Decodes the same logs by turns: as the enclave makes a wake of one, and with ethers' `parseLog`.
 *
 * @returns How often as fast as `parseLog`; both gave the same arguments for each log.
 */
export async function measureDecoding(): Promise<Report> {
  const logs = Array.from({ length: LOGS }, (_, index) => logOf(index))
  const ours: Side = { decode: byWake, samples: [] }
  const theirs: Side = { decode: byEthers, samples: [] }
  assertSame(logs)
  for (let turn = 0; turn <= TURNS; turn++) {
    const order = turn % 2 === 0 ? [ours, theirs] : [theirs, ours]
    for (const side of order) side.samples.push(await decodeAll(logs, side))
  }
  // Without the first turn, in which code is cold.
  const inMs = ({ samples }: Side): number => median(samples.slice(1))
  return {
    ratios: { decode: round(inMs(theirs) / inMs(ours)) },
    figures: {
      'logs decoded a second, ours': perSecond(LOGS, inMs(ours)),
      'logs decoded a second, parseLog': perSecond(LOGS, inMs(theirs)),
    },
  }
}

function decodeAll(logs: readonly BareLog[], { decode }: Side): Promise<number> {
  return timed(async () => {
    for (const log of logs) decode(log)
  })
}

// Accounts and amounts of another kind in each log.
function logOf(index: number): BareLog {
  const [from, to] = ['from', 'to'].map((who) => `0x${hashJson([who, index]).slice(-40)}`)
  const { topics, data } = abi.encodeEventLog('Transfer', [from, to, BigInt(hashJson(index))])
  return { topics: topics as Hex[], data: data as Hex }
}

function byEthers({ topics, data }: BareLog): Readonly<Record<string, unknown>> {
  const args = abi.parseLog({ topics, data })?.args
  return { from: args?.[0], to: args?.[1], value: args?.[2] }
}

function byWake({ topics, data }: BareLog): Readonly<Record<string, unknown>> {
  const place = { chainId: 1, blockNumber: 1, blockHash: FILLER, transaction: FILLER, logIndex: 0 }
  const address = '0x0000000000000000000000000000000000000001'
  const wake = wakeOf(definition, {
    ...{ kind: 'chainEvent', crypletId: FILLER, slot: 1, generation: 0 },
    event: { ...place, address, topics, data },
    target: { chainId: 1, receiver: address, subscription: FILLER },
  })
  return 'args' in wake ? wake.args : {}
}

// Ours has addresses in lower case.
function assertSame(logs: readonly BareLog[]): void {
  for (const log of logs) {
    const [came, expected] = [byWake(log), byEthers(log)].map((args) =>
      ['from', 'to', 'value'].map((name) => String(args[name]).toLowerCase()).join(),
    )
    if (came !== expected) throw new Error(`${String(came)} was decoded, not ${String(expected)}`)
  }
}
