// `npm run chaos -- --seeds 300`: bundles test/chaos/main.ts and runs it.
// `npm run chaos -- --mutants --seeds 500`: with each mutant in turn, until it is caught; `--only <name>` tries one,
// `--known` tries those whose catching seed is known, and begins with it. `--wakes` is the drive from a chain to the wakes.
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { bundleTool } from './bundleTool.mjs'
import { mutants as laneMutants } from './chaosMutants.mjs'
import { mutants as wakeMutants } from './chaosWakeMutants.mjs'
import { root } from './outputs.mjs'
import { plant } from './plantMutant.mjs'

const args = process.argv.slice(2)
process.exitCode = args.includes('--mutants') ? await tryMutants() : await live()

async function live() {
  return (await run(await bundle('main', []), args)).code
}

/** Prints at which seed each was caught; 1 when one was not. Two at a time: what CI has. */
async function tryMutants() {
  const { values } = parseArgs({
    args: args.filter((each) => each !== '--mutants'),
    options: {
      seeds: { type: 'string', default: '500' },
      only: { type: 'string' },
      known: { type: 'boolean', default: false },
      wakes: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const waiting = (values.wakes ? wakeMutants : laneMutants)
    .filter(({ name }) => values.only === undefined || name === values.only)
    .filter(({ seed }) => !values.known || seed !== undefined)
  const results = []
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results.push(await tryOne(next, values))
    }
  }
  await Promise.all([worker(), worker()])
  if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`)
  return results.length > 0 && results.every(({ caught }) => caught !== undefined) ? 0 : 1
}

async function tryOne(mutant, { seeds, known, wakes }) {
  const { name, says } = mutant
  const file = await bundle(`mutant-${name}`, [plant(root, mutant)])
  const from = known ? mutant.seed : 1
  const drive = wakes ? ['--wakes'] : []
  const own = [...drive, '--seeds', seeds, '--seed', String(from), '--until-caught', '--json']
  const { code, stdout } = await run(file, own, 'pipe')
  if (stdout === '') throw new Error(`mutant ${name} ended its process: ${code}`)
  const { runs, failures } = JSON.parse(stdout)
  const caught = failures[0]
  process.stderr.write(`${name}: ${caught ?? `not caught by ${runs} seeds`}\n`)
  return { name, says, runs, caught }
}

function run(file, own, stdout = 'inherit') {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...own], {
      cwd: root,
      stdio: ['ignore', stdout, 'inherit'],
    })
    let text = ''
    child.stdout?.on('data', (chunk) => (text += chunk))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, stdout: text }))
  })
}

function bundle(name, plugins) {
  return bundleTool('test/chaos/main.ts', `dist/chaos/${name}.js`, plugins)
}
