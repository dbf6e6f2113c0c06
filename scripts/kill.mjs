// `npm run kill -- --rounds 10`: builds, bundles test/flow/killRounds.ts and runs it.
import { spawnSync } from 'node:child_process'
import { build } from 'esbuild'
import { buildIfChanged } from './build.mjs'
import { root } from './outputs.mjs'

await buildIfChanged()
// Two folders below the root, as the source is: it finds the root from there.
const outfile = `${root}/dist/flow/killRounds.js`
await build({
  absWorkingDir: root,
  entryPoints: ['test/flow/killRounds.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  packages: 'external',
  logLevel: 'warning',
})
const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
