import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(__dirname, '../..')

/** Builds what the tests run as processes of their own: once, before any worker starts, and only when sources changed. */
// jest asks for a default export.
// eslint-disable-next-line no-restricted-syntax
export default function globalSetup(): void {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs', 'if-changed'], {
    cwd: root,
    stdio: ['ignore', 2, 'inherit'],
  })
  if (status !== 0) throw new Error('The build failed; see above.')
}
