import { Interface } from 'ethers'
import { answerOnce } from './activities/answerOnce'
import type { ActivityPorts, AskTrust, Retention } from './activities/ports'
import { pumpEvents } from './activities/pumpEvents'
import { tick } from './activities/tick'
import type { WatchPorts } from './activities/watchMarket'
import { watchMarket } from './activities/watchMarket'
import type { ApiPorts } from './api/ports'
import { openEvidence } from './attestation/openEvidence'
import { openAudit } from './audit/openAudit'
import { LANES_QUEUE, openDoorbell } from './bus/doorbell'
import type { OpenedBus } from './bus/openBus'
import { openBus } from './bus/openBus'
import type { ChainSettings } from './chain/chainSettings'
import { trustRegistry } from './chain/contracts.generated'
import type { LaneChain } from './chain/lanes/openLanes'
import { ChainUnknownError, openLanes } from './chain/lanes/openLanes'
import { openOperations } from './chain/lanes/openOperations'
import { openChain } from './chain/openChain'
import { QuorumProvider } from './chain/provider'
import { openReads } from './chain/reads/openReads'
import type { Clock } from './core/clock'
import type { Address } from './core/hex'
import type { Log } from './core/log'
import { onFirstUse } from './core/onFirstUse'
import type { Environment } from './core/settings'
import { BUILT_IN_CRYPLETS } from './cryplets/builtIn'
import type { BuildManifest } from './execution/buildManifest'
import { builtManifest } from './execution/builtManifest'
import { requireCryplet } from './execution/container'
import { loadCryplets } from './execution/loadCryplets'
import { remoteExecution } from './execution/remoteExecution'
import { quorumOf } from './fabricChains'
import type { Pumping } from './fabricPump'
import { openPumping } from './fabricPump'
import type { FabricSettings } from './fabricSettings'
import { readFabricSettings } from './fabricSettings'
import { checkTrust } from './registry/checkTrust'
import type { ContractReader } from './registry/readContract'
import { openVerdicts } from './registry/verdicts'
import type { Runs } from './runs/openRuns'
import { openRuns } from './runs/openRuns'
import { recover } from './signing/recover'
import { signerFromFile } from './signing/signerFromFile'
import { openNetwork } from './sources/network'
import { openTables } from './store/openTables'
import type { TickContext } from './triggers/timerCryplet'

/** The fabric, wired: what triggers and routes hand over to. Nothing is asked or loaded before its first use. */
export type Fabric = {
  /** What activities work on. */
  readonly activities: (log: Log) => ActivityPorts
  /** What routes work on. */
  readonly api: ApiPorts
  /** Starts the runs of all slots of a Cryplet that are due. */
  readonly tick: (cryplet: string, context: TickContext) => Promise<readonly number[]>
  /** Looks at what a Cryplet watches, if a look is due, and wakes it for what it finds. */
  readonly watch: (cryplet: string, context: TickContext) => Promise<number>
  /** Reads on what Cryplets listen to, and wakes them for what it finds: one slice. */
  readonly pump: (cryplets: readonly string[], context: TickContext) => Promise<void>
}

/** What a fabric is made of. */
export type FabricParts = {
  readonly env: Environment
  /** Folder of the running bundle, for relative paths. */
  readonly folder: string
  /** Of that bundle. */
  readonly manifest: BuildManifest
  readonly clock: Clock
}

// Where no later block would ever come, this long stands for one.
const QUIET_REFUSAL_IN_MS = 3_000

// Only whether the chain answers is asked, for which any account will do.
const NOBODY: Address = '0x0000000000000000000000000000000000000000'

let composed: Fabric | undefined

/**
 * Gives the fabric of this process, composed at the first call.
 *
 * @returns The fabric.
 * @throws SettingsError that lists every fault; CrypletsNotLoadableError when the manifest is of another build.
 */
export function fabric(): Fabric {
  composed ??= composeFabric({
    env: process.env,
    folder: __dirname,
    manifest: builtManifest(),
    clock: { nowInMs: Date.now },
  })
  return composed
}

/**
 * Composes a fabric: the only place that makes its adapters.
 *
 * @param parts - Environment, folder, manifest and clock.
 * @returns The fabric.
 * @throws SettingsError that lists every fault; CrypletsNotLoadableError when the manifest is of another build.
 */
export function composeFabric(parts: FabricParts): Fabric {
  const { env, manifest, clock } = parts
  const definitions = BUILT_IN_CRYPLETS
  const settings = readFabricSettings({ ...parts, definitions })
  const { PUBLISHER: publisher, ENCLAVE_URL: enclaveUrl } = settings
  const cryplets = loadCryplets({ definitions, settings: env, publisher, manifest })
  const openTable = openTables(settings.AzureWebJobsStorage)
  const runs = openRuns(openTable)
  const bus = openBus(settings.SERVICE_BUS)
  const registryOf = registriesOf(settings.CHAINS)
  const hostSigner = onFirstUse(() => signerFromFile(settings.HOST_KEY_FILE))
  const chains = settings.CHAINS.map(laneChain)
  const senders = onFirstUse(() => Promise.all(settings.SENDER_KEY_FILES.map(signerFromFile)))
  const pumping = openPumping({ openTable, chains: settings.CHAINS, clock, wait })
  const ports = {
    runs,
    lanes: openLanes({ openTable, chains, senders, clock, wait }),
    operations: openOperations({ openTable, chains, clock }),
    doorbell: openDoorbell(bus),
    audit: openAudit(openTable),
    cryplets,
    execution: onFirstUse(async () =>
      remoteExecution({ url: enclaveUrl, operator: await hostSigner(), clock, recover }),
    ),
    hostSigner,
    askTrust: askTrustOf(registryOf, chains),
    registryOf,
    heightOf: heightsOf(chains),
    verdicts: openVerdicts(openTable),
    ...{ recover, clock, retention: retentionOf(settings) },
  }
  const { events } = pumping
  const probes = probesOf({ runs, bus, enclaveUrl, chains })
  const api = { ...ports, lanes: ports.operations, events, evidence: openEvidence(openTable) }
  const answer: ApiPorts['answer'] = (wake, cryplet, log) =>
    answerOnce({ ...ports, log }, wake, cryplet)
  const network = openNetwork({ allowedPrivateOrigins: settings.ALLOWED_PRIVATE_ORIGINS })
  const world = { network, readChain: openReads() }
  return fabricOver({ ...ports, ...world }, pumping, { ...api, answer, probes })
}

function retentionOf(settings: FabricSettings): Retention {
  const { BODY_RETENTION_DAYS: bodiesInDays, POST_RETENTION_DAYS: postsInDays } = settings
  return { bodiesInDays, postsInDays }
}

type Ports = Omit<ActivityPorts, 'log'> & Pick<WatchPorts, 'network' | 'readChain'>

function fabricOver(ports: Ports, pumping: Pumping, api: ApiPorts): Fabric {
  return {
    activities: (log) => ({ ...ports, log }),
    api,
    tick: async (name, context) => tick({ ...ports, ...context }, requireCryplet(ports, name)),
    watch: async (name, context) =>
      watchMarket({ ...ports, ...context }, requireCryplet(ports, name)),
    pump: (names, context) => {
      const cryplets = names.map((name) => requireCryplet(ports, name))
      return pumpEvents({ ...ports, ...pumping.ports, ...context, cryplets })
    },
  }
}

function heightsOf(chains: readonly LaneChain[]): (chainId: number) => Promise<number> {
  const known = chains.map(({ chain }) => chain.chainId)
  return async (chainId) => {
    const found = chains.find(({ chain }) => chain.chainId === chainId)
    if (found === undefined) throw new ChainUnknownError(chainId, known)
    return (await found.chain.look(NOBODY)).block.number
  }
}

type Probed = {
  readonly runs: Runs
  readonly bus: OpenedBus
  readonly enclaveUrl: string
  readonly chains: readonly LaneChain[]
}

function wait(inMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, inMs)
  })
}

function probesOf({ runs, bus, enclaveUrl, chains }: Probed): ApiPorts['probes'] {
  return {
    storage: () => runs.wakes.listOpen(),
    bus: () => bus.probe(LANES_QUEUE),
    // Any answer shows that it is there.
    enclave: async (signal) => (await fetch(enclaveUrl, { signal })).body?.cancel(),
    chains: () => Promise.all(chains.map(({ chain }) => chain.look(NOBODY))),
  }
}

function laneChain(settings: ChainSettings): LaneChain {
  const { minesOnDemand, confirmations, inFlight, registry } = settings
  return {
    chain: openChain(quorumOf(settings)),
    ...{ confirmations, inFlight, registry },
    ...(minesOnDemand && { quietRefusalInMs: QUIET_REFUSAL_IN_MS }),
  }
}

type RegistryOf = (chainId: number) => ContractReader | undefined

function registriesOf(chains: readonly ChainSettings[]): RegistryOf {
  const abi = new Interface(trustRegistry.abi)
  const readers = new Map(
    chains.map((chain) => {
      const { chainId, registry } = chain
      const provider = new QuorumProvider(quorumOf(chain))
      return [chainId, { provider, address: registry, abi, at: 'latest' as const }]
    }),
  )
  return (chainId) => readers.get(chainId)
}

function askTrustOf(registryOf: RegistryOf, chains: readonly LaneChain[]): AskTrust {
  const known = chains.map(({ chain }) => chain.chainId)
  return async (chainId, question) => {
    const registry = registryOf(chainId)
    if (registry === undefined) throw new ChainUnknownError(chainId, known)
    return checkTrust(registry, question)
  }
}
