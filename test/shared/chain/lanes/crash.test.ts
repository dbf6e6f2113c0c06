import { keccak256 } from 'ethers'
import { drainLane } from '../../../../shared/chain/lanes/drainLane'
import { openGasLimits } from '../../../../shared/chain/lanes/gasLimits'
import type { Lane } from '../../../../shared/chain/lanes/lane'
import type { Hex } from '../../../../shared/core/hex'
import type { LaneBed } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'

let bed: LaneBed

beforeAll(async () => {
  bed = await startLaneBed()
}, 60_000)

afterAll(() => bed.stop())

/** Where a process ends: at which call that leaves it, and on which side of what the call does. */
type Crash = { readonly at: number; readonly side: 'before' | 'after' }

class ProcessEndedError extends Error {}

// A lane whose process ends at one of its calls; from then on every call fails, as in a dead process.
function ending(lane: Lane, crash: Crash): { lane: Lane; calls: string[] } {
  const calls: string[] = []
  let ended = false
  const guard =
    <A extends readonly unknown[], R>(name: string, call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (ended) throw new ProcessEndedError(name)
      calls.push(name)
      const here = calls.length === crash.at
      if (here) ended = true
      if (here && crash.side === 'before') throw new ProcessEndedError(name)
      const result = await call(...args)
      if (here) throw new ProcessEndedError(name)
      return result
    }
  const { chain, journal } = lane
  return {
    calls,
    lane: {
      ...lane,
      chain: {
        ...chain,
        look: guard('look', chain.look),
        simulate: guard('simulate', chain.simulate),
        estimateGas: guard('estimateGas', chain.estimateGas),
        broadcast: guard('broadcast', async (raws) => {
          const result = await chain.broadcast(raws)
          // A chain that mines on demand still takes a moment; the list of calls must not depend on it.
          const hashes = raws.map((raw) => keccak256(raw) as Hex)
          for (let mined = 0; mined < hashes.length; ) {
            const { block } = await chain.look(lane.key.sender)
            mined = (await chain.receipts(hashes, block)).filter(Boolean).length
          }
          return result
        }),
        receipts: guard('receipts', chain.receipts),
        holds: guard('holds', chain.holds),
      },
      journal: {
        ...journal,
        read: guard('read', journal.read),
        write: guard('write', journal.write),
      },
      gasLimits: openGasLimits(),
      tell: guard('tell', lane.tell),
      envelopeOf: guard('envelopeOf', lane.envelopeOf),
    },
  }
}

describe('a lane whose process ends', () => {
  it('delivers exactly once, wherever that was', async () => {
    const { provider } = bed.fixture
    await bed.submit()
    const whole = ending(bed.lane, { at: 0, side: 'before' })
    await drainLane(whole.lane)
    expect(whole.calls).toMatchInlineSnapshot(`
[
  "read",
  "look",
  "envelopeOf",
  "simulate",
  "estimateGas",
  "write",
  "broadcast",
  "look",
  "receipts",
  "write",
  "tell",
  "write",
  "read",
]
`)

    for (let at = 1; at <= whole.calls.length; at++) {
      for (const side of ['before', 'after'] as const) {
        const place = `${side} ${whole.calls[at - 1] ?? ''} (${String(at)})`
        const sent = await provider.getTransactionCount(bed.lane.key.sender)
        const submitted = await bed.submit()
        const { lane } = ending(bed.lane, { at, side })
        await drainLane(lane).catch((error: unknown) => {
          expect(error).toBeInstanceOf(ProcessEndedError)
        })
        bed.clock.advance(60_000)
        await bed.drain()
        expect({ place, row: await bed.rowOf(submitted) }).toMatchObject({
          place,
          row: { state: 'settled', end: { outcome: 'applied' } },
        })
        expect({ place, events: await bed.eventsOf(submitted) }).toEqual({
          place,
          events: ['Delivered'],
        })
        const count = (await provider.getTransactionCount(bed.lane.key.sender)) - sent
        expect({ place, count }).toEqual({ place, count: 1 })
        expect((await bed.lane.journal.read(bed.lane.key)).rows).toEqual([])
      }
    }
  }, 60_000)
})
