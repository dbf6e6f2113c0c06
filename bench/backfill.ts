import { Contract } from 'ethers'
import type { EventBed } from '../test/support/eventBed'
import { EMITTER_ADDRESS, idOfEvent, startEventBed } from '../test/support/eventBed'
import type { Report } from './measure'
import { median, perSecond, round, timed } from './measure'

const BLOCKS = 1_000
const LOGS_A_BLOCK = 100
const LOGS = BLOCKS * LOGS_A_BLOCK
/** Anvil calls final what is 64 blocks deep. */
const BLOCKS_BEHIND = 70
/** 10,000 logs, which is what many providers give at most. */
const BLOCKS_A_QUERY = 100
const TURNS = 2
const ABI = ['event Emitted(uint256 indexed count)']

type Range = { readonly from: number; readonly to: number }

/** Of one endpoint's final blocks the fabric has receipts prove the logs; without that it believes as the peer does. */
type Side = { readonly provesRanges: boolean; readonly samples: number[] }

/**
 * Reads 100,000 final logs by turns: through the pump into the journal and out of it again, and with ethers' `queryFilter`,
 * which keeps nothing.
 *
 * @returns How often as fast; each turn has read the same logs in the same order.
 */
export async function measureBackfill(): Promise<Report> {
  const bed = await startEventBed()
  try {
    const range = await emitAll(bed)
    const believing: Side = { provesRanges: false, samples: [] }
    const proving: Side = { provesRanges: true, samples: [] }
    const theirs: number[] = []
    const turns = [
      async () => void theirs.push(await query(bed, range)),
      async () => void believing.samples.push(await pumpAll(bed, range, believing)),
      async () => void proving.samples.push(await pumpAll(bed, range, proving)),
    ]
    for (let turn = 0; turn < TURNS; turn++) {
      for (const measure of turn % 2 === 0 ? turns : turns.toReversed()) await measure()
    }
    return reportOf(theirs, { believing, proving })
  } finally {
    await bed.stop()
  }
}

async function emitAll(bed: EventBed): Promise<Range> {
  const from = (await bed.provider.getBlockNumber()) + 1
  for (let block = 0; block < BLOCKS; block++) await bed.emit({ count: LOGS_A_BLOCK })
  await bed.mine(BLOCKS_BEHIND)
  return { from, to: from + BLOCKS - 1 }
}

// A stream of its own each time, so that nothing is there yet.
async function pumpAll(bed: EventBed, { from }: Range, { provesRanges }: Side): Promise<number> {
  const stream = await bed.newStream(from)
  const pump = bed.pump(stream, { provesRanges })
  const consumer = bed.consumer(stream, 'finalized')
  const elapsedInMs = await timed(async () => {
    for (let isReading = true; isReading; ) {
      isReading = (await pump()) !== 'atHead'
      await consumer.take()
    }
  })
  const expected = await bed.canonical(stream)
  const came = consumer.happened.map(({ event }) => idOfEvent(event))
  if (came.length !== LOGS || came.join() !== expected.join()) {
    throw new Error(`${String(came.length)} events were taken, not ${String(LOGS)} in their order`)
  }
  return elapsedInMs
}

async function query(bed: EventBed, { from, to }: Range): Promise<number> {
  const contract = new Contract(EMITTER_ADDRESS, ABI, bed.provider)
  let count = 0
  const elapsedInMs = await timed(async () => {
    for (let first = from; first <= to; first += BLOCKS_A_QUERY) {
      const last = Math.min(to, first + BLOCKS_A_QUERY - 1)
      count += (await contract.queryFilter('Emitted', first, last)).length
    }
  })
  if (count !== LOGS) throw new Error(`queryFilter gave ${String(count)} logs`)
  return elapsedInMs
}

function reportOf(
  theirs: readonly number[],
  { believing, proving }: Readonly<Record<'believing' | 'proving', Side>>,
): Report {
  const theirsInMs = median(theirs)
  const [believedInMs, provedInMs] = [median(believing.samples), median(proving.samples)]
  return {
    ratios: {
      backfill: round(theirsInMs / provedInMs),
      backfillUnproved: round(theirsInMs / believedInMs),
    },
    figures: {
      'final logs a second, proved, kept and taken': perSecond(LOGS, provedInMs),
      'final logs a second, kept and taken unproved': perSecond(LOGS, believedInMs),
      'final logs a second, queryFilter': perSecond(LOGS, theirsInMs),
    },
  }
}
