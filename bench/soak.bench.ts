/**
 * Whether anything grows: `npm run bench -- soak --json --minutes 30`.
 *
 * 20 sealed claims a second are submitted to a lane and delivered, with everything real: tables with their journal on
 * disk, chain, contracts, keys. After a minute of warm-up, which comes on top, the lane is let run dry, handles are
 * counted and the heap is sampled after a forced collection; then every ten seconds; handles again when it has run dry at
 * the end. It fails when the heap grows by 5 % or a handle is left. What the bench keeps for itself has a constant size.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { SettledRow } from '../shared/chain/lanes/rows'
import type { Hex } from '../shared/core/hex'
import type { DeliveryBed, Sealed } from './deliveryBed'
import { deliveryOf, startDeliveryBed } from './deliveryBed'
import type { LaneSide } from './laneSide'
import { contextOf, openLaneSide } from './laneSide'
import type { Latencies } from './latencies'
import { openLatencies } from './latencies'
import type { Report } from './measure'
import { median, round, runBench } from './measure'

const PER_SECOND = 20
const LEAST_PER_SECOND = 19.5
// Each note takes a claim a second, newer than its last: with so many each has its turn every three.
const NOTES = 60
const WARM_UP_IN_MS = 60_000
const SAMPLE_IN_MS = 10_000
const DEADLINE_IN_MS = 120_000
const MOST_GROWTH_IN_PERCENT = 5
const SWEPT_AT_ONCE = 100

type Soak = {
  readonly bed: DeliveryBed
  readonly side: LaneSide
  /** What is submitted and not told yet. */
  readonly open: Map<string, Sealed & { readonly atInMs: number }>
  readonly latencies: Latencies
  /** All by how they ended. */
  readonly outcomes: Map<string, number>
  submitted: number
}

async function bench(): Promise<Report> {
  const runInMs = minutes() * 60_000
  const bed = await startDeliveryBed(NOTES)
  try {
    const side = openLaneSide(bed, { account: await bed.account() })
    const soak: Soak = {
      ...{ bed, side, open: new Map(), latencies: openLatencies(), outcomes: new Map() },
      submitted: 0,
    }
    await deliverFor(soak, WARM_UP_IN_MS, () => undefined)
    await quiet()
    const before = handles()
    soak.latencies.clear()
    const first = soak.submitted
    const heap = [heapUsed()]
    await deliverFor(soak, runInMs, () => heap.push(heapUsed()))
    await quiet(before)
    heap.push(heapUsed())
    return judge(soak, { heap, before, perSecond: ((soak.submitted - first) / runInMs) * 1000 })
  } finally {
    await bed.stop()
  }
}

function minutes(): number {
  const at = process.argv.indexOf('--minutes')
  const given = Number(at === -1 ? 30 : process.argv[at + 1])
  if (given > 0) return given
  throw new Error('--minutes takes a number above zero')
}

async function deliverFor(soak: Soak, forInMs: number, sample: () => unknown): Promise<void> {
  const begin = Date.now()
  let count = 0
  let sampled = begin
  let isOver = false
  const drained = drainUntil(soak, () => isOver)
  while (Date.now() - begin < forInMs) {
    const due = Math.floor(((Date.now() - begin) * PER_SECOND) / 1000)
    const late = due - count
    count = due
    await Promise.all(Array.from({ length: late }, () => submit(soak)))
    if (Date.now() - sampled >= SAMPLE_IN_MS) {
      sampled = Date.now()
      sample()
    }
    await pause(10)
  }
  isOver = true
  await drained
}

async function submit(soak: Soak): Promise<void> {
  const { bed, side, open } = soak
  const note = bed.notes[soak.submitted % NOTES]
  if (note === undefined) throw new Error('there are notes')
  soak.submitted++
  const sealed = await bed.sealFor(note, Math.floor(Date.now() / 1000) - 1)
  open.set(sealed.deliveryId, { ...sealed, atInMs: Date.now() })
  await side.lanes.submit(deliveryOf(side.key, sealed))
}

// Until told to stop, and nothing is open any more.
async function drainUntil(soak: Soak, isOver: () => boolean): Promise<void> {
  const { side, open, latencies, outcomes } = soak
  const past: Hex[] = []
  let sweeping = Promise.resolve()
  // A drain lasts as long as there is more to do. The last of those that are told may not be put away yet.
  const sweep = (): void => {
    if (past.length <= 3 * SWEPT_AT_ONCE) return
    const ids = past.splice(0, SWEPT_AT_ONCE)
    sweeping = sweeping.then(() => side.sweep(ids))
  }
  const told = ({ deliveryId, end }: SettledRow): void => {
    const known = open.get(deliveryId)
    if (known === undefined) return // told again
    open.delete(deliveryId)
    past.push(deliveryId)
    sweep()
    latencies.add(Date.now() - known.atInMs)
    outcomes.set(end.outcome, (outcomes.get(end.outcome) ?? 0) + 1)
  }
  const context = contextOf((id) => open.get(id), told)
  let overSince: number | undefined
  while (!isOver() || open.size > 0) {
    await side.lanes.drain(side.key, context)
    if (isOver()) overSince ??= Date.now()
    if (overSince !== undefined && Date.now() - overSince > DEADLINE_IN_MS) {
      throw new Error(`${String(open.size)} are not delivered`)
    }
    await sweeping
    await pause(5)
  }
}

// Until connections that nobody uses have timed out; where there is a count from before, as soon as no more are left.
async function quiet(before?: ReadonlyMap<string, number>): Promise<void> {
  const deadline = Date.now() + 30_000
  do await pause(500)
  while (Date.now() < deadline && (before === undefined || leaked(before).length > 0))
}

function handles(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return counts
}

function leaked(before: ReadonlyMap<string, number>): readonly string[] {
  return [...handles()].flatMap(([kind, count]) =>
    count > (before.get(kind) ?? 0) ? [`${String(count - (before.get(kind) ?? 0))} ${kind}`] : [],
  )
}

let collect: (() => void) | undefined

function heapUsed(): number {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as () => void // what the flag exposes
  }
  collect()
  collect()
  return process.memoryUsage().heapUsed
}

type Measured = {
  readonly heap: readonly number[]
  readonly before: ReadonlyMap<string, number>
  readonly perSecond: number
}

function judge(soak: Soak, { heap, before, perSecond }: Measured): Report {
  const { submitted, outcomes, latencies } = soak
  const quarter = Math.max(1, Math.floor(heap.length / 4))
  const [early, late] = [median(heap.slice(0, quarter)), median(heap.slice(-quarter))]
  const growth = round((late / early - 1) * 100)
  const applied = outcomes.get('applied') ?? 0
  const left = leaked(before)
  const faults = [
    ...(growth >= MOST_GROWTH_IN_PERCENT ? [`the heap grew by ${String(growth)} %`] : []),
    ...(left.length > 0 ? [`left open: ${left.join(', ')}`] : []),
    ...(perSecond < LEAST_PER_SECOND
      ? [`submitted no more than ${String(round(perSecond))} a second`]
      : []),
    ...(applied === submitted ? [] : [`applied: ${String(applied)} of ${String(submitted)}`]),
  ]
  return {
    ratios: {},
    figures: {
      'deliveries, warm-up included': submitted,
      applied,
      'deliveries a second': round(perSecond),
      'ms from accepted to settled, median': latencies.quantile(0.5),
      'ms from accepted to settled, 99 of 100': latencies.quantile(0.99),
      'MB of heap after warm-up': round(early / 2 ** 20),
      'MB of heap at the end': round(late / 2 ** 20),
      'heap growth in percent': growth,
      'heap samples': heap.length,
      'handles after warm-up': sum(before),
      'handles at the end': sum(handles()),
    },
    faults,
  }
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0)
}

function pause(inMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, inMs)
  })
}

runBench(bench)
