/**
 * How fast events are: `npm run bench -- events --json`, all of it, or `--only backfill`, `decode` or `callback`.
 *
 * `backfill`: 100,000 final logs through the pump into the journal and taken out of it, beside ethers' `queryFilter`, which
 * keeps nothing. `decode`: the same logs by a plan and by `parseLog`. `eventToCallback`: from a contract's question to the
 * answer mined, by the fabric and by `contract.on` with `wallet.sendTransaction`. Each is measured by turns in one run,
 * with ethers hashing as fast as the fabric does. It fails when a ratio is below its bound.
 */
import { useFastKeccak } from '../shared/signing/fastKeccak'
import { measureBackfill } from './backfill'
import { measureDecoding } from './decoding'
import { measureCallbacks } from './eventToCallback'
import type { Report } from './measure'
import { runBench } from './measure'

const PARTS: Readonly<Record<string, () => Promise<Report>>> = {
  decode: measureDecoding,
  callback: measureCallbacks,
  backfill: measureBackfill,
}
const LEAST: Readonly<Record<string, number>> = { backfill: 1, decode: 10, eventToCallback: 8 }

async function bench(): Promise<Report> {
  await useFastKeccak() // as the fabric does at its start
  const reports: Report[] = []
  for (const measure of parts()) reports.push(await measure())
  const figures = Object.assign({}, ...reports.map((report) => report.figures)) as Report['figures']
  const ratios = Object.assign({}, ...reports.map((report) => report.ratios)) as Report['ratios']
  return { figures, ratios, faults: faultsOf(ratios) }
}

function parts(): readonly (() => Promise<Report>)[] {
  const at = process.argv.indexOf('--only')
  if (at === -1) return Object.values(PARTS)
  const part = PARTS[process.argv[at + 1] ?? '']
  if (part === undefined) throw new Error(`--only takes one of ${Object.keys(PARTS).join(', ')}`)
  return [part]
}

function faultsOf(ratios: Report['ratios']): readonly string[] {
  return Object.entries(LEAST).flatMap(([name, least]) => {
    const ratio = ratios[name]
    if (ratio === undefined || ratio >= least) return []
    return [`ratio ${name} is ${String(ratio)}, and must be at least ${String(least)}`]
  })
}

runBench(bench)
