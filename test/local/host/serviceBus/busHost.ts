import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServiceBusClient } from '@azure/service-bus'
import type { Emulator } from '../../../../local/emulators/serviceBus/startEmulator'
import { startEmulator } from '../../../../local/emulators/serviceBus/startEmulator'
import type { HostClock } from '../../../../local/host/clock'
import { systemClock } from '../../../../local/host/clock'
import { registry } from '../../../../local/host/registry'
import { readHostSettings } from '../../../../local/host/settings'
import type { Host } from '../../../../local/host/startHost'
import { startHost } from '../../../../local/host/startHost'
import { parseTopology } from '../../../../shared/bus/topology'
import { openClient } from '../../emulators/serviceBus/contract/support'

/** How a host is to run. */
export type BusHostOptions = {
  /** App settings. */
  readonly env: NodeJS.ProcessEnv
  /** `extensions.serviceBus` of host.json. */
  readonly serviceBus?: Readonly<Record<string, unknown>>
  /** The functions that it is to have, of those that the test file registers. */
  readonly only: readonly string[]
  /** The machine's own by default. */
  readonly clock?: HostClock
}

/** A host in this process. */
export type BusHost = {
  readonly url: string
  /** Log lines so far, as `level function message`. */
  readonly lines: readonly string[]
  /** Drains for 20 s at most, unless told otherwise. */
  readonly stop: (deadlineInMs?: number) => Promise<void>
}

/** An emulator in this process, and what speaks to it; all of it ends with the test. */
export type Bus = {
  readonly connection: string
  readonly client: ServiceBusClient
  /** Starts a host with some functions, whose connection is the app setting BUS. */
  readonly host: (
    only: readonly string[],
    serviceBus?: BusHostOptions['serviceBus'],
  ) => Promise<BusHost>
}

/**
 * Starts an emulator for the tests of a file, and stops what they started on it.
 *
 * @param topology - As in a topology file.
 * @returns Gives it, within a test.
 */
export function useBus(topology: unknown): () => Bus {
  let emulator: Emulator | undefined
  let client: ServiceBusClient | undefined
  const hosts: BusHost[] = []
  beforeAll(async () => {
    emulator = await startEmulator({ topology: parseTopology(topology) })
    client = openClient(emulator.connection)
  })
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.stop(0)))
  })
  afterAll(async () => {
    await client?.close()
    await emulator?.stop()
  })
  return () => {
    if (emulator === undefined || client === undefined) throw new Error('Ask within a test.')
    const { connection } = emulator
    return {
      connection,
      client,
      host: async (only, serviceBus = {}) => {
        const host = await startBusHost({ env: { BUS: connection }, only, serviceBus })
        hosts.push(host)
        return host
      },
    }
  }
}

/**
 * Starts a host over functions that the test file has registered.
 *
 * @param options - Settings of host and app.
 * @returns When it serves.
 */
export async function startBusHost(options: BusHostOptions): Promise<BusHost> {
  const { serviceBus = {} } = options
  const folder = mkdtempSync(join(tmpdir(), 'bus-host-'))
  writeFileSync(join(folder, 'host.json'), JSON.stringify({ extensions: { serviceBus } }))
  const lines: string[] = []
  registry.sink = ({ level, functionName = 'host', message }) => {
    lines.push(`${level} ${functionName} ${message}`)
  }
  const host = await start(folder, options)
  let stopped: Promise<void> | undefined
  return {
    url: `http://127.0.0.1:${String(host.port)}`,
    lines,
    stop: (deadlineInMs = 20_000) =>
      (stopped ??= host.stop(deadlineInMs).then(() => {
        rmSync(folder, { recursive: true, force: true })
      })),
  }
}

function start(folder: string, { env, only, clock = systemClock }: BusHostOptions): Promise<Host> {
  return startHost({
    functions: [...registry.functions.values()].filter(({ id }) => only.includes(id)),
    settings: readHostSettings(folder, env),
    env,
    databaseFile: join(folder, 'host.db'),
    clock,
    port: 0,
    keys: undefined,
    maxBodyInBytes: 1_000_000,
  })
}
