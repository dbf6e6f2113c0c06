import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const outputs = pathToFileURL(join(__dirname, '../../scripts/outputs.mjs')).href

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cryplet-package-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

// What a build step does, in a process of its own: it remembers what it has written.
function build(script: string): unknown {
  const source = `
    import { keepWritten, writeIfChanged } from ${JSON.stringify(outputs)}
    const folder = ${JSON.stringify(folder)}
    ${script}`
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8' }),
  )
}

describe('keepWritten', () => {
  it('leaves nothing of earlier builds in a deployable folder, and tells its size', () => {
    const stale = ['sdk/renamed.js', 'main.js.1.part'].map((path) => join(folder, path))
    mkdirSync(join(folder, 'sdk'))
    for (const path of stale) writeFileSync(path, '')
    writeFileSync(join(folder, 'main.js'), 'same')
    const kept = build(`
      await writeIfChanged(folder + '/main.js', 'same')
      await writeIfChanged(folder + '/sdk/tables.js', 'new')
      process.stdout.write(JSON.stringify(await keepWritten(folder)))`)
    expect(kept).toEqual({ files: 2, bytes: 7 })
    expect(stale.filter((path) => existsSync(path))).toEqual([])
  })
})
