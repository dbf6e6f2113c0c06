/** The Service Bus emulator as a process: serves until SIGTERM or SIGINT. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Topology } from '../../../shared/bus/topology'
import { parseTopology, topology } from '../../../shared/bus/topology'
import { InvalidValueError, messageOf } from '../../../shared/core/errors'
import { tryLock } from '../../fileLock'
import { startEmulator } from './startEmulator'

type Arguments = {
  readonly port: number
  /** Absolute; undefined keeps nothing. */
  readonly stateDir: string | undefined
  readonly topology: Topology
  /** Undefined takes the published development key. */
  readonly key: string | undefined
}

async function main(): Promise<void> {
  const { port, stateDir, key, ...given } = parseArguments(process.argv.slice(2))
  const unlock = stateDir === undefined ? () => undefined : openState(stateDir)
  const emulator = await startEmulator({
    topology: given.topology,
    port,
    ...(stateDir === undefined ? {} : { databaseFile: join(stateDir, 'serviceBus.db') }),
    ...(key === undefined ? {} : { key }),
    onClientFault: report,
    // What is in memory is not to be trusted any more; the next start goes on from what is written.
    onFault: fail,
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      void emulator.stop().finally(() => {
        unlock()
        process.exit(0)
      })
    })
  }
  process.stdout.write(`listening ${String(emulator.port)}\n`)
}

function parseArguments(argv: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: '5672' },
      state: { type: 'string' },
      topology: { type: 'string' },
      'key-file': { type: 'string' },
    },
  })
  const { port, state, 'key-file': keyFile } = values
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new InvalidValueError('--port', 'a port, or 0 for any that is free', port)
  }
  return {
    port: Number(port),
    stateDir: state === undefined ? undefined : resolve(state),
    topology: values.topology === undefined ? topology : readTopology(values.topology),
    key: keyFile === undefined ? undefined : readFileSync(keyFile, 'utf8').trim(),
  }
}

function readTopology(file: string): Topology {
  return parseTopology(JSON.parse(readFileSync(file, 'utf8')))
}

function openState(stateDir: string): () => void {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 })
  const unlock = tryLock(join(stateDir, 'lock.db'))
  if (unlock !== undefined) return unlock
  throw new InvalidValueError('--state', 'a folder that no other emulator serves', stateDir)
}

function report(text: string): void {
  process.stderr.write(`service bus: ${text}\n`)
}

function fail(error: unknown): void {
  report(messageOf(error))
  process.exit(1)
}

process.on('uncaughtException', fail)
main().catch(fail)
