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
import type { OpenTable, Table } from '../shared/store/table'
import type { Account, DeliveryBed, Sealed } from './deliveryBed'
import { deliveryOf } from './deliveryBed'
import type { Tally } from './tally'
import { openTally } from './tally'

/** One lane of ours. */
export type LaneSide = {
  readonly key: LaneKey
  readonly lanes: Lanes
  readonly accept: (sealed: readonly Sealed[]) => Promise<Waiting>
  /**
   * Removes what is past. The emulator looks at all rows of a table at each listing, which Azure does not: without this,
   * its history would be measured.
   */
  readonly sweep: (deliveryIds: readonly Hex[]) => Promise<void>
}

/** Claims that wait in a lane. */
export type Waiting = {
  /** Drains the lane; resolves as soon as the last of them is settled and its run told. */
  readonly deliver: () => Promise<void>
  /** Resolves when the lane has put all of them out of its sight. */
  readonly close: () => Promise<void>
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
const MOST_SWEPT = 50

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
  const past = openTables(bed.connection)('lanes')
  return {
    ...{ key, lanes },
    sweep: (ids) => sweep(past, key, ids),
    accept: async (sealed) => {
      await Promise.all(sealed.map((each) => lanes.submit(deliveryOf(key, each))))
      const ended = new Map<Hex, SettledRow>()
      tally.begin(sealed)
      return { ...drainAll({ lanes, key }, { sealed, ended }), tally, ended }
    },
  }
}

// Two rows a claim: its id, and what became of it.
async function sweep(table: Table, key: LaneKey, ids: readonly Hex[]): Promise<void> {
  const partition = `${String(key.chainId)}:${key.sender.toLowerCase()}`
  for (let from = 0; from < ids.length; from += MOST_SWEPT) {
    const rows = ids.slice(from, from + MOST_SWEPT).flatMap((id) => [id, `past-${id}`])
    const done = await table.transact(
      rows.map((row) => ({ kind: 'remove', key: { partition, row } }) as const),
    )
    if (done === 'conflict') throw new Error('what is settled and told is not past')
  }
}

type Draining = { readonly sealed: readonly Sealed[]; readonly ended: Map<Hex, SettledRow> }

function drainAll(
  { lanes, key }: Pick<LaneSide, 'lanes' | 'key'>,
  { sealed, ended }: Draining,
): Pick<Waiting, 'deliver' | 'close'> {
  const known = new Map(sealed.map((each) => [each.deliveryId, each]))
  let drained: Promise<void> | undefined
  const drain = async (context: DrainContext): Promise<void> => {
    const deadline = Date.now() + DEADLINE_IN_MS
    while (ended.size < sealed.length) {
      if (Date.now() > deadline)
        throw new Error(`${String(ended.size)} of ${String(sealed.length)}`)
      await lanes.drain(key, context)
    }
  }
  return {
    deliver: () =>
      new Promise((resolve, reject) => {
        const context = contextOf(
          (id) => known.get(id),
          (row) => {
            ended.set(row.deliveryId, row)
            if (ended.size === sealed.length) resolve()
          },
        )
        drained = drain(context)
        drained.catch(reject)
      }),
    close: () => drained ?? Promise.resolve(),
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
