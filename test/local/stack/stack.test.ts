import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../../../local/stack/ports'
import { startTimeOf } from '../../../local/stack/processTable'
import type { Service } from '../../../local/stack/service'
import { acceptsOn } from '../../../local/stack/service'
import { Stack } from '../../../local/stack/stack'
import type { StackState } from '../../../local/stack/state'
import { clearState, readState } from '../../../local/stack/state'

let folder: string
let empty: StackState
const stacks: Stack[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stack-'))
  empty = { version: 2, ports: await freePorts(), processes: [] }
})

afterEach(async () => {
  for (const stack of stacks.splice(0)) await stack.stop()
  rmSync(folder, { recursive: true, force: true })
})

function open(state = readState(folder) ?? empty): Stack {
  const stack = new Stack(folder, state, { env: process.env })
  stacks.push(stack)
  return stack
}

// A process that listens, as a service does; `body` runs before.
function service(body = '', env: Readonly<Record<string, string>> = {}): Service {
  const port = empty.ports.samples
  const code = `${body}\nrequire('node:net').createServer().listen(${String(port)}, '127.0.0.1')`
  return {
    kind: 'samples',
    ports: [port],
    command: process.execPath,
    args: ['-e', code],
    env,
    code: [],
    isReady: () => acceptsOn([port]),
  }
}

function pidOf(stack: Stack): number {
  return stack.current.processes[0]?.pid ?? 0
}

describe('Stack', () => {
  it('starts a service, lists it, and stops it', async () => {
    const stack = open()
    expect(await stack.ensure(service())).toBe('started')
    const pid = pidOf(stack)
    expect(readState(folder)?.processes).toMatchObject([{ kind: 'samples', pid }])
    await stack.stop()
    expect(startTimeOf(pid)).toBeUndefined()
    expect(readState(folder)?.processes).toEqual([])
  })

  it('adopts what an earlier start left running', async () => {
    await open().ensure(service())
    const next = open()
    const pid = pidOf(next)
    expect(await next.ensure(service())).toBe('adopted')
    expect(pidOf(next)).toBe(pid)
  })

  it('starts a service anew when its settings have changed, because it would run with the old ones', async () => {
    const stack = open()
    await stack.ensure(service())
    const pid = pidOf(stack)
    expect(await stack.ensure(service('', { SETTING: 'new' }))).toBe('started')
    expect(pidOf(stack)).not.toBe(pid)
    expect(startTimeOf(pid)).toBeUndefined()
  })

  it('starts a killed service again', async () => {
    const stack = open()
    await stack.ensure(service())
    process.kill(pidOf(stack), 'SIGKILL')
    while (stack.ended() === undefined) await new Promise((resolve) => setImmediate(resolve))
    expect(stack.ended()).toMatchObject({ code: 'STACK_SERVICE_FAILED', kind: 'samples' })
    expect(await open().ensure(service())).toBe('started')
  })

  it('never takes or ends a process that has got the pid of one of its own', async () => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    const { pid = 0 } = stranger
    const listed = {
      kind: 'samples',
      pid,
      port: 1,
      startedAt: 'long ago',
      fingerprint: '',
    } as const
    const stack = open({ ...empty, processes: [listed] })
    expect(stack.current.processes).toEqual([])
    await stack.stop()
    expect(startTimeOf(pid)).toBeDefined()
    stranger.kill('SIGKILL')
  })

  it('adopts what was started when the start itself was killed before it listed it', async () => {
    if (process.platform !== 'linux') return
    await open().ensure(service())
    const { processes, ...rest } = stacks.splice(0)[0]?.current ?? empty
    const [listed] = processes
    if (listed === undefined) throw new Error('Nothing is listed.')
    const { pid, kind, port, fingerprint } = listed
    const environment = readFileSync(`/proc/${String(pid)}/environ`, 'utf8')
    const mark = /STACK_PROCESS_MARK=([^\0]+)/.exec(environment)?.[1] ?? ''
    const starting = { kind, port, fingerprint, mark }
    const next = open({ ...rest, processes: [], starting })
    expect(pidOf(next)).toBe(pid)
    expect(readState(folder)).not.toHaveProperty('starting')
    expect(await next.ensure(service())).toBe('adopted')
  })

  it('forgets what was to be started and was not, and leaves who listens there alone', async () => {
    const port = empty.ports.samples
    const stranger = createServer()
    await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve))
    const starting = { kind: 'samples', port, fingerprint: '', mark: 'nobody’s' } as const
    const stack = open({ ...empty, starting })
    expect(stack.current).toEqual(empty)
    await stack.stop()
    expect(stranger.listening).toBe(true)
    await new Promise((resolve) => stranger.close(resolve))
  })

  it('says why a service did not start, with its last lines', async () => {
    const failing = service('console.error("no such setting"); process.exit(3)')
    await expect(open().ensure(failing)).rejects.toMatchObject({
      code: 'STACK_SERVICE_FAILED',
      fault: 'ended before it was ready',
      log: { lastLines: ['no such setting'], file: join(folder, 'logs/samples.log') },
    })
  })

  it('kills a service that does not end when it is asked to', async () => {
    const stack = new Stack(folder, empty, { env: process.env, stoppedInMs: 200 })
    await stack.ensure(service('process.on("SIGTERM", () => {})'))
    const pid = pidOf(stack)
    await stack.stop()
    expect(startTimeOf(pid)).toBeUndefined()
  })

  it('starts nothing while it stops', async () => {
    const stack = open()
    await stack.stop()
    await expect(stack.ensure(service())).rejects.toMatchObject({ code: 'STACK_SERVICE_FAILED' })
  })

  it('keeps its list and logs from other users', async () => {
    await open().ensure(service())
    for (const name of ['stack.json', 'logs/samples.log']) {
      expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
    }
  })
})

describe('readState', () => {
  it('refuses a file of another version', () => {
    writeFileSync(join(folder, 'stack.json'), '{"version":1}')
    expect(() => readState(folder)).toThrow('was not written by this version')
  })
})

describe('clearState', () => {
  it('removes what is the stack’s', async () => {
    await open().ensure(service())
    await stacks[0]?.stop()
    clearState(folder)
    expect(readState(folder)).toBeUndefined()
  })

  it('removes nothing at all from a folder that holds something else', () => {
    open()
    writeFileSync(join(folder, 'thesis.txt'), 'years of work')
    expect(() => {
      clearState(folder)
    }).toThrow('thesis.txt')
    expect(readState(folder)).toBeDefined()
    expect(readFileSync(join(folder, 'thesis.txt'), 'utf8')).toBe('years of work')
  })
})
