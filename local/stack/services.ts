import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { developmentKey } from '../emulators/serviceBus/auth/sas'
import { emulatorConnection } from '../emulators/serviceBus/connection'
import type { StackPorts } from './ports'
import type { Service } from './service'
import { acceptsOn, ask } from './service'

/** The chain id of the local chain. */
export const LOCAL_CHAIN_ID = 31_337

/** Where things are: all absolute. */
export type StackPlaces = {
  /** The repository. */
  readonly root: string
  /** State folder. */
  readonly folder: string
}

/**
 * The local chain: anvil, which keeps its state in the folder.
 *
 * @param places - Where things are.
 * @param ports - Its own is `chain`.
 * @returns Ready when it answers with our chain id.
 */
export function chainService(places: StackPlaces, ports: StackPorts): Service {
  const { folder } = places
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  return {
    kind: 'chain',
    ports: [ports.chain],
    // Not node_modules/.bin: that wrapper would outlive nobody, and anvil would stay.
    command: require.resolve(`@foundry-rs/anvil-${process.platform}-${arch}/bin/anvil`),
    args: [
      ...['--host', '127.0.0.1', '--port', String(ports.chain)],
      ...['--chain-id', String(LOCAL_CHAIN_ID), '--hardfork', 'osaka'],
      ...['--state', join(folder, 'chain/state.json'), '--cache-path', join(folder, 'chain/cache')],
      // Saved each second, for the case that it is not stopped but killed; with its history, because
      // verification asks the registry as it stood at a delivery's block.
      ...['--state-interval', '1', '--preserve-historical-states', '--silent'],
    ],
    env: {},
    code: [],
    isReady: async () => {
      const answer = await ask(`http://127.0.0.1:${String(ports.chain)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}',
      })
      return answer?.includes(`"0x${LOCAL_CHAIN_ID.toString(16)}"`) === true
    },
  }
}

/**
 * The local tables, blobs and queues: azurite, which keeps them in the folder.
 *
 * @param places - Where things are.
 * @param ports - Its own are `blob`, `queue` and `table`.
 * @returns Ready when all three accept connections.
 */
export function storageService(places: StackPlaces, ports: StackPorts): Service {
  const { blob, queue, table } = ports
  return {
    kind: 'storage',
    ports: [table, blob, queue],
    command: process.execPath,
    args: [
      require.resolve('azurite/dist/src/azurite.js'),
      // It refuses the client's newer API version, and would report its use, without the second line.
      ...['--silent', '--location', join(places.folder, 'storage')],
      ...['--skipApiVersionCheck', '--disableTelemetry'],
      ...['--blobPort', String(blob), '--queuePort', String(queue), '--tablePort', String(table)],
    ],
    env: {},
    code: [],
    isReady: () => acceptsOn([blob, queue, table]),
  }
}

/**
 * The connection string of the local storage; its key is the emulator's published one.
 *
 * @param ports - Of the stack.
 * @returns As AzureWebJobsStorage takes it.
 */
export function storageConnection(ports: StackPorts): string {
  const account = 'devstoreaccount1'
  const key =
    'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='
  const endpoint = (port: number): string => `http://127.0.0.1:${String(port)}/${account}`
  return [
    'DefaultEndpointsProtocol=http',
    `AccountName=${account}`,
    `AccountKey=${key}`,
    `BlobEndpoint=${endpoint(ports.blob)}`,
    `QueueEndpoint=${endpoint(ports.queue)}`,
    `TableEndpoint=${endpoint(ports.table)};`,
  ].join(';')
}

/**
 * The local Service Bus, which keeps its messages in the folder.
 *
 * @param places - Where things are.
 * @param ports - Its own is `bus`.
 * @returns Ready when it accepts connections.
 */
export function busService(places: StackPlaces, ports: StackPorts): Service {
  const main = join(places.root, 'dist/local/serviceBus.js')
  return {
    kind: 'bus',
    ports: [ports.bus],
    command: process.execPath,
    args: [main, '--port', String(ports.bus), '--state', join(places.folder, 'bus')],
    env: {},
    code: [main],
    isReady: () => acceptsOn([ports.bus]),
  }
}

/**
 * The connection string of the local Service Bus; its key is the emulator's published one.
 *
 * @param ports - Of the stack.
 * @returns As SERVICE_BUS takes it.
 */
export function busConnection(ports: StackPorts): string {
  return emulatorConnection(ports.bus, developmentKey)
}

/**
 * The sample sources.
 *
 * @param places - Where things are.
 * @param ports - Their own is `samples`.
 * @returns Ready when they accept connections.
 */
export function samplesService(places: StackPlaces, ports: StackPorts): Service {
  const main = join(places.root, 'dist/local/samples.js')
  return {
    kind: 'samples',
    ports: [ports.samples],
    command: process.execPath,
    args: [main, '--port', String(ports.samples)],
    env: {},
    code: [main],
    isReady: () => acceptsOn([ports.samples]),
  }
}

/** One of the two apps, in a host of its own. */
export type AppService = {
  readonly kind: 'enclave' | 'fabric'
  /** The app's settings. */
  readonly settings: Readonly<Record<string, string>>
  /** Anonymous route that answers with success when the app runs. */
  readonly probe: { readonly path: string; readonly init?: RequestInit }
  /** Core Tools' `func`, absolute, to run it instead of the embedded host. */
  readonly func?: string
}

/**
 * An app in a host: the built folder, unchanged.
 *
 * @param places - Where things are.
 * @param ports - Its own is that of its kind.
 * @param app - Which app, with which settings.
 * @returns Ready when its probe answers.
 */
export function appService(places: StackPlaces, ports: StackPorts, app: AppService): Service {
  const port = ports[app.kind]
  const url = `http://127.0.0.1:${String(port)}${app.probe.path}`
  const dist = join(places.root, 'dist')
  return {
    kind: app.kind,
    ports: [port],
    ...(app.func === undefined ? embeddedHost(places, port, app) : coreTools(places, port, app)),
    code: [...filesOf(join(dist, app.kind)), join(dist, 'local/host.js')],
    isReady: async () => (await ask(url, app.probe.init)) !== undefined,
  }
}

// All that the app is made of; maps only serve those who read its errors, and parts are of a build under way.
function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(?:map|part)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

type Launch = Pick<Service, 'command' | 'args' | 'cwd' | 'env'>

function embeddedHost({ root, folder }: StackPlaces, port: number, app: AppService): Launch {
  return {
    command: process.execPath,
    args: [
      ...['--enable-source-maps', join(root, 'dist/local/host.js')],
      ...['--app', join(root, 'dist', app.kind), '--state', join(folder, app.kind)],
      ...['--port', String(port), '--auth', 'keys'],
    ],
    env: app.settings,
  }
}

function coreTools({ root }: StackPlaces, port: number, app: AppService): Launch {
  return {
    command: app.func ?? '',
    args: ['start', '--port', String(port)],
    cwd: join(root, 'dist', app.kind),
    // In place of local.settings.json, which belongs to no built folder.
    env: { ...app.settings, FUNCTIONS_WORKER_RUNTIME: 'node' },
  }
}
