import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { id, keccak256 } from 'ethers'
import type { RunDocument } from '../../../shared/execution/replay/runDocument'
import { cryplet } from '../../support/cliRig'
import { type Sources, startSources } from '../../support/enclaveFixture'
import { type JsonServer, startServer } from '../../support/jsonServer'
import { BUILT, builtManifest, recordRun, withBody } from '../../support/replayBed'

const root = join(__dirname, '../../..')

let sources: Sources
let run: RunDocument
let home: string

beforeAll(async () => {
  sources = await startSources()
  run = await recordRun(sources)
})

afterAll(() => sources.close())

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cryplet-replay-'))
})

afterEach(() => {
  rmSync(home, { recursive: true })
})

function file(document: unknown): string {
  const path = join(home, 'run.json')
  writeFileSync(path, typeof document === 'string' ? document : JSON.stringify(document))
  return path
}

const replay = (...args: readonly string[]): ReturnType<typeof cryplet> =>
  cryplet(['replay', ...args], root)

// As a later version of marketClose would be that adds a hundred-millionth to the price of gold.
const DEARER = `
{
  const { run, ...rest } = module.exports.marketClose
  const dearer = ({ gold, sofr }) => ({ gold: { ...gold, scaled: gold.scaled + 1n }, sofr })
  module.exports = { marketClose: { ...rest, version: '1.1.0', run: (...given) => dearer(run(...given)) } }
}`

// A build with other code of marketClose; with a manifest that says so, or with the old one.
function otherBuild(more: string, isTold = true): string {
  const folder = join(home, 'other')
  cpSync(join(BUILT, 'cryplets'), join(folder, 'cryplets'), { recursive: true })
  const path = join(folder, 'cryplets/marketClose.js')
  appendFileSync(path, more)
  const bundle = keccak256(readFileSync(path))
  const manifest = builtManifest()
  const cryplets = manifest.cryplets.map((built) =>
    built.name === 'marketClose' && isTold ? { ...built, bundle } : built,
  )
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, cryplets }))
  return folder
}

describe('cryplet replay', () => {
  describe('of a fabric', () => {
    let api: JsonServer
    let known: Record<string, unknown>

    beforeEach(async () => {
      known = { [`/api/runs/${run.runId}`]: run }
      api = await startServer((request, response) => {
        const answer = known[request.url ?? '']
        response.writeHead(answer === undefined ? 404 : 200)
        response.end(JSON.stringify(answer ?? { code: 'RUN_UNKNOWN', detail: 'There is no run.' }))
      })
    })

    afterEach(() => api.stop())

    it('fetches the record by its id, runs the built code again and finds all the same', async () => {
      const { exitCode, out, err } = await replay(run.runId, '--url', api.origin, '--key', 'k')
      expect([exitCode, err]).toEqual([0, ''])
      expect(api.asked).toEqual([`/api/runs/${run.runId}`])
      expect(out).toContain(`marketClose 1.0.0, run ${run.runId}`)
      expect(out).toContain('gold      4123.45000000 USD/XAU')
      expect(out).toContain(
        'The same, bit for bit: 20 fields compared, 2 of 2 observations read again, claims made again: 1.',
      )
    })

    it('finds the run by the transaction that delivered it', async () => {
      const transaction = id('a transaction')
      const list = `/api/deliveries?transaction=${transaction}&limit=1`
      known[list] = { deliveries: [{ wakeId: run.runId }] }
      const { exitCode } = await replay(transaction, '--url', api.origin, '--key', 'k')
      expect(exitCode).toBe(0)
      const asked = [`/api/runs/${transaction}`, list, `/api/runs/${run.runId}`]
      expect(api.asked).toEqual(asked)
    })

    it('says that there is no such run', async () => {
      known = { [`/api/deliveries?transaction=${id('x')}&limit=1`]: { deliveries: [] } }
      const { exitCode, err } = await replay(id('x'), '--url', api.origin, '--key', 'k')
      expect(exitCode).toBe(1)
      expect(err).toContain('RUN_UNKNOWN: There is no run.')
    })
  })

  it('ends with 1 on a body of which one digit was changed, and shows both values', async () => {
    const path = file(withBody(run, 0, (text) => text.replace('4123.45', '4123.46')))
    const { exitCode, out } = await replay(path)
    expect(exitCode).toBe(1)
    expect(out).toContain('NOT the same: 6 of 20 fields differ.')
    expect(out).toMatch(
      /observations\[0\]\.value \(gold\)\n +recorded {2}412345000000\n +replayed {2}412346000000\n/,
    )
  })

  it('shows what another build would have made of it, and ends with 0: that was asked for', async () => {
    const { exitCode, out } = await replay(file(run), '--version', otherBuild(DEARER))
    expect(exitCode).toBe(0)
    expect(out).toContain('marketClose 1.1.0')
    expect(out).toContain(`other than what ran: ${run.record?.codeHash ?? ''}`)
    expect(out).toContain('With this code it would have been different: 3 of 20 fields.')
    expect(out).toMatch(
      /values\.gold\n +recorded {2}4123\.45000000 .*\n +replayed {2}4123\.45000001 /,
    )
  })

  it('says that another build would have made the same of it', async () => {
    const other = otherBuild('// by and by')
    const told = await replay(file(run), '--version', other, '--json')
    expect(told.exitCode).toBe(0)
    expect(JSON.parse(told.out)).toMatchObject({ differs: false, isSameCode: false })
  })

  it('ends with 1 where the same code gives something else, also when it was named by its folder', async () => {
    const path = file(withBody(run, 0, (text) => text.replace('4123.45', '4123.46')))
    expect((await replay(path, '--version', BUILT)).exitCode).toBe(1)
  })

  it('ends with 1 where the built code is not what ran, and says how to name that', async () => {
    const older = { ...run, code: { ...run.code, origins: ['https://elsewhere.example'] } }
    const { exitCode, out } = await replay(file(older))
    expect(exitCode).toBe(1)
    expect(out).toContain('name the folder of the build that has it by --version DIR.')
  })

  it('runs no code that is not what its manifest names', async () => {
    const { exitCode, err } = await replay(file(run), '--version', otherBuild(DEARER, false))
    expect(exitCode).toBe(1)
    expect(err).toContain('is not the code that its manifest names')
    expect(err).toContain('(BUILD_UNREADABLE)')
  })

  it.each([
    ['throw new Error("broken")', 'marketClose cannot be loaded: broken'],
    ['require("node:fs")', 'marketClose cannot be loaded: require is not defined'],
    ['module.exports = {}', 'marketClose exports undefined, no Cryplet'],
  ])('says of a bundle with %s what is wrong with it', async (more, fault) => {
    const { exitCode, err } = await replay(file(run), '--version', otherBuild(`\n${more}`))
    expect(exitCode).toBe(1)
    expect(err).toContain(fault)
  })

  it('says of a folder that holds no build, and of a file that holds no run, what is expected', async () => {
    const folder = await replay(file(run), '--version', home)
    expect(folder.err).toContain('(BUILD_UNREADABLE)')
    expect(folder.err).toContain('as "npm run package" makes it')
    const none = await replay(join(home, 'none.json'))
    expect(none.err).toContain('(RUN_UNREADABLE)')
    expect((await replay(file('<html>'))).err).toContain('Name the id of a wake, of a delivery')
  })

  it('writes one JSON document with --json', async () => {
    const { exitCode, out } = await replay(file(run), '--json')
    expect(exitCode).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ differs: false, isSameCode: true, runId: run.runId })
  })
})
