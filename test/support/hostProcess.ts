import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(__dirname, '../..')

const START_DEADLINE_IN_MS = 20_000

/** What to run, and how. */
export type HostProcessOptions = {
  /** A compiled app: package.json with `main`, host.json. */
  readonly appDir: string
  /** Database, keys and lock; keep it to restart. */
  readonly stateDir: string
  /** Besides this process's own. */
  readonly env?: Readonly<Record<string, string>>
  /** 0, any that is free, by default. */
  readonly port?: number
  readonly auth?: 'keys' | 'open'
  /** The built host; dist/local/host.js by default. */
  readonly hostFile?: string
}

/** A host in a process of its own. */
export type HostProcess = {
  /** As in `http://127.0.0.1:7071`. */
  readonly url: string
  readonly child: ChildProcess
  /** Log lines so far. */
  readonly lines: readonly string[]
  /** The keys of its state folder; only where it asks for keys. */
  readonly keys: {
    readonly function: string
    readonly master: string
    readonly durabletask: string
  }
  /** Waits for a log line that contains a text; also one that is there already. */
  readonly waitForLine: (text: string, timeoutInMs?: number) => Promise<string>
  /** Ends it by SIGTERM; resolves with its exit code. */
  readonly stop: () => Promise<number | null>
  /** Resolves with the signal or code that it ended by, however it ends. */
  readonly killed: Promise<NodeJS.Signals | number | null>
}

/**
 * Starts a built host on a compiled app.
 *
 * @param options - The app.
 * @returns When it listens.
 * @throws Error with its log when it ends instead.
 */
export async function startHost(options: HostProcessOptions): Promise<HostProcess> {
  const { appDir, stateDir, port = 0, auth = 'keys', env = {} } = options
  const hostFile = options.hostFile ?? join(root, 'dist/local/host.js')
  if (!existsSync(hostFile)) throw new Error(`${hostFile} is missing: run "npm run build" first.`)
  const args = ['--app', appDir, '--state', stateDir, '--port', String(port), '--auth', auth]
  const child = spawn(process.execPath, [hostFile, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const killed = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.once('close', (code, signal) => {
      resolve(signal ?? code)
    })
  })
  const log = collectLines(child, killed)
  const url = await listening(child, log, killed)
  return {
    url,
    child,
    killed,
    lines: log.lines,
    waitForLine: log.waitFor,
    get keys() {
      return JSON.parse(readFileSync(join(stateDir, 'keys.json'), 'utf8')) as HostProcess['keys']
    },
    stop: async () => {
      child.kill('SIGTERM')
      await killed
      return child.exitCode
    },
  }
}

type Log = {
  readonly lines: readonly string[]
  readonly waitFor: HostProcess['waitForLine']
}

function collectLines(child: ChildProcess, killed: HostProcess['killed']): Log {
  const lines: string[] = []
  const listeners = new Set<(line: string) => void>()
  if (child.stderr !== null) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line)
      for (const listen of listeners) listen(line)
    })
  }
  const waitFor = (text: string, timeoutInMs = START_DEADLINE_IN_MS): Promise<string> => {
    const found = lines.find((line) => line.includes(text))
    if (found !== undefined) return Promise.resolve(found)
    return new Promise((resolve, reject) => {
      const fail = (why: string) => {
        reject(new Error(`${why} without a line "${text}":\n${lines.slice(-30).join('\n')}`))
      }
      const timer = setTimeout(() => {
        listeners.delete(listen)
        fail(`${String(timeoutInMs)} ms passed`)
      }, timeoutInMs)
      const listen = (line: string): void => {
        if (!line.includes(text)) return
        clearTimeout(timer)
        listeners.delete(listen)
        resolve(line)
      }
      listeners.add(listen)
      void killed.then(() => {
        clearTimeout(timer)
        fail('The host ended')
      })
    })
  }
  return { lines, waitFor }
}

async function listening(
  child: ChildProcess,
  { lines }: Log,
  killed: HostProcess['killed'],
): Promise<string> {
  const ended = killed.then((how) => {
    throw new Error(`The host ended (${String(how)}):\n${lines.join('\n')}`)
  })
  const listens = new Promise<string>((resolve) => {
    if (child.stdout === null) return
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^listening (\S+)$/.exec(line)?.[1]
      if (url !== undefined) resolve(url)
    })
  })
  const url = await Promise.race([listens, ended])
  // From here on an end is `killed`, and no fault.
  ended.catch(() => undefined)
  return url
}
