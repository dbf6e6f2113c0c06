import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { developmentKey } from '../../../../local/emulators/serviceBus/auth/sas'
import { emulatorConnection } from '../../../../local/emulators/serviceBus/connection'

const root = join(__dirname, '../../../..')

/** What to run. */
export type EmulatorProcessOptions = {
  readonly stateDir: string
  readonly topologyFile: string
  /** 0, any that is free, by default. */
  readonly port?: number
}

/** An emulator in a process of its own. */
export type EmulatorProcess = {
  readonly port: number
  readonly connection: string
  /** Ends it by a signal; resolves with its exit code, null where the signal ended it. */
  readonly end: (signal: 'SIGKILL' | 'SIGTERM') => Promise<number | null>
}

/**
 * Starts the built emulator.
 *
 * @param options - Its state and entities.
 * @returns When it listens.
 * @throws Error with what it said when it ends instead.
 */
export async function startProcess(options: EmulatorProcessOptions): Promise<EmulatorProcess> {
  const { stateDir, topologyFile, port = 0 } = options
  const args = ['--port', String(port), '--state', stateDir, '--topology', topologyFile]
  const child = spawn(process.execPath, [join(root, 'dist/local/serviceBus.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = once(child, 'close')
  const listening = await Promise.race([firstLine(child), failed(child, closed)])
  const actual = Number(/^listening (\d+)$/.exec(listening)?.[1])
  return {
    port: actual,
    connection: emulatorConnection(actual, developmentKey),
    end: async (signal) => {
      child.kill(signal)
      await closed
      return child.exitCode
    },
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('Standard output is not piped.')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return line
}

async function failed(child: ChildProcess, closed: Promise<unknown>): Promise<never> {
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  await closed
  throw new Error(`The emulator ended (${String(child.exitCode)}): ${said}`)
}
