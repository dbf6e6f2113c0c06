import { Interface } from 'ethers'
import { localAccount } from '../../cli/deploy/accounts'
import type { ActivityPorts } from '../../shared/activities/ports'
import { work } from '../../shared/activities/work'
import { openAudit } from '../../shared/audit/openAudit'
import type { Cryplet } from '../../shared/authoring/defineCryplet'
import { originsOf, resolveSources } from '../../shared/authoring/resolveSources'
import type { LaneRing } from '../../shared/bus/doorbell'
import type { Chain } from '../../shared/chain/chain'
import { trustRegistry } from '../../shared/chain/contracts.generated'
import type { Lanes } from '../../shared/chain/lanes/openLanes'
import { openLanes } from '../../shared/chain/lanes/openLanes'
import { openOperations } from '../../shared/chain/lanes/openOperations'
import { openChain } from '../../shared/chain/openChain'
import { openRpc } from '../../shared/chain/openRpc'
import { openReads } from '../../shared/chain/reads/openReads'
import type { Clock } from '../../shared/core/clock'
import type { Address, Hex } from '../../shared/core/hex'
import { marketClose } from '../../shared/cryplets/marketClose'
import type { LoadedCryplet } from '../../shared/execution/loadCryplets'
import { localExecution } from '../../shared/execution/localExecution'
import { checkTrust } from '../../shared/registry/checkTrust'
import { openVerdicts } from '../../shared/registry/verdicts'
import type { Instances } from '../../shared/runs/instances'
import { openRuns } from '../../shared/runs/openRuns'
import type { Subscription } from '../../shared/runs/rows'
import { localSigner } from '../../shared/signing/localSigner'
import { recover } from '../../shared/signing/recover'
import type { Signer } from '../../shared/signing/signer'
import { pointsInward } from '../../shared/sources/admitHost'
import { openNetwork } from '../../shared/sources/network'
import { openTables } from '../../shared/store/openTables'
import type { OpenTable } from '../../shared/store/table'
import type { Fixture } from './deployFixture'
import type { RecordingLog } from './recordingLog'
import { recordingLog } from './recordingLog'

/** What of a chain's fixture an engine needs. */
export type EngineFixture = Pick<
  Fixture,
  | 'crypletId'
  | 'codeHash'
  | 'domain'
  | 'provider'
  | 'registry'
  | 'goldNote'
  | 'subscription'
  | 'signers'
>

export type EngineOptions = {
  readonly connection: string
  readonly fixture: EngineFixture
  readonly chainUrl: string
  readonly clock: Clock
  /** Scheme, host and port of the sample sources. */
  readonly samplesUrl: string
  /** marketClose when left out. */
  readonly definition?: Cryplet
  readonly wrapChain?: (chain: Chain) => Chain
  readonly wrapTables?: (open: OpenTable) => OpenTable
  readonly quietRefusalInMs?: number
  /** Lets time pass; at once when left out. */
  readonly wait?: (inMs: number) => Promise<void>
}

/** The fabric's parts over real storage, a real chain and real keys; only the enclave is in this process. */
export type Engine = {
  readonly ports: ActivityPorts
  readonly log: RecordingLog
  readonly cryplet: LoadedCryplet
  readonly subscription: Subscription
  readonly instances: Instances & {
    readonly started: readonly string[]
    readonly raised: readonly string[]
  }
  readonly sender: Address
  /** Works the lanes that were rung at, as the broker lets it: one ring after the other. */
  readonly answerBells: () => Promise<void>
  /** The lanes as another start finds them: with another sender's key, or with one that cannot be had. */
  readonly lanesOf: (sender: Signer | Error) => Lanes
}

/**
 * Wires an engine. Each has tables of its own kind only by its connection: start one storage a test file.
 *
 * @param options - What it stands on.
 * @returns The engine.
 */
export function startEngine(options: EngineOptions): Engine {
  const { connection, fixture, clock, samplesUrl } = options
  const log = recordingLog()
  const settings = {
    GOLD_URL: `${samplesUrl}/sample/gold?asOf={slot}`,
    GOLD_SPOT_URL: `${samplesUrl}/sample/spot?asOf={slot}`,
    SOFR_URL: `${samplesUrl}/sample/sofr?date={slot:date}`,
  }
  const { definition = marketClose } = options
  const resolution = resolveSources(definition, settings, {
    allowedPrivateOrigins: [samplesUrl],
    pointsInward,
  })
  if (!resolution.ok) throw new Error(resolution.faults.join())
  const cryplet = {
    definition,
    crypletId: fixture.crypletId,
    codeHash: fixture.codeHash,
    sources: resolution.sources,
  }
  const { wrapTables = (same: OpenTable) => same } = options
  const openTable = wrapTables(openTables(connection))
  const wallet = localAccount('sender')
  const sender = localSigner(wallet.privateKey as Hex)
  const chain = openChain({
    rpcs: [openRpc({ url: options.chainUrl })],
    needed: 1,
    chainId: fixture.domain.chainId,
  })
  const { quietRefusalInMs, wrapChain = (same: Chain) => same } = options
  const registry = {
    provider: fixture.provider,
    address: fixture.registry,
    abi: new Interface(trustRegistry.abi),
    at: 'latest',
  } as const
  const execution = localExecution({
    cryplets: [cryplet],
    crypletKeys: () => ({
      signer: fixture.signers.cryplet,
      addresses: [fixture.signers.cryplet.address],
    }),
    enclaveSigner: fixture.signers.enclave,
    recover,
    clock,
    readChain: openReads(),
    network: openNetwork({ allowedPrivateOrigins: [...originsOf(resolution.sources)] }),
  })
  const lanesOf: Engine['lanesOf'] = (key) =>
    openLanes({
      openTable,
      chains: [
        {
          chain: wrapChain(chain),
          ...{ confirmations: 0, inFlight: 16, registry: fixture.registry },
          ...(quietRefusalInMs !== undefined && { quietRefusalInMs }),
        },
      ],
      senders: () => (key instanceof Error ? Promise.reject(key) : Promise.resolve([key])),
      ...{ clock, wait: options.wait ?? (() => Promise.resolve()) },
    })
  const started: string[] = []
  const raised: string[] = []
  const rung: LaneRing[] = []
  const instances = instancesOf(started, raised)
  const ports: ActivityPorts = {
    runs: openRuns(openTable),
    lanes: lanesOf(sender),
    operations: openOperations({ openTable, chains: [{ chain }], clock }),
    doorbell: {
      ring: async (lane) => {
        rung.push(lane)
      },
    },
    audit: openAudit(openTable),
    cryplets: [cryplet],
    execution: () => Promise.resolve(execution),
    hostSigner: () => Promise.resolve(fixture.signers.host),
    askTrust: (_chainId, question) => checkTrust(registry, question),
    registryOf: () => registry,
    heightOf: async () => (await chain.look(sender.address)).block.number,
    verdicts: openVerdicts(openTable),
    recover,
    retention: { bodiesInDays: 30, postsInDays: 30 },
    clock,
    log,
  }
  return {
    ...{ ports, log, cryplet, instances, lanesOf },
    subscription: subscriptionOf(fixture, sender.address),
    sender: sender.address,
    answerBells: async () => {
      for (const lane of rung.splice(0)) await work(ports, instances, lane)
    },
  }
}

function instancesOf(started: string[], raised: string[]): Engine['instances'] {
  return {
    started,
    raised,
    start: async (id) => {
      if (started.includes(id)) return 'running'
      started.push(id)
      return 'started'
    },
    raise: async (id, event) => {
      raised.push(`${id} ${event}`)
    },
  }
}

// The note's own policy, as an operator admits it.
function subscriptionOf(fixture: EngineFixture, sender: Address): Subscription {
  return {
    cryplet: 'marketClose',
    crypletId: fixture.crypletId,
    chainId: fixture.domain.chainId,
    receiver: fixture.goldNote,
    subscription: fixture.subscription,
    callback: 'calculatePrice(int256,int256)',
    tiers: 7,
    mode: 'latest',
    maxAgeInSeconds: 5 * 86_400,
    timeToLiveInSeconds: 900,
    budgetInWei: '50000000000000000',
    sender,
    codeHash: fixture.codeHash,
    activatedAt: 0,
  }
}
