// `npm run bench -- <subject> [options]`: bundles bench/<subject>.bench.ts and runs it.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { bundleTool } from './bundleTool.mjs'
import { root } from './outputs.mjs'

const [subject, ...options] = process.argv.slice(2)
const entry = `bench/${String(subject)}.bench.ts`
if (!existsSync(`${root}/${entry}`)) {
  const known = readdirSync(`${root}/bench`).flatMap(
    (name) => /^(.+)\.bench\.ts$/.exec(name)?.[1] ?? [],
  )
  process.stderr.write(`bench: no subject "${String(subject)}"; there are: ${known.join(', ')}\n`)
  process.exit(2)
}
const outfile = await bundleTool(entry, `dist/bench/${String(subject)}.js`)
const { status } = spawnSync(process.execPath, [outfile, ...options], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
