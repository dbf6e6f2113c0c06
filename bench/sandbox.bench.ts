/**
 * What a secret algorithm costs, and what a thousand hostile ones do: `npm run bench -- sandbox --json`.
 *
 * An algorithm that does nothing is run, one at a time, with warm processes. Then a thousand programs, hand-written and made
 * by chance, try to get out, to stay, and to take everything; a key is planted in this process's memory and environment. That
 * none of their outcomes holds it, and that an honest run after each hundred is as it was, is asserted.
 */
import { resolve } from 'node:path'
import { DEFAULT_LIMITS } from '../shared/sandbox/limits'
import type { Sandbox } from '../shared/sandbox/openSandbox'
import { openSandbox } from '../shared/sandbox/openSandbox'
import { HOSTILE, hostileProgram } from '../test/support/hostilePrograms'
import { openRandom } from '../test/support/random'
import type { Report } from './measure'
import { median, round, runBench } from './measure'

const PROGRAMS = 1_000
const CALLS = 100
const MOST_MS_A_CALL = 150
const MOST_GROWTH_IN_MB = 32
const LIMITS = {
  ...DEFAULT_LIMITS,
  fuel: 300,
  memoryInBytes: 2 * 1024 * 1024,
  deadlineInMs: 3_000,
}
const PLANTED = `planted-${'5a'.repeat(16)}`

runBench(async (): Promise<Report> => {
  process.env['PLANTED'] = PLANTED
  const sandbox = openSandbox({ entry: resolve('dist/enclave/sandbox/main.js'), processes: 2 })
  const calls = await measureCalls(sandbox)
  const before = residentInMb()
  const tally = await runHostile(sandbox)
  const grownInMb = residentInMb() - before
  sandbox.close()
  const sorted = calls.toSorted((a, b) => a - b)
  const figures = {
    'ms a call, p50': round(median(calls)),
    'ms a call, p99': round(sorted[Math.floor(0.99 * CALLS)] ?? 0),
    'hostile programs': PROGRAMS,
    'of these, with an outcome': tally.done,
    'that read the planted key': tally.read,
    'honest runs that were harmed': tally.harmed,
    'MB that the container grew by': round(grownInMb),
  }
  return { figures, ratios: {}, faults: faultsOf(figures) }
})

async function measureCalls(sandbox: Sandbox): Promise<readonly number[]> {
  const samples: number[] = []
  for (let call = 0; call < CALLS; call++) {
    const begin = performance.now()
    await honest(sandbox)
    samples.push(performance.now() - begin)
    // The next process starts meanwhile, as it would between two calls.
    await new Promise((done) => setTimeout(done, 150))
  }
  return samples
}

async function honest(sandbox: Sandbox): Promise<boolean> {
  const outcome = await sandbox.run('(input) => input', { price: '41.5' }, LIMITS)
  return outcome.status === 'done' && outcome.output === '{"price":"41.5"}'
}

type Tally = { done: number; read: number; harmed: number }

async function runHostile(sandbox: Sandbox): Promise<Tally> {
  const random = openRandom(1)
  const tally: Tally = { done: 0, read: 0, harmed: 0 }
  const made = Array.from({ length: PROGRAMS - HOSTILE.length }, () => hostileProgram(random))
  const programs = [...HOSTILE, ...made]
  const one = async (code: string, index: number): Promise<void> => {
    const outcome = await sandbox.run(code, { price: '41.5' }, LIMITS)
    if (outcome.status === 'done') tally.done++
    if (JSON.stringify(outcome).includes(PLANTED)) tally.read++
    if (index % 100 === 0 && !(await honest(sandbox))) tally.harmed++
  }
  await Promise.all(programs.map(one))
  return tally
}

function residentInMb(): number {
  return process.memoryUsage().rss / 1024 / 1024
}

function faultsOf(figures: Readonly<Record<string, number>>): readonly string[] {
  const of = (name: string): number => figures[name] ?? 0
  return [
    ...(of('ms a call, p50') > MOST_MS_A_CALL ? ['a call takes too long'] : []),
    ...(of('that read the planted key') > 0 ? ['the planted key was read'] : []),
    ...(of('honest runs that were harmed') > 0 ? ['an honest run was harmed'] : []),
    ...(of('MB that the container grew by') > MOST_GROWTH_IN_MB ? ['the container grew'] : []),
  ]
}
