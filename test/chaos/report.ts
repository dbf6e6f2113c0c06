import type { Drive, SeedResult } from './drive'

type Counts = Record<string, number>

/** What many seeds gave. */
export type Report = {
  runs: number
  readonly counts: Counts
  readonly found: Counts
  readonly hits: Counts
  readonly failures: string[]
}

export function emptyReport({ rates, counts, looksFor }: Drive): Report {
  const none = (names: readonly string[]): Counts =>
    Object.fromEntries(names.map((name) => [name, 0]))
  const hits = none(Object.keys(rates))
  return { runs: 0, counts: none(counts), found: none(looksFor), hits, failures: [] }
}

export function addResult(report: Report, { seed, counts, violation, hits }: SeedResult): void {
  report.runs++
  add(report.counts, counts)
  add(report.hits, hits)
  if (violation === undefined) return
  add(report.found, { [violation.kind]: 1 })
  report.failures.push(`${String(seed)} ${violation.kind}: ${violation.message.slice(0, 300)}`)
}

function add(sums: Counts, more: Readonly<Counts>): void {
  for (const [name, count] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + count
}

// Whether nothing was found, and, of many seeds, every kind of fault has struck.
export function isGood({ failures, hits }: Report, mustStrike: boolean): boolean {
  return failures.length === 0 && (!mustStrike || !Object.values(hits).includes(0))
}

export function printable(report: Report, elapsedInMs: number): object {
  const { runs, counts, found, hits } = report
  const failures = report.failures.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
  return { runs, ...counts, ...found, faultHits: hits, failures, elapsedInMs }
}

export function sumUp(report: Report, elapsedInMs: number): string {
  const { runs, counts, found, hits, failures } = report
  const struck = Object.entries(hits).map(
    ([kind, count]) => `  ${kind.padEnd(20)}${String(count).padStart(9)}`,
  )
  const wrong = failures.map((each) => `  seed ${each}`)
  const replay = failures.length > 0 ? ['See one: the same with --seed S --seeds 1 --trace'] : []
  const much = Object.entries(counts).map(([name, count]) => `${String(count)} ${name}`)
  const nothing = Object.entries(found).map(([kind, count]) => `${kind} ${String(count)}`)
  return [
    `${String(runs)} runs with ${much.join(', ')} in ${(elapsedInMs / 1000).toFixed(1)} s; faults:`,
    ...struck,
    failures.length === 0
      ? `${nothing.join(', ')}.`
      : `${String(failures.length)} runs went wrong:`,
    ...wrong,
    ...replay,
    '',
  ].join('\n')
}
