import { startAnsweringHost } from './answeringHost'
import { startDeliveryBed } from './deliveryBed'
import { openPeer } from './listeningPeer'
import type { Report } from './measure'
import { median, round } from './measure'
import type { Answered } from './question'
import type { Stages } from './stages'

const OURS = 40
const THEIRS = 10
const OURS_A_TURN = OURS / THEIRS
/** Not measured: code is warm then, and connections stand. */
const WARM_UP = 5
/** Named points of a run, in their order. */
const STAGES = ['wake', 'start', 'observed', 'envelope', 'submitted', 'signed', 'broadcast']

/**
 * Lets contracts ask by turns, of a fabric and of whoever listens with ethers, and times from the question's being sent to
 * the answer's being mined.
 *
 * @returns How often as fast, and where the time goes.
 */
export async function measureCallbacks(): Promise<Report> {
  const bed = await startDeliveryBed(0)
  try {
    const peer = await openPeer(bed)
    const host = await startAnsweringHost(bed)
    for (let n = 0; n < WARM_UP; n++) await host.answer()
    await peer.answer(0.5)
    const ours = openAnswers()
    const theirs: Answered[] = []
    for (let turn = 0; turn < THEIRS; turn++) {
      for (let n = 0; n < OURS_A_TURN; n++) ours.add(await host.answer(), host.stages)
      // Spread over the time between two polls.
      theirs.push(await peer.answer((turn + 0.5) / THEIRS))
    }
    await Promise.all([peer.stop(), host.stop()])
    return reportOf(ours, theirs)
  } finally {
    await bed.stop()
  }
}

type Answers = {
  readonly all: readonly Answered[]
  /** By stage, in milliseconds after the question. */
  readonly stages: ReadonlyMap<string, readonly number[]>
  readonly add: (answered: Answered, stages: Stages) => void
}

function openAnswers(): Answers {
  const all: Answered[] = []
  const stages = new Map<string, number[]>(STAGES.map((stage) => [stage, []]))
  return {
    ...{ all, stages },
    add: (answered, { reachedAtInMs }) => {
      all.push(answered)
      for (const [stage, samples] of stages) {
        const atInMs = reachedAtInMs.get(stage)
        // What is mined may be told before its lane has said that it is broadcast.
        if (atInMs !== undefined) samples.push(atInMs - answered.askedAtInMs)
      }
    },
  }
}

function reportOf({ all: ours, stages }: Answers, theirs: readonly Answered[]): Report {
  const [oursOf, theirsOf] = [quantilesOf(ours), quantilesOf(theirs)]
  const reached = [...stages].map(([stage, samples]) => [
    `ms until ${stage}, p50`,
    Math.round(median(samples)),
  ])
  return {
    ratios: { eventToCallback: round(theirsOf.p50 / oursOf.p50) },
    figures: {
      'ms from event to callback, p50': Math.round(oursOf.p50),
      'ms from event to callback, p95': Math.round(oursOf.p95),
      'ms from event to callback, contract.on, p50': Math.round(theirsOf.p50),
      'ms from event to callback, contract.on, p95': Math.round(theirsOf.p95),
      ...(Object.fromEntries(reached) as Record<string, number>),
      'gas of a callback': median(ours.map(({ gasUsed }) => gasUsed)),
      'gas of a callback, contract.on': median(theirs.map(({ gasUsed }) => gasUsed)),
    },
  }
}

function quantilesOf(all: readonly Answered[]): { readonly p50: number; readonly p95: number } {
  const sorted = all.map(({ tookInMs }) => tookInMs).toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0
  return { p50: at(0.5), p95: at(0.95) }
}
