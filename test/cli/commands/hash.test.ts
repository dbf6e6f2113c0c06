import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ZeroHash } from 'ethers'
import { type CliAnswer, cryplet, type StateFolder, stackState } from '../../support/cliRig'
import { twinRig } from '../../support/twinRig'

const root = join(__dirname, '../../..')
const FOR_EVER = 2 ** 40 - 1

describe('cryplet hash', () => {
  const { fixture } = twinRig()
  let stack: StateFolder
  let app: string

  beforeEach(() => {
    stack = stackState(fixture(), fixture().provider._getConnection().url)
    app = mkdtempSync(join(tmpdir(), 'cryplet-app-'))
    cpSync(join(root, 'dist/enclave/main.js'), join(app, 'main.js'))
  })

  afterEach(() => {
    stack.remove()
    rmSync(app, { recursive: true })
  })

  const hash = (state: string, ...more: readonly string[]): Promise<CliAnswer> =>
    cryplet(['hash', 'marketClose', '--app', app, '--state', state, ...more], root)

  it('finds the app that the sources give, and says so where no stack runs', async () => {
    const { exitCode, out } = await hash(join(app, 'none'))
    expect(exitCode).toBe(0)
    expect(out).toContain('the built app is the same, byte for byte')
    expect(out).toContain('compared with no registry: no local stack runs')
  }, 30_000)

  it('ends with 1 on an app of which one byte is another', async () => {
    const main = join(app, 'main.js')
    writeFileSync(main, readFileSync(main, 'utf8').replace('USD/XAU', 'USD/XAG'))
    const { exitCode, out } = await hash(join(app, 'none'))
    expect(exitCode).toBe(1)
    expect(out).toMatch(/but the built app is 0x[0-9a-f]{64}: it was not built from these sources/)
  }, 30_000)

  it('asks the registry of the running stack: 1 until the code is granted there', async () => {
    const before = await hash(stack.folder, '--json')
    const { codeHash, ...found } = JSON.parse(before.out) as Record<string, unknown>
    expect(before.exitCode).toBe(1)
    expect(found).toMatchObject({ registry: 'not granted', isSame: false })
    const args = [fixture().crypletId, codeHash, FOR_EVER]
    await fixture().act({ on: 'registry', by: 'publisher', method: 'grantCode', args })
    const after = await hash(stack.folder)
    expect(after.exitCode).toBe(0)
    expect(after.out).toContain(`${String(codeHash)}, the registry of the local stack grants it`)
  }, 60_000)

  it('names what it knows, and what is missing', async () => {
    const unknown = await cryplet(['hash', 'marketOpen', '--app', app], root)
    expect(unknown).toMatchObject({ exitCode: 1 })
    expect(unknown.err).toContain('(CRYPLET_UNKNOWN)')
    rmSync(join(app, 'main.js'))
    expect((await hash(ZeroHash)).err).toContain('(APP_MISSING)')
  }, 30_000)
})
