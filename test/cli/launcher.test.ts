import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(__dirname, '../..')

let copy: string

// A repository whose build and command only say that they ran; its build is not of its sources.
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'cryplet-launcher-'))
  for (const folder of ['cli', 'scripts', 'dist', 'node_modules/esbuild']) {
    mkdirSync(join(copy, folder), { recursive: true })
  }
  for (const file of ['cli/cryplet.cjs', 'scripts/sourcesDigest.cjs']) {
    cpSync(join(root, file), join(copy, file))
  }
  writeFileSync(join(copy, 'scripts/build.mjs'), "process.stderr.write('built ')")
  writeFileSync(join(copy, 'dist/cli.js'), "process.stderr.write('ran')")
})

afterEach(() => {
  rmSync(copy, { recursive: true })
})

function launch(command: string): string {
  const { stderr } = spawnSync(process.execPath, [join(copy, 'cli/cryplet.cjs'), command])
  return stderr.toString()
}

describe('the launcher', () => {
  it('builds first when the sources have changed since', () => {
    expect(launch('verify')).toBe('built ran')
  })

  it('says what to run where nothing is installed yet', () => {
    rmSync(join(copy, 'node_modules'), { recursive: true })
    expect(launch('verify')).toBe(
      `cryplet: The dependencies are not installed: run "npm ci" in ${copy}.\n`,
    )
  })

  it('leaves what is built as it is for `hash`, which compares it with the sources', () => {
    expect(launch('hash')).toBe('ran')
  })
})
