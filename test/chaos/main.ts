// `npm run chaos -- --seeds 300`: lives through so many seeds, and says what went wrong; `--wakes` between a chain and
// the wakes of its events.
import { fork } from 'node:child_process'
import { parseArgs } from 'node:util'
import { useFastKeccak } from '../../shared/signing/fastKeccak'
import type { Drive } from './drive'
import type { Report } from './report'
import { addResult, emptyReport, isGood, printable, sumUp } from './report'
import { lanesDrive } from './run'
import { wakesDrive } from './wakes/run'

type Order = {
  readonly drive: Drive
  readonly seeds: number
  readonly first: number
  readonly isJson: boolean
  readonly isTrace: boolean
  /** Ends with the first seed that something goes wrong in. */
  readonly isUntilCaught: boolean
}

const WORKERS = 2
const SEEDS_AT_ONCE = 10
// Each worker has one core, so its collector gets no threads of its own; most of what a step makes lives for a moment.
const WORKER_OPTIONS = [
  '--single-threaded-gc',
  '--min-semi-space-size=64',
  '--max-semi-space-size=64',
]

async function main(): Promise<void> {
  const order = orderOf(process.argv.slice(2))
  if (order === undefined) {
    process.stderr.write(
      'chaos: [--wakes] --seeds N [--seed FIRST] [--json] [--trace], whole numbers from 1.\n',
    )
    process.exitCode = 2
    return
  }
  await useFastKeccak()
  const started = performance.now()
  const report = emptyReport(order.drive)
  if (order.seeds === 1 || order.isUntilCaught) await runHere(report, order)
  else await runInWorkers(report, order)
  const elapsedInMs = Math.round(performance.now() - started)
  const isAll = order.seeds > 1
  process.stdout.write(
    order.isJson
      ? `${JSON.stringify(printable(report, elapsedInMs))}\n`
      : sumUp(report, elapsedInMs),
  )
  process.exitCode = isGood(report, isAll) ? 0 : 1
}

async function runHere(report: Report, order: Order): Promise<void> {
  const { drive, first, seeds, isTrace } = order
  const write = (line: string): void => void process.stderr.write(`${line}\n`)
  for (let seed = first; seed < first + seeds && report.failures.length === 0; seed++) {
    addResult(report, await drive.runSeed(seed, isTrace ? write : undefined))
  }
}

// Each takes the next few seeds when it is through with its own.
async function runInWorkers(report: Report, order: Order): Promise<void> {
  const { drive, first, seeds, isJson } = order
  let next = first
  await Promise.all(
    Array.from({ length: WORKERS }, async () => {
      const worker = fork(__filename, ['--worker', ...(drive === wakesDrive ? ['--wakes'] : [])], {
        execArgv: WORKER_OPTIONS,
      })
      try {
        while (next < first + seeds) {
          const from = next
          next = Math.min(first + seeds, from + SEEDS_AT_ONCE)
          const results = await ask(worker, { from, until: next })
          for (const result of results) addResult(report, result)
          if (!isJson) process.stderr.write(`${String(report.runs)} of ${String(seeds)}\r`)
        }
      } finally {
        worker.disconnect()
      }
    }),
  )
}

type Part = { readonly from: number; readonly until: number }
type Results = readonly Parameters<typeof addResult>[1][]

function ask(worker: ReturnType<typeof fork>, part: Part): Promise<Results> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => {
      reject(
        new Error(
          `seeds ${String(part.from)} to ${String(part.until - 1)} ended their process: ${String(code)}`,
        ),
      )
    }
    worker.once('exit', onExit)
    worker.once('message', (results) => {
      worker.off('exit', onExit)
      resolve(results as Results) // what `serve` sends
    })
    worker.send(part)
  })
}

function serve({ runSeed }: Drive): void {
  const ready = useFastKeccak()
  process.on('message', ({ from, until }: Part) => {
    void (async () => {
      await ready
      const results = []
      for (let seed = from; seed < until; seed++) results.push(await runSeed(seed))
      process.send?.(results)
    })()
  })
}

function orderOf(args: readonly string[]): Order | undefined {
  const options = {
    seeds: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    wakes: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    'until-caught': { type: 'boolean', default: false },
  } as const
  const { values, positionals } = parseArgs({ args: [...args], options, strict: false })
  const isKnown = positionals.length === 0 && Object.keys(values).every((name) => name in options)
  const [seeds, first] = [Number(values.seeds), Number(values.seed)]
  const isWhole = [seeds, first].every((value) => Number.isSafeInteger(value) && value >= 1)
  if (!isKnown || !isWhole) return undefined
  const isUntilCaught = values['until-caught'] === true
  return {
    drive: values.wakes === true ? wakesDrive : lanesDrive,
    seeds,
    first,
    isJson: values.json === true,
    isTrace: values.trace === true,
    isUntilCaught,
  }
}

if (process.argv.includes('--worker'))
  serve(process.argv.includes('--wakes') ? wakesDrive : lanesDrive)
else void main()
