import { cpus } from 'node:os'

/** What was measured, by its name. */
export type Figures = Readonly<Record<string, number>>

/** What a bench prints. */
export type Report = {
  readonly figures: Figures
  /** Of two things that were measured side by side in one run: they hold on a noisy machine. */
  readonly ratios: Figures
  /** What should not be: the bench fails by them. */
  readonly faults?: readonly string[]
}

/**
 * Gives the middle one.
 *
 * @param samples - At least one.
 * @returns The upper of the two in the middle.
 */
export function median(samples: readonly number[]): number {
  return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? 0
}

/**
 * Repeats a measurement.
 *
 * @param count - How often.
 * @param measure - Gives one sample.
 * @returns All samples.
 */
export async function repeat(count: number, measure: () => Promise<number>): Promise<number[]> {
  const samples: number[] = []
  for (let n = 0; n < count; n++) samples.push(await measure())
  return samples
}

/**
 * Times something.
 *
 * @param run - What.
 * @returns Milliseconds.
 */
export async function timed(run: () => Promise<unknown>): Promise<number> {
  const begin = process.hrtime.bigint()
  await run()
  return Number(process.hrtime.bigint() - begin) / 1e6
}

/**
 * Gives a rate.
 *
 * @param count - How many were done.
 * @param elapsedInMs - In which time.
 * @returns How many a second.
 */
export function perSecond(count: number, elapsedInMs: number): number {
  return Math.round((count / elapsedInMs) * 1000)
}

/**
 * Rounds for people.
 *
 * @param value - Any.
 * @returns With two digits after the point.
 */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}

/**
 * Runs a bench, prints its report and ends the process: what libraries keep open must not keep it.
 *
 * @param bench - Throws when what it measured did not happen as it should.
 */
export function runBench(bench: () => Promise<Report>): void {
  bench().then(
    (report) => {
      print(report)
      for (const fault of report.faults ?? []) process.stderr.write(`${fault}\n`)
      process.exit((report.faults ?? []).length > 0 ? 1 : 0)
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`)
      process.exit(1)
    },
  )
}

function print(report: Report): void {
  if (process.argv.includes('--json')) {
    const [cpu] = cpus()
    const machine = { cpus: cpus().length, model: cpu?.model ?? '', node: process.version }
    process.stdout.write(`${JSON.stringify({ ...report, machine })}\n`)
    return
  }
  for (const [name, value] of Object.entries(report.figures)) {
    process.stdout.write(`${name}: ${String(value)}\n`)
  }
  for (const [name, value] of Object.entries(report.ratios)) {
    process.stdout.write(`ratio ${name}: ${String(value)}\n`)
  }
}
