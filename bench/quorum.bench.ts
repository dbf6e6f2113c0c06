/**
 * What a faulty endpoint of three costs: `npm run bench -- quorum --json`.
 *
 * 64 sealed claims wait for a lane whose chain is asked through three endpoints, two of which must agree. By turns all
 * three are well, one dies under way, one lies about everything that it is asked, and one never answers. That every claim
 * was simulated, signed once, applied, and ended by the transaction that the chain knows, is asserted in each round.
 *
 * The three are one node, so that whoever does not ask it spares it work: a ratio above 1 says no more than that nothing is
 * waited for.
 */
import { openRpc } from '../shared/chain/openRpc'
import type { Rpc } from '../shared/chain/rpc'
import { faultyRpc } from '../test/support/rpcProxy'
import type { DeliveryBed, Sealed } from './deliveryBed'
import { startDeliveryBed } from './deliveryBed'
import type { LaneSide } from './laneSide'
import { openLaneSide } from './laneSide'
import type { Report } from './measure'
import { median, perSecond, round, runBench, timed } from './measure'

const WAITING = 64
const ROUNDS = 7
const POSTS_BEFORE_DEATH = 10

const ANOTHER_HASH = `0x${'66'.repeat(32)}`
/** By method: each is a lie that would do harm if it were believed. */
const LIES: Readonly<Record<string, (result: unknown) => unknown>> = {
  eth_getBlockByNumber: (block) => ({ ...(block as object), hash: ANOTHER_HASH, timestamp: '0x1' }),
  eth_getTransactionCount: () => '0xffff',
  eth_getBalance: () => '0x0',
  eth_feeHistory: () => ({ reward: [['0xffffffffffff']] }),
  eth_gasPrice: () => '0xffffffffffff',
  eth_call: () => '0x01',
  eth_estimateGas: () => '0xffffffff',
  eth_getTransactionReceipt: (receipt) =>
    receipt === null ? null : { ...(receipt as object), status: '0x0', logs: [] },
  eth_getTransactionByHash: () => null,
  eth_sendRawTransaction: () => ANOTHER_HASH,
}

type Fault = 'none' | 'dies' | 'lies' | 'is silent'

function third(url: string, fault: Fault): { rpc: Rpc; revive: () => void } {
  const real = openRpc({ url })
  if (fault === 'is silent') {
    return { rpc: faultyRpc(real, { kind: 'silent' }, 'silent'), revive: () => undefined }
  }
  if (fault === 'lies') {
    const liar = Object.entries(LIES).reduce(
      (rpc, [method, lie]) => faultyRpc(rpc, { kind: 'lying', method, lie }, 'liar'),
      real,
    )
    return { rpc: liar, revive: () => undefined }
  }
  const dead = openRpc({ url: 'http://127.0.0.1:1' })
  let left = POSTS_BEFORE_DEATH
  const mortal: Rpc = {
    name: 'mortal',
    send: (calls) => (fault === 'dies' && left-- <= 0 ? dead : real).send(calls),
  }
  return { rpc: mortal, revive: () => void (left = POSTS_BEFORE_DEATH) }
}

type Side = { readonly lane: LaneSide; readonly revive: () => void; readonly samples: number[] }

async function openSide(bed: DeliveryBed, fault: Fault): Promise<Side> {
  const { rpc, revive } = third(bed.chainUrl, fault)
  const sound = (): Rpc => openRpc({ url: bed.chainUrl })
  const account = await bed.account()
  return {
    lane: openLaneSide(bed, { account, rpcs: [rpc, sound(), sound()] }),
    revive,
    samples: [],
  }
}

async function deliver(bed: DeliveryBed, side: Side, sealed: readonly Sealed[]): Promise<number> {
  const waiting = await side.lane.accept(sealed)
  side.revive()
  const elapsedInMs = await timed(waiting.deliver)
  await waiting.close()
  await side.lane.sweep(sealed.map(({ deliveryId }) => deliveryId))
  waiting.tally.assertEach(3)
  for (const { deliveryId, end } of waiting.ended.values()) {
    const receipt = await bed.fixture.provider.getTransactionReceipt(end.transaction ?? '')
    const isTrue = receipt?.status === 1 && receipt.blockNumber === end.blockNumber
    if (end.outcome !== 'applied' || !isTrue) throw new Error(`${deliveryId}: ${end.outcome}`)
  }
  const applied = await bed.countApplied(sealed)
  if (applied !== sealed.length) throw new Error(`${String(applied)} of ${String(sealed.length)}`)
  return elapsedInMs
}

async function bench(): Promise<Report> {
  const bed = await startDeliveryBed(WAITING)
  try {
    const sides = new Map<Fault, Side>()
    for (const fault of ['none', 'dies', 'lies', 'is silent'] as const) {
      sides.set(fault, await openSide(bed, fault))
    }
    for (let turn = 0; turn <= ROUNDS; turn++) {
      for (const side of sides.values()) {
        side.samples.push(await deliver(bed, side, await bed.seal(WAITING)))
      }
    }
    // Without the first round, in which everything is slow.
    const inMs = (fault: Fault): number => median((sides.get(fault)?.samples ?? []).slice(1))
    const ratio = (fault: Fault): number => round(inMs('none') / inMs(fault))
    return {
      ratios: { oneDead: ratio('dies'), oneLying: ratio('lies'), oneSilent: ratio('is silent') },
      figures: {
        'claims a second, three endpoints': perSecond(WAITING, inMs('none')),
        'claims a second, one of them dies': perSecond(WAITING, inMs('dies')),
        'claims a second, one of them lies': perSecond(WAITING, inMs('lies')),
        'claims a second, one of them is silent': perSecond(WAITING, inMs('is silent')),
        'claims lost': 0,
        'outcomes changed': 0,
      },
    }
  } finally {
    await bed.stop()
  }
}

runBench(bench)
