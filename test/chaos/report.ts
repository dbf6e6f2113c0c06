import type { FaultKind } from './faults'
import { FAULT_KINDS } from './faults'
import type { SeedResult } from './run'

/** What many seeds gave. */
export type Report = {
  runs: number
  claims: number
  readonly found: { lost: number; doubled: number; stuck: number; untrue: number }
  readonly hits: Map<FaultKind, number>
  readonly failures: string[]
}

export function emptyReport(): Report {
  return {
    ...{ runs: 0, claims: 0, failures: [] },
    found: { lost: 0, doubled: 0, stuck: 0, untrue: 0 },
    hits: new Map(FAULT_KINDS.map((kind) => [kind, 0])),
  }
}

export function addResult(report: Report, { seed, claims, violation, hits }: SeedResult): void {
  report.runs++
  report.claims += claims
  for (const kind of FAULT_KINDS) report.hits.set(kind, (report.hits.get(kind) ?? 0) + hits[kind])
  if (violation === undefined) return
  report.found[violation.kind]++
  report.failures.push(`${String(seed)} ${violation.kind}: ${violation.message.slice(0, 300)}`)
}

// Whether nothing was found, and, of many seeds, every kind of fault has struck.
export function isGood({ failures, hits }: Report, mustStrike: boolean): boolean {
  return failures.length === 0 && (!mustStrike || ![...hits.values()].includes(0))
}

export function printable(report: Report, elapsedInMs: number): object {
  const { runs, claims, found, hits } = report
  const failures = report.failures.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
  return { runs, claims, ...found, faultHits: Object.fromEntries(hits), failures, elapsedInMs }
}

export function sumUp(report: Report, elapsedInMs: number): string {
  const { runs, claims, hits, failures } = report
  const struck = [...hits].map(
    ([kind, count]) => `  ${kind.padEnd(18)}${String(count).padStart(9)}`,
  )
  const wrong = failures.map((each) => `  seed ${each}`)
  const replay = failures.length > 0 ? ['See one: npm run chaos -- --seed S --seeds 1 --trace'] : []
  return [
    `${String(runs)} runs with ${String(claims)} claims in ${(elapsedInMs / 1000).toFixed(1)} s; faults:`,
    ...struck,
    failures.length === 0
      ? 'Nothing was lost, doubled, stuck or untrue.'
      : `${String(failures.length)} runs went wrong:`,
    ...wrong,
    ...replay,
    '',
  ].join('\n')
}
