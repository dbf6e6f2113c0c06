// `npm run kill -- --rounds 10`: builds, bundles test/flow/killRounds.ts and runs it.
import { spawnSync } from 'node:child_process'
import { buildIfChanged } from './build.mjs'
import { bundleTool } from './bundleTool.mjs'
import { root } from './outputs.mjs'

await buildIfChanged()
// Two folders below the root, as the source is: it finds the root from there.
const outfile = await bundleTool('test/flow/killRounds.ts', 'dist/flow/killRounds.js')
const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
