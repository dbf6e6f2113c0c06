import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JsonRpcProvider } from 'ethers'
import { GOLD_NOTE_ABI } from '../../cli/deploy/contracts'
import { Stack } from '../../local/stack/stack'
import type { ServiceKind } from '../../local/stack/state'
import { isRunning, readState, writeState } from '../../local/stack/state'
import { freePortBase } from '../support/freePortBase'
import type { CliProcess, CliResult } from './cli'
import { runCli, startCli } from './cli'

// Real processes all the way; a start takes some seconds.
jest.setTimeout(120_000)

let home: string
let folder: string

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'cryplet-start-'))
  folder = join(home, 'state')
})

afterAll(async () => {
  const state = readState(folder)
  if (state !== undefined) await new Stack(folder, state, { env: {} }).stop()
  rmSync(home, { recursive: true, force: true })
})

type Document = {
  readonly deliveries: readonly {
    readonly transaction: string
    readonly links: readonly { readonly link: string; readonly verdict: string }[]
  }[]
}

function once(...more: readonly string[]): Promise<CliResult> {
  return runCli(['start', '--once', '--json', '--state', folder, ...more])
}

function documentOf(result: CliResult): Document {
  expect(result).toMatchObject({ status: 0 })
  // One document and nothing else, or this would not parse.
  return JSON.parse(result.stdout) as Document
}

function pidOf(kind: ServiceKind): number {
  return readState(folder)?.processes.find((process) => process.kind === kind)?.pid ?? 0
}

// goldWatch may have told of a crossing meanwhile: by another contract.
async function countDeliveries(provider: JsonRpcProvider): Promise<number> {
  const { goldNote } = readState(folder)?.deployment ?? {}
  if (goldNote === undefined) throw new Error('There is no state.')
  const topics = GOLD_NOTE_ABI.encodeFilterTopics('Delivered', [])
  return (await provider.getLogs({ address: goldNote, topics, fromBlock: 0 })).length
}

function stillRunning(): readonly string[] {
  return (readState(folder)?.processes ?? []).filter(isRunning).map(({ kind }) => kind)
}

describe('cryplet start', () => {
  let transaction: string | undefined
  let running: CliProcess

  it('delivers the last slot from nothing, verifies it, and leaves no process', async () => {
    const { deliveries, ...rest } = documentOf(await once('--fresh'))
    const { deployment } = readState(folder) ?? {}
    expect(rest).toEqual({ elapsedInMs: expect.any(Number) as number, deployment })
    expect(deliveries).toMatchObject([
      { cryplet: 'marketClose', outcome: 'applied', verified: true },
    ])
    expect(deliveries[0]?.links).toMatchObject([
      { link: 'claim', verdict: 'valid' },
      { link: 'cryplet', verdict: 'valid' },
      {
        link: 'enclave',
        verdict: 'warning',
        detail: expect.stringContaining('simulated, no hardware') as string,
      },
      { link: 'host', verdict: 'valid' },
      { link: 'registry', verdict: 'valid' },
      { link: 'anchor', verdict: 'valid' },
      { link: 'provenance', verdict: 'valid' },
      { link: 'outcome', verdict: 'valid' },
    ])
    transaction = deliveries[0]?.transaction
    expect(stillRunning()).toEqual([])
    expect(existsSync(join(folder, 'lock'))).toBe(false)
  })

  it('gives the state of a version with one example what it lacks: a key, and PriceAsker', async () => {
    const state = readState(folder)
    if (state?.deployment === undefined) throw new Error('There is no state.')
    const { priceAsker, ...deployment } = state.deployment
    writeState(folder, { ...state, deployment })
    const key = join(folder, 'keys/priceOnRequest.key')
    rmSync(key)
    expect(documentOf(await once())).toMatchObject({ deployment: { priceAsker } })
    expect(priceAsker).toMatch(/^0x/)
    expect(existsSync(key)).toBe(true)
  })

  it('goes on with its state the next time, on other ports, and delivers the slot no second time', async () => {
    running = startCli([
      ...['start', '--state', folder, '--port-base', String(await freePortBase())],
    ])
    await running.says('The stack goes on')
    expect(documentOf(await once()).deliveries).toMatchObject([{ transaction, verified: true }])
    const { chain = 0 } = readState(folder)?.ports ?? {}
    const provider = new JsonRpcProvider(`http://127.0.0.1:${String(chain)}`)
    expect(await countDeliveries(provider)).toBe(1)
    provider.destroy()
  })

  it('refuses --fresh and a second start beside a living stack, naming its pid', async () => {
    const pid = String(running.child.pid)
    for (const args of [['--fresh'], []]) {
      const { status, stderr } = await runCli(['start', '--state', folder, ...args])
      expect(status).toBe(1)
      expect(stderr).toContain(`pid ${pid}`)
      expect(stderr).toContain('STACK_LOCKED')
    }
    expect(stillRunning()).toHaveLength(6)
  })

  it('leaves its processes to the next start when it is killed, which adopts them', async () => {
    const fabric = pidOf('fabric')
    running.child.kill('SIGKILL')
    await running.ended
    expect(stillRunning()).toHaveLength(6)
    running = startCli(['start', '--state', folder])
    await running.says('The stack goes on')
    expect(pidOf('fabric')).toBe(fabric)
  })

  it.each(['chain', 'contracts', 'fabric'])(
    'goes on after it was killed as soon as it had shown the line %s',
    async (title) => {
      const state = join(home, `killed-${title}`)
      const killed = startCli(['start', '--once', '--state', state])
      await killed.says(`✔ ${title}`)
      killed.child.kill('SIGKILL')
      await killed.ended
      const next = await runCli(['start', '--once', '--json', '--state', state])
      expect(next.stderr).toContain('adopted')
      expect(documentOf(next).deliveries).toMatchObject([{ outcome: 'applied', verified: true }])
      expect((readState(state)?.processes ?? []).filter(isRunning)).toEqual([])
    },
  )

  it('says so and ends when a host ends, and the next start goes on', async () => {
    process.kill(pidOf('fabric'), 'SIGKILL')
    const { status, stderr } = await running.ended
    expect(status).toBe(1)
    expect(stderr).toContain('The fabric process')
    expect(stillRunning()).toEqual([])
    expect(documentOf(await once()).deliveries).toMatchObject([{ transaction }])
  })

  it('stops all that is its own on Ctrl-C', async () => {
    running = startCli(['start', '--state', folder, '--port-base', String(await freePortBase())])
    await running.says('The stack goes on')
    running.child.kill('SIGINT')
    expect(await running.ended).toMatchObject({ status: 0 })
    expect(stillRunning()).toEqual([])
  })

  it('says that the chain is behind the journal, and stops', async () => {
    rmSync(join(folder, 'chain'), { recursive: true })
    const { status, stdout, stderr } = await once()
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain('LOCAL_CHAIN_BEHIND_JOURNAL')
    expect(stderr).toContain('--fresh')
    expect(stillRunning()).toEqual([])
  })

  it('tells every wrong setting at once, before anything starts', async () => {
    const untouched = join(home, 'untouched')
    const args = ['start', '--once', '--state', untouched]
    const { status, stderr } = await runCli(args, { GOLD_URL: 'gold', SOFR_URL: 'ftp://sofr' })
    expect(status).toBe(1)
    for (const said of ['SETTINGS_INVALID', 'GOLD_URL', 'SOFR_URL']) {
      expect(stderr).toContain(said)
    }
    expect(existsSync(untouched)).toBe(false)
  })

  it('tells every wrong option at once and ends with 2, as for any wrong usage', async () => {
    const untouched = join(home, 'untouched')
    const args = ['start', '--json', '--state', untouched, '--port-base', 'many']
    const { status, stderr } = await runCli(args)
    expect(status).toBe(2)
    for (const said of ['USAGE', '--port-base', '--json']) expect(stderr).toContain(said)
    expect(existsSync(untouched)).toBe(false)
  })

  it('names the port that is taken and the option that moves it, before anything starts', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const args = ['start', '--state', join(home, 'busy'), '--port-base', String(port - 1)]
    const { status, stderr } = await runCli(args)
    await new Promise((resolve) => server.close(resolve))
    expect(status).toBe(1)
    expect(stderr).toContain(`${String(port)} for fabric is taken`)
    expect(stderr).toContain('--port-base')
    expect(existsSync(join(home, 'busy/logs'))).toBe(false)
  })
})

describe('cryplet', () => {
  it('ends with 2 when it is used wrongly', async () => {
    expect(await runCli(['start', '--offline'])).toMatchObject({ status: 2 })
    expect(await runCli(['launch'])).toMatchObject({ status: 2 })
  })

  it('makes a key file and prints its address alone', async () => {
    const path = join(home, 'tier1.key')
    const { status, stdout } = await runCli(['keys', 'make', path])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^0x[0-9a-fA-F]{40}\n$/)
    expect(await runCli(['keys', 'make', path])).toMatchObject({ status: 1 })
  })

  it('finds that the built app holds the Cryplet that its sources give', async () => {
    const { status, stdout } = await runCli(['hash', 'marketClose', '--json', '--state', folder])
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ name: 'marketClose', isSame: true })
  })
})

describe('cryplet start --func', () => {
  it('says what to install where Core Tools are missing, before anything starts', async () => {
    const untouched = join(home, 'without-func')
    const { status, stderr } = await runCli(['start', '--func', '--state', untouched], {
      PATH: join(home, 'nowhere'),
    })
    expect(status).toBe(1)
    expect(stderr).toContain('FUNC_MISSING')
    expect(existsSync(untouched)).toBe(false)
  })

  it('starts both apps in their folders by `func start --port`, with their settings in the environment', async () => {
    // In the place of Core Tools, which are not on npm: our host, asked as they are.
    const tools = join(home, 'tools')
    mkdirSync(tools)
    const host = join(__dirname, '../../dist/local/host.js')
    const script = `#!/bin/sh
[ "$1 $2" = "start --port" ] && [ "$FUNCTIONS_WORKER_RUNTIME" = node ] || exit 64
exec "${process.execPath}" "${host}" --app "$PWD" --state "${home}/$(basename "$PWD")" --port "$3" --auth open
`
    writeFileSync(join(tools, 'func'), script, { mode: 0o755 })
    const args = ['start', '--once', '--json', '--func', '--state', join(home, 'with-func')]
    const result = await runCli(args, { PATH: `${tools}:${process.env['PATH'] ?? ''}` })
    expect(documentOf(result).deliveries).toMatchObject([{ outcome: 'applied', verified: true }])
  })
})
