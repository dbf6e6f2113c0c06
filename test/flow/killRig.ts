import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Interface } from 'ethers'
import { localAccount } from '../../cli/deploy/accounts'
import type { DeployChain } from '../../cli/deploy/chain'
import { connectChain } from '../../cli/deploy/chain'
import { openFabricClient } from '../../cli/fabricClient'
import { requireLocalStack } from '../../cli/localStack'
import { bringUp } from '../../cli/start/bringUp'
import type { StackPlan } from '../../cli/start/plan'
import { enclaveApp, planStack } from '../../cli/start/plan'
import type { Progress } from '../../cli/start/progress'
import { readSourceUrls } from '../../cli/start/sourceUrls'
import { portsFrom } from '../../local/stack/ports'
import { appService, LOCAL_CHAIN_ID, storageConnection } from '../../local/stack/services'
import { Stack } from '../../local/stack/stack'
import { cryptoDelegate } from '../../shared/chain/contracts.generated'
import type { NamedPoint } from '../../shared/core/log'
import { freePortBase } from '../support/freePortBase'

const root = join(__dirname, '../..')

/** All named points, in the order in which one delivery reaches them. */
export const POINTS: readonly NamedPoint[] = [
  ...(['wake', 'start', 'deliveries', 'observe', 'observed', 'execute', 'envelope'] as const),
  ...(['submitted', 'signed', 'broadcast', 'mined', 'settled', 'raised', 'recorded'] as const),
]

/** Who is killed: one of the two hosts, or the broker. */
export type Victim = 'fabric' | 'enclave' | 'bus'

/** What is tried: each host at each point, and the broker where bells are rung and answered. */
export const KILLS: readonly { readonly victim: Victim; readonly point: NamedPoint }[] = [
  ...POINTS.map((point) => ({ victim: 'fabric', point }) as const),
  ...POINTS.map((point) => ({ victim: 'enclave', point }) as const),
  ...(['envelope', 'submitted', 'signed', 'broadcast', 'settled'] as const).map(
    (point) => ({ victim: 'bus', point }) as const,
  ),
]

/** What one round came to. */
export type Round = {
  readonly point: NamedPoint
  readonly victim: Victim
  /** Events `Delivered` of the receiver since the round began: one. */
  readonly delivered: number
  /** Transactions of the sender since the round began: one. */
  readonly transactions: number
  readonly outcomes: readonly (string | undefined)[]
  readonly elapsedInMs: number
}

/** A stack of real processes in which one is killed, round after round. */
export type KillRig = {
  /** Delivers the last slot while the victim is killed as the fabric reaches the point, then starts again. */
  readonly round: (point: NamedPoint, victim: Victim) => Promise<Round>
  readonly close: () => Promise<void>
}

// Far above what a round takes, and below the minute that the Service Bus SDK may wait for a lost connection.
const DEADLINE_IN_MS = 30_000

/**
 * Starts chain, storage, sources and the enclave app once; each round begins from there with an empty fabric.
 *
 * @returns The rig; close it.
 */
export async function openKillRig(): Promise<KillRig> {
  const rig = await openRig()
  const { stack, plan, chain } = rig
  let snapshot = await takeSnapshot(chain)
  return {
    close: async () => {
      chain.provider.destroy()
      await stack.stop()
      rmSync(plan.folder, { recursive: true, force: true })
    },
    round: async (point, victim) => {
      const begun = Date.now()
      await stack.stopOnly('fabric')
      await chain.provider.send('evm_revert', [snapshot])
      snapshot = await takeSnapshot(chain)
      await emptyFabric(plan)
      await kill(rig, victim, point)
      await rig.up()
      const outcomes = await deliverLast(plan)
      return {
        ...{ point, victim, outcomes, elapsedInMs: Date.now() - begun },
        delivered: await countDelivered(chain, plan),
        transactions: await chain.provider.getTransactionCount(localAccount('sender').address),
      }
    },
  }
}

type Rig = {
  readonly stack: Stack
  readonly plan: StackPlan
  readonly chain: DeployChain
  /** Read at each start of a process, so that a text in it reaches only the hosts that are started then. */
  readonly env: Record<string, string | undefined>
  /** What `cryplet start` does, without its list. */
  readonly up: () => Promise<void>
}

async function openRig(): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'cryplet-kill-'))
  // Below what the system gives to connections, which would take the port of a process that is away.
  const ports = portsFrom(await freePortBase())
  // Only marketClose is to come to the points; goldWatch wakes when it likes.
  const env: Rig['env'] = { ...process.env, 'AzureWebJobs.goldWatch.Disabled': 'true' }
  // What runs is thrown away after its round: nobody waits for its end.
  const options = { env, stoppedInMs: 0 }
  const stack = new Stack(folder, { version: 2, ports, processes: [] }, options)
  const { urls: sourceUrls } = readSourceUrls({ env: {}, root, ...silent }, ports.samples)
  const plan = await planStack({ root, folder, ports, sourceUrls })
  const clock = { nowInMs: Date.now }
  const up = (): Promise<void> =>
    bringUp({ stack, plan, progress: quiet, environment: undefined, clock })
  await up()
  const chain = connectChain(`http://127.0.0.1:${String(ports.chain)}`, LOCAL_CHAIN_ID)
  return { stack, plan, chain, env, up }
}

function kill(rig: Rig, victim: Victim, point: NamedPoint): Promise<void> {
  if (victim === 'fabric') return killFabric(rig, point)
  return victim === 'enclave' ? killEnclave(rig, point) : killBus(rig, point)
}

async function killFabric({ stack, plan, env, up }: Rig, point: NamedPoint): Promise<void> {
  env['HOST_END_AT'] = `point ${point}`
  await up()
  env['HOST_END_AT'] = undefined
  // The host may die before it has answered.
  await wakeLast(plan).catch(() => undefined)
  await untilEnded(stack)
}

// The enclave's own lines at the points that it has a part in: before and after its work, the answer not yet sent.
const ENCLAVE_LINES: Readonly<Partial<Record<NamedPoint, string>>> = {
  observe: 'point observe',
  observed: 'record signed',
  execute: 'point execute',
  envelope: 'claims sealed',
}

async function killEnclave(rig: Rig, point: NamedPoint): Promise<void> {
  const { stack, plan, env, up } = rig
  const line = ENCLAVE_LINES[point]
  if (line !== undefined) {
    await stack.stopOnly('enclave')
    env['HOST_END_AT'] = line
    await stack.ensure(appService(plan, plan.ports, enclaveApp(plan)))
    env['HOST_END_AT'] = undefined
  }
  await up()
  await wakeLast(plan)
  if (line === undefined) await killAtLine(rig, point, 'enclave')
  await untilEnded(stack)
}

async function killBus(rig: Rig, point: NamedPoint): Promise<void> {
  await rig.up()
  await wakeLast(rig.plan)
  await killAtLine(rig, point, 'bus')
  await untilEnded(rig.stack)
}

// Whoever says nothing there: as soon as the fabric says that it has come to the point.
async function killAtLine({ stack, plan }: Rig, point: NamedPoint, victim: Victim): Promise<void> {
  const log = join(plan.folder, 'logs/fabric.log')
  await until(`point ${point}`, async () => readFileSync(log, 'utf8').includes(`point ${point} `))
  const found = stack.current.processes.find(({ kind }) => kind === victim)
  if (found !== undefined) process.kill(found.pid, 'SIGKILL')
}

const ignore = (): void => undefined
const silent = { out: ignore, err: ignore, isTerminal: false, setExitCode: ignore }
const quiet: Progress = { note: ignore, hush: ignore, step: (_, run) => run() }

async function takeSnapshot({ provider }: DeployChain): Promise<string> {
  return String(await provider.send('evm_snapshot', []))
}

// The fabric's rows and instances: its next host has nothing to go on with.
async function emptyFabric({ folder, ports }: StackPlan): Promise<void> {
  rmSync(join(folder, 'fabric'), { recursive: true, force: true })
  rmSync(join(folder, 'logs/fabric.log'), { force: true })
  const { TableServiceClient } = await import('@azure/data-tables')
  const service = TableServiceClient.fromConnectionString(storageConnection(ports), {
    allowInsecureConnection: true,
  })
  for await (const { name } of service.listTables()) {
    if (name !== undefined) await service.deleteTable(name)
  }
}

function clientOf(plan: StackPlan): ReturnType<typeof openFabricClient> {
  const { fabricUrl, functionKey } = requireLocalStack(plan.folder)
  return openFabricClient(fabricUrl, functionKey)
}

async function wakeLast(plan: StackPlan): Promise<void> {
  await clientOf(plan).wake(plan.goldNote.cryplet.definition.name, 'last')
}

async function deliverLast(plan: StackPlan): Promise<Round['outcomes']> {
  const client = clientOf(plan)
  const { wakeId } = await client.wake(plan.goldNote.cryplet.definition.name, 'last')
  let outcomes: Round['outcomes'] = []
  await until('the run’s end', async () => {
    const { hasEnded, deliveries } = await client.run(wakeId)
    outcomes = deliveries.map(({ outcome }) => outcome)
    return hasEnded
  })
  return outcomes
}

async function untilEnded(stack: Stack): Promise<void> {
  await until('the host’s end', async () => stack.ended() !== undefined)
}

async function countDelivered({ provider }: DeployChain, plan: StackPlan): Promise<number> {
  const { topicHash } = new Interface(cryptoDelegate.abi).getEvent('Delivered') ?? {}
  const filter = { address: plan.goldNote.address, topics: [topicHash ?? null], fromBlock: 0 }
  return (await provider.getLogs(filter)).length
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + DEADLINE_IN_MS
  while (!(await isSo())) {
    if (Date.now() > deadline)
      throw new Error(`${what} has not come in ${String(DEADLINE_IN_MS / 1000)} s`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
