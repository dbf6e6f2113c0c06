import type { DrainContext, Lanes } from '../shared/chain/lanes/openLanes'
import { openLanes } from '../shared/chain/lanes/openLanes'
import type { LaneKey, SettledRow } from '../shared/chain/lanes/rows'
import { openChain } from '../shared/chain/openChain'
import { openRpc } from '../shared/chain/openRpc'
import type { Rpc } from '../shared/chain/rpc'
import type { Hex } from '../shared/core/hex'
import type { Log } from '../shared/core/log'
import { formatLine } from '../shared/core/log'
import { openTables } from '../shared/store/openTables'
import type { OpenTable } from '../shared/store/table'
import type { Account, DeliveryBed, Sealed } from './deliveryBed'
import { deliveryOf } from './deliveryBed'
import type { Tally } from './tally'
import { openTally } from './tally'

/** One lane of ours. */
export type LaneSide = {
  readonly key: LaneKey
  readonly lanes: Lanes
  /** Accepts claims, not timed; then drains: resolves when the last one is settled and its run told. */
  readonly accept: (sealed: readonly Sealed[]) => Promise<Waiting>
}

/** Claims that wait in a lane. */
export type Waiting = {
  readonly deliver: () => Promise<void>
  /** What was written and simulated for each of them. */
  readonly tally: Tally
  /** The rows as they ended. */
  readonly ended: ReadonlyMap<Hex, SettledRow>
}

/** What a lane stands on. */
export type LaneSideOptions = {
  readonly account: Account
  /** The bed's chain, once or several times over; once when left out. */
  readonly rpcs?: readonly Rpc[]
}

// As the fabric has it for a chain that mines on demand.
const TERMS = { confirmations: 0, inFlight: 16, quietRefusalInMs: 3_000 }
const BUDGET_IN_WEI = 10n ** 21n
const DEADLINE_IN_MS = 60_000

/**
 * Opens a lane with everything real: tables, chain, key.
 *
 * @param bed - Where.
 * @param options - Whose.
 * @returns The lane.
 */
export function openLaneSide(bed: DeliveryBed, options: LaneSideOptions): LaneSide {
  const { account, rpcs = [openRpc({ url: bed.chainUrl })] } = options
  const { chainId } = bed.fixture.domain
  const tally = openTally()
  const needed = Math.floor(rpcs.length / 2) + 1
  const chain = openChain({ rpcs: rpcs.map((rpc) => tally.countCalls(rpc)), needed, chainId })
  const openTable: OpenTable = (name) => tally.countRows(openTables(bed.connection)(name))
  const lanes = openLanes({
    openTable,
    chains: [{ chain, ...TERMS, registry: bed.fixture.registry }],
    senders: () => Promise.resolve([account.signer]),
    clock: { nowInMs: Date.now },
    wait: (inMs) =>
      new Promise((resolve) => {
        setTimeout(resolve, inMs)
      }),
  })
  const key = { chainId, sender: account.signer.address }
  return {
    ...{ key, lanes },
    accept: async (sealed) => {
      await Promise.all(sealed.map((each) => lanes.submit(deliveryOf(key, each))))
      const ended = new Map<Hex, SettledRow>()
      tally.begin(sealed)
      return { deliver: () => drainAll({ lanes, key }, { sealed, ended }), tally, ended }
    },
  }
}

type Draining = { readonly sealed: readonly Sealed[]; readonly ended: Map<Hex, SettledRow> }

async function drainAll(
  { lanes, key }: Pick<LaneSide, 'lanes' | 'key'>,
  { sealed, ended }: Draining,
): Promise<void> {
  const deadline = Date.now() + DEADLINE_IN_MS
  const known = new Map(sealed.map((each) => [each.deliveryId, each]))
  const context = contextOf(
    (id) => known.get(id),
    (row) => ended.set(row.deliveryId, row),
  )
  while (ended.size < sealed.length) {
    if (Date.now() > deadline)
      throw new Error(`${String(ended.size)} of ${String(sealed.length)} ended`)
    await lanes.drain(key, context)
  }
}

/**
 * Gives a lane what the stages before and after it would.
 *
 * @param find - Finds a claim.
 * @param tell - Is told how each ended.
 * @returns For a drain.
 */
export function contextOf(
  find: (deliveryId: Hex) => Sealed | undefined,
  tell: (row: SettledRow) => unknown,
): DrainContext {
  return {
    log: quietLog,
    envelopeOf: async (id) => {
      const envelope = find(id)?.envelope
      if (envelope === undefined) throw new Error(`${id} is not of this bench`)
      return { status: 'sealed', envelope, terms: { budgetInWei: BUDGET_IN_WEI } }
    },
    digestsOf: async (id) => [find(id)?.envelope.digest ?? '0x'],
    tell: async (row) => {
      tell(row)
      return 'raised'
    },
  }
}

// A host writes its lines as well; what goes wrong is for whoever reads the bench's own.
const quietLog: Log = {
  debug: () => undefined,
  info: (message, fields) => void formatLine(message, fields),
  warn: (message, fields) => process.stderr.write(`${formatLine(message, fields)}\n`),
  error: (message, fields) => process.stderr.write(`${formatLine(message, fields)}\n`),
}
