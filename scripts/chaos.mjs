// `npm run chaos -- --seeds 300`: bundles test/chaos/main.ts and runs it.
// `npm run chaos -- --mutants --seeds 500`: with each mutant in turn, until it is caught.
import { spawnSync } from 'node:child_process'
import { build } from 'esbuild'
import { mutants, plant } from './chaosMutants.mjs'
import { root } from './outputs.mjs'

const args = process.argv.slice(2)
const options = args.filter((each) => each !== '--mutants')
process.exitCode = args.includes('--mutants') ? await tryMutants() : await live()

async function live() {
  const { status } = run(await bundle('main', []), options, 'inherit')
  return status ?? 1
}

/** Prints at which seed each was caught; 1 when one was not. */
async function tryMutants() {
  const only = valueOf('--only')
  const tried = mutants.filter(({ name }) => only === undefined || name === only)
  const results = []
  for (const mutant of tried) {
    const file = await bundle(`mutant-${mutant.name}`, [plant(root, mutant)])
    const wanted = options.filter((each) => each !== '--json' && each !== '--only' && each !== only)
    const { stdout } = run(file, [...wanted, '--until-caught', '--json'], 'pipe')
    const { runs, failures } = JSON.parse(stdout)
    const caught = failures[0]
    results.push({ mutant: mutant.name, says: mutant.says, runs, caught })
    process.stderr.write(`${mutant.name}: ${caught ?? `not caught by ${runs} seeds`}\n`)
  }
  if (options.includes('--json')) process.stdout.write(`${JSON.stringify(results)}\n`)
  return results.every(({ caught }) => caught !== undefined) ? 0 : 1
}

function valueOf(option) {
  return args.includes(option) ? args[args.indexOf(option) + 1] : undefined
}

function run(file, own, stdout) {
  return spawnSync(process.execPath, [file, ...own], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', stdout, 'inherit'],
  })
}

async function bundle(name, plugins) {
  const outfile = `${root}/dist/chaos/${name}.js`
  await build({
    absWorkingDir: root,
    entryPoints: ['test/chaos/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    logLevel: 'warning',
    plugins,
  })
  return outfile
}
