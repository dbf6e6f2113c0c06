import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BuildManifest } from '../../shared/execution/buildManifest'
import { parseBuildManifest } from '../../shared/execution/buildManifest'

const root = join(__dirname, '../..')
const CRYPLET = 'shared/cryplets/marketClose.ts'

// Each runs the bundler, in a process of its own.
jest.setTimeout(30_000)

let copy: string

// The sources alone, to be changed.
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'cryplet-manifest-'))
  cpSync(join(root, 'tsconfig.json'), join(copy, 'tsconfig.json'))
  for (const folder of ['authoring', 'calendar', 'core', 'cryplets', 'envelope', 'sources']) {
    cpSync(join(root, 'shared', folder), join(copy, 'shared', folder), { recursive: true })
  }
})

afterEach(() => {
  rmSync(copy, { recursive: true })
})

type Made = { readonly manifest: BuildManifest } | { readonly refusal: string }

function make(): Made {
  const args = [join(root, 'scripts/manifest.mjs'), copy]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) return { refusal: stderr }
  return { manifest: parseBuildManifest(JSON.parse(stdout)) }
}

function change(file: string, from: string, to: string): void {
  const text = readFileSync(join(copy, file), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(copy, file), text.replaceAll(from, to))
}

describe('crypletManifest', () => {
  it('gives the same hash for the same code, whatever its comments and local names', () => {
    const before = make()
    expect(before).toMatchObject({
      manifest: { cryplets: [{ name: 'goldWatch' }, { name: 'marketClose' }, {}] },
    })
    change(CRYPLET, '/** Gold and SOFR', '/** At noon: gold and SOFR')
    change('shared/authoring/duration.ts', 'count', 'amount')
    expect(make()).toEqual(before)
  })

  it.each([
    ['the Cryplet', { file: CRYPLET, from: 'minutes(5)', to: 'minutes(6)' }],
    ['authoring', { file: 'shared/authoring/duration.ts', from: '60', to: '61' }],
  ])('gives another hash when code of %s changes', (_, { file, from, to }) => {
    const before = make()
    change(file, from, to)
    const after = make()
    expect(after).toHaveProperty('manifest')
    expect(after).not.toEqual(before)
  })

  it.each([
    ['ethers', 'ethers'],
    ['node:os', 'node:os'],
    ['shared/sources/median.ts', '../sources/median'],
  ])('refuses a Cryplet that imports %s, by its name', (name, specifier) => {
    change(CRYPLET, '/** Gold', `import * as foreign from '${specifier}'\nvoid foreign\n/** Gold`)
    const refusal = `${CRYPLET} reaches ${name}: a Cryplet may import shared/authoring`
    expect(make()).toMatchObject({ refusal: expect.stringContaining(refusal) as unknown })
  })

  it('refuses a package that authoring imports, though nothing of it is used', () => {
    const path = join(copy, 'shared/authoring/duration.ts')
    writeFileSync(path, `import 'ethers'\n${readFileSync(path, 'utf8')}`)
    expect(make()).toMatchObject({ refusal: expect.stringContaining('reaches ethers:') as unknown })
  })
})
