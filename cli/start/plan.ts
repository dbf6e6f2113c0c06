import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keccak256 } from 'ethers'
import type { StackPorts } from '../../local/stack/ports'
import type { AppService } from '../../local/stack/services'
import { busConnection, LOCAL_CHAIN_ID, storageConnection } from '../../local/stack/services'
import type { Address, Hex } from '../../shared/core/hex'
import { BUILT_IN_CRYPLETS } from '../../shared/cryplets/builtIn'
import { parseBuildManifest } from '../../shared/execution/buildManifest'
import { requireCryplet } from '../../shared/execution/container'
import type { LoadedCryplet } from '../../shared/execution/loadCryplets'
import { loadCryplets } from '../../shared/execution/loadCryplets'
import { localAccount } from '../deploy/accounts'
import type { Consumer, Deployment } from '../deploy/contracts'
import {
  GOLD_ALARM_ABI,
  GOLD_NOTE_ABI,
  PRICE_ASKER_ABI,
  planGoldAlarm,
  planGoldNote,
  planPriceAsker,
  planRegistry,
} from '../deploy/contracts'
import { ensureKeyFile } from '../deploy/keyFiles'

/** Files with the keys that the stack makes for itself, mode 0600. */
export type KeyFiles = {
  /** Tier 3, and what the enclave obeys. */
  readonly host: string
  /** Pays for deliveries. */
  readonly sender: string
}

/** A built-in Cryplet of the stack. */
export type PlannedCryplet = LoadedCryplet & {
  /** File with its tier-1 key; each Cryplet has one of its own. */
  readonly keyFile: string
}

/** Everything that is known before anything starts. */
export type StackPlan = {
  readonly root: string
  /** Core Tools' `func`, to run the apps instead of the embedded host. */
  readonly func?: string
  readonly folder: string
  readonly ports: StackPorts
  readonly keys: KeyFiles
  readonly operator: Address
  readonly publisher: Address
  readonly cryplets: readonly PlannedCryplet[]
  readonly registry: Deployment
  readonly goldNote: Consumer
  readonly priceAsker: Consumer
  readonly goldAlarm: Consumer
  /** keccak256 of the enclave app's bundle: the one reference value. */
  readonly enclaveBundle: Hex
  readonly sourceUrls: Readonly<Record<string, string>>
}

/** What a plan is made of. */
export type PlanParts = Pick<StackPlan, 'root' | 'folder' | 'ports' | 'sourceUrls' | 'func'>

/**
 * Plans the stack: keys, addresses and settings. Makes the key files that are not there, starts nothing.
 *
 * @param parts - Folder, ports and sources, all checked.
 * @returns The plan.
 */
export async function planStack(parts: PlanParts): Promise<StackPlan> {
  const { root, folder } = parts
  const keys = { host: keyFile(folder, 'host'), sender: keyFile(folder, 'sender') }
  const operator = await ensureKeyFile(keys.host)
  await ensureKeyFile(keys.sender, localAccount('sender').privateKey as Hex)
  const publisher = localAccount('publisher').address as Address
  const cryplets = await planCryplets(parts, publisher)
  const registry = planRegistry()
  return {
    ...parts,
    keys,
    operator,
    publisher,
    cryplets,
    registry,
    ...planConsumers(registry, cryplets),
    enclaveBundle: keccak256(readFileSync(join(root, 'dist/enclave/main.js'))) as Hex,
  }
}

function keyFile(folder: string, name: string): string {
  return join(folder, 'keys', `${name}.key`)
}

async function planCryplets(
  { root, folder, sourceUrls }: PlanParts,
  publisher: Address,
): Promise<readonly PlannedCryplet[]> {
  const manifest = parseBuildManifest(
    JSON.parse(readFileSync(join(root, 'dist/enclave/manifest.json'), 'utf8')),
  )
  const definitions = BUILT_IN_CRYPLETS
  const loaded = loadCryplets({ definitions, settings: sourceUrls, publisher, manifest })
  const planned = loaded.map((cryplet) => ({
    ...cryplet,
    keyFile: keyFile(folder, cryplet.definition.name),
  }))
  for (const each of planned) await ensureKeyFile(each.keyFile)
  return planned
}

function planConsumers(
  { address }: Deployment,
  cryplets: readonly LoadedCryplet[],
): Pick<StackPlan, 'goldNote' | 'priceAsker' | 'goldAlarm'> {
  const priced = requireCryplet({ cryplets }, 'marketClose')
  const asked = requireCryplet({ cryplets }, 'priceOnRequest')
  const watched = requireCryplet({ cryplets }, 'goldWatch')
  return {
    goldNote: {
      ...planGoldNote(address, priced.crypletId),
      ...{ contract: 'GoldNote', abi: GOLD_NOTE_ABI, cryplet: priced },
    },
    priceAsker: {
      ...planPriceAsker(address, asked.crypletId),
      ...{ contract: 'PriceAsker', abi: PRICE_ASKER_ABI, cryplet: asked },
    },
    goldAlarm: {
      ...planGoldAlarm(address, watched.crypletId),
      ...{ contract: 'GoldAlarm', abi: GOLD_ALARM_ABI, cryplet: watched },
    },
  }
}

/**
 * Gives the enclave app and its settings.
 *
 * @param plan - Of the stack.
 * @returns Ready when it answers who it is.
 */
export function enclaveApp(plan: StackPlan): AppService {
  const { operator, publisher, registry, ports, sourceUrls } = plan
  const asked = {
    chainId: LOCAL_CHAIN_ID,
    registry: registry.address,
    sponsor: localAccount('registrar').address,
    nonce: `0x${'00'.repeat(32)}`,
  }
  return {
    kind: 'enclave',
    ...(plan.func === undefined ? {} : { func: plan.func }),
    settings: {
      ...sourceUrls,
      PUBLISHER: publisher,
      ENCLAVE_OPERATOR: operator,
      // The app keeps nothing there, but Core Tools want to have one.
      ...(plan.func === undefined ? {} : { AzureWebJobsStorage: storageConnection(ports) }),
    },
    probe: {
      path: '/api/enclave/attest',
      init: {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(asked),
      },
    },
  }
}

/**
 * Gives the fabric's app and its settings.
 *
 * @param plan - Of the stack.
 * @returns Ready when it answers that it is well.
 */
export function fabricApp(plan: StackPlan): AppService {
  const { keys, publisher, registry, ports, sourceUrls } = plan
  const chain = {
    chainId: LOCAL_CHAIN_ID,
    rpcUrls: [`http://127.0.0.1:${String(ports.chain)}`],
    registry: registry.address,
    minesOnDemand: true,
  }
  return {
    kind: 'fabric',
    ...(plan.func === undefined ? {} : { func: plan.func }),
    settings: {
      ...sourceUrls,
      AzureWebJobsStorage: storageConnection(ports),
      SERVICE_BUS: busConnection(ports),
      CHAINS: JSON.stringify([chain]),
      ENCLAVE_URL: `http://127.0.0.1:${String(ports.enclave)}`,
      HOST_KEY_FILE: keys.host,
      SENDER_KEY_FILES: keys.sender,
      PUBLISHER: publisher,
    },
    probe: { path: '/api/health' },
  }
}
