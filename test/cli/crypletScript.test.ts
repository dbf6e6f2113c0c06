import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const repository = join(__dirname, '../..')

describe('cli/cryplet.cjs', () => {
  it('says what to run where nothing is installed yet', () => {
    const root = mkdtempSync(join(tmpdir(), 'cryplet-clone-'))
    for (const path of ['cli/cryplet.cjs', 'scripts/sourcesDigest.cjs']) {
      mkdirSync(join(root, path, '..'))
      copyFileSync(join(repository, path), join(root, path))
    }
    const script = join(root, 'cli/cryplet.cjs')
    const { status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
    rmSync(root, { recursive: true })
    expect(status).toBe(1)
    expect(stderr).toBe(`cryplet: The dependencies are not installed: run "npm ci" in ${root}.\n`)
  })
})
