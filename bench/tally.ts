import type { Rpc } from '../shared/chain/rpc'
import type { Hex } from '../shared/core/hex'
import type { Operation, Table } from '../shared/store/table'
import type { Sealed } from './deliveryBed'

/** Counts what is done for claims, at the two ports where it leaves the process. */
export type Tally = {
  readonly begin: (sealed: readonly Sealed[]) => void
  readonly countCalls: (rpc: Rpc) => Rpc
  readonly countRows: (table: Table) => Table
  /** Posts to all endpoints together, calls in them and journal transactions since `begin`. */
  readonly totals: () => { readonly posts: number; readonly calls: number; readonly writes: number }
  /** Throws unless each claim was simulated once by each of `endpoints`, then signed once in the journal, then settled. */
  readonly assertEach: (endpoints: number) => void
}

type Counts = { simulated: number; signed: number; settled: number; raw: unknown }

/**
 * Opens a tally.
 *
 * @returns Counts nothing before `begin`.
 */
export function openTally(): Tally {
  let byId = new Map<string, Counts>()
  let byData = new Map<unknown, Counts>()
  let totals = { posts: 0, calls: 0, writes: 0 }
  const countOne = (operation: Operation): void => {
    if (operation.kind === 'remove' || !operation.row.row.startsWith('open-')) return
    const { state, raw } = operation.row.value
    const id = operation.row.row.slice('open-'.length)
    const counts = byId.get(id)
    if (counts === undefined) return
    if (state === 'settled') counts.settled++
    // A signed row is written again when a doubt is noted in it; what counts is another transaction.
    if (state !== 'signed' || counts.raw === raw) return
    if (counts.simulated === 0) throw new Error(`${id} has a nonce, unsimulated`)
    counts.raw = raw
    counts.signed++
  }
  return {
    begin: (sealed) => {
      totals = { posts: 0, calls: 0, writes: 0 }
      const fresh = sealed.map(({ deliveryId, data }) => {
        return [deliveryId, data, { simulated: 0, signed: 0, settled: 0, raw: undefined }] as const
      })
      byId = new Map(fresh.map(([deliveryId, , counts]) => [deliveryId, counts]))
      byData = new Map(fresh.map(([, data, counts]) => [data, counts]))
    },
    countCalls: (rpc) => ({
      name: rpc.name,
      send: (calls) => {
        totals.posts++
        totals.calls += calls.length
        for (const { method, params } of calls) {
          const counts = method === 'eth_call' ? byData.get(dataOf(params[0])) : undefined
          if (counts !== undefined) counts.simulated++
        }
        return rpc.send(calls)
      },
    }),
    countRows: (table) => ({
      ...table,
      transact: async (operations) => {
        totals.writes++
        const done = await table.transact(operations)
        if (done !== 'conflict') operations.forEach(countOne)
        return done
      },
    }),
    totals: () => totals,
    assertEach: (endpoints) => {
      for (const [id, { simulated, signed, settled }] of byId) {
        if (simulated === endpoints && signed === 1 && settled === 1) continue
        const found = `${String(simulated)} simulations, ${String(signed)} signed, ${String(settled)} settled`
        throw new Error(`${id}: ${found}; expected ${String(endpoints)}, 1 and 1`)
      }
    },
  }
}

function dataOf(call: unknown): Hex | undefined {
  const holds = typeof call === 'object' && call !== null && 'data' in call
  return holds ? (call.data as Hex) : undefined // as openChain writes it
}
