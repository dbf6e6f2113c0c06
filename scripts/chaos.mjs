// `npm run chaos -- --seeds 300`: bundles test/chaos/main.ts and runs it.
import { spawnSync } from 'node:child_process'
import { build } from 'esbuild'
import { root } from './outputs.mjs'

const outfile = `${root}/dist/chaos/main.js`
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
})
const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
