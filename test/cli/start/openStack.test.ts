import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Io } from '../../../cli/io'
import { openStack } from '../../../cli/start/openStack'
import type { StartOptions } from '../../../cli/start/options'
import { portNames, portsFrom } from '../../../local/stack/ports'
import { startTimeOf } from '../../../local/stack/processTable'
import type { StackDeployment, StackProcess } from '../../../local/stack/state'
import { readState, writeState } from '../../../local/stack/state'
import { freePortBase } from '../../support/freePortBase'

const nothing = (): void => undefined
const io: Io = {
  out: nothing,
  err: nothing,
  isTerminal: false,
  env: process.env,
  root: '/repository',
  setExitCode: nothing,
}

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-stack-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function options(more: Partial<StartOptions> = {}): StartOptions {
  return { isOnce: true, isJson: false, isFresh: false, isFunc: false, folder, ...more }
}

// A process that an earlier start has left, on the list of its folder.
function leaveOne(): StackProcess & { readonly end: () => void } {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const { pid = 0 } = child
  const startedAt = startTimeOf(pid) ?? ''
  return {
    ...{ kind: 'samples', pid, port: 1, startedAt, fingerprint: '' },
    end: () => {
      child.kill('SIGKILL')
    },
  }
}

async function listenOn(port: number): Promise<Server> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return server
}

describe('openStack', () => {
  it('takes free ports to run once', async () => {
    const { current } = await openStack(options(), io)
    expect(new Set(Object.values(current.ports)).size).toBe(portNames().length)
  })

  it('takes the ports of the time before, to run once again', async () => {
    const ports = portsFrom(await freePortBase())
    writeState(folder, { version: 2, ports, processes: [] })
    const stack = await openStack(options(), io)
    expect(stack.current.ports).toEqual(ports)
  })

  it('counts the ports from the base that it is given', async () => {
    const portBase = await freePortBase()
    const stack = await openStack(options({ portBase }), io)
    expect(stack.current.ports).toEqual(portsFrom(portBase))
  })

  it('names every port that another process holds, its holder and the option that moves it', async () => {
    const portBase = await freePortBase()
    const { chain: port } = portsFrom(portBase)
    const server = await listenOn(port)
    const refusal = await openStack(options({ portBase }), io).catch((error: unknown) => error)
    await new Promise((resolve) => server.close(resolve))
    expect(refusal).toMatchObject({ code: 'STACK_PORTS_TAKEN', taken: [{ name: 'chain', port }] })
    expect(String(refusal)).toContain('--port-base')
    if (process.platform === 'linux')
      expect(String(refusal)).toContain(`pid ${String(process.pid)}`)
  })

  it('goes on where a killed start has left processes', async () => {
    const left = leaveOne()
    const ports = portsFrom(await freePortBase())
    writeState(folder, { version: 2, ports, processes: [left] })
    const stack = await openStack(options({ isOnce: false }), io)
    expect(stack.current).toMatchObject({ ports, processes: [{ pid: left.pid }] })
    left.end()
  })

  it('ends what is left on other ports than those that are asked for', async () => {
    const left = leaveOne()
    writeState(folder, { version: 2, ports: portsFrom(await freePortBase()), processes: [left] })
    await openStack(options({ portBase: await freePortBase() }), io)
    expect(startTimeOf(left.pid)).toBeUndefined()
  })

  it('forgets everything when it starts fresh', async () => {
    const left = leaveOne()
    const deployment: StackDeployment = {
      chainId: 31_337,
      registry: '0x00',
      goldNote: '0x01',
      publisher: '0x02',
    }
    const ports = portsFrom(await freePortBase())
    writeState(folder, { version: 2, ports, processes: [left], deployment })
    await openStack(options({ isFresh: true }), io)
    expect(startTimeOf(left.pid)).toBeUndefined()
    expect(readState(folder)).not.toHaveProperty('deployment')
  })

  it.each([false, true])(
    'refuses a folder of somebody else before it touches anything there (fresh: %s)',
    async (isFresh) => {
      mkdirSync(join(folder, 'keys'))
      await expect(openStack(options({ isFresh }), io)).rejects.toMatchObject({
        code: 'STACK_STATE_FOREIGN',
        fault: 'it holds keys, and no stack has started there',
      })
      expect(existsSync(join(folder, 'keys'))).toBe(true)
      expect(existsSync(join(folder, 'stack.json'))).toBe(false)
    },
  )

  it('forgets and stops nothing when a port is taken', async () => {
    const left = leaveOne()
    writeState(folder, { version: 2, ports: portsFrom(await freePortBase()), processes: [left] })
    mkdirSync(join(folder, 'keys'))
    const portBase = await freePortBase()
    const server = await listenOn(portsFrom(portBase).chain)
    const asked = options({ isFresh: true, portBase })
    await expect(openStack(asked, io)).rejects.toMatchObject({ code: 'STACK_PORTS_TAKEN' })
    await new Promise((resolve) => server.close(resolve))
    expect(existsSync(join(folder, 'keys'))).toBe(true)
    expect(startTimeOf(left.pid)).toBe(left.startedAt)
    left.end()
  })

  it('replaces a damaged list only when it starts fresh, and says so', async () => {
    const said: string[] = []
    const heard: Io = { ...io, err: (text) => said.push(text) }
    writeFileSync(join(folder, 'stack.json'), '{\n  "version": 1,\n  "por')
    mkdirSync(join(folder, 'keys'))
    const refusal = await openStack(options(), heard).catch((error: unknown) => error)
    expect(String(refusal)).toContain('--fresh')
    expect(said).toEqual([])
    await openStack(options({ isFresh: true }), heard)
    expect(said.join()).toContain('stack.json is damaged: --fresh replaces it')
    expect(existsSync(join(folder, 'keys'))).toBe(false)
    expect(readState(folder)).toBeDefined()
  })
})
