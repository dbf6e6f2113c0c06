import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '../..')

// Two bundles and their native files.
jest.setTimeout(60_000)

describe('npm run package', () => {
  it('leaves nothing of earlier builds in the deployable folders, and tells their sizes', () => {
    const stale = ['dist/fabric/sdk/renamed.js', 'dist/enclave/main.js.1.part']
    for (const path of stale) {
      mkdirSync(join(root, path, '..'), { recursive: true })
      writeFileSync(join(root, path), '')
    }
    const args = ['scripts/build.mjs', 'package']
    const said = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
    expect(said).toMatch(
      /^dist\/fabric: \d+ files, \d+\.\d MB\ndist\/enclave: \d+ files, \d+\.\d MB\n$/,
    )
    expect(stale.filter((path) => existsSync(join(root, path)))).toEqual([])
    for (const folder of ['fabric', 'enclave']) {
      expect(existsSync(join(root, 'dist', folder, 'main.js'))).toBe(true)
    }
  })
})
