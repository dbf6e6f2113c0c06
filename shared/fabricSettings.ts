import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Cryplet } from './authoring/defineCryplet'
import type { ChainSettings } from './chain/chainSettings'
import { chainsSetting } from './chain/chainSettings'
import type { Address } from './core/hex'
import type { Environment, Setting, SettingFault } from './core/settings'
import { addressSetting, parseSettings, SettingsError, urlSetting } from './core/settings'
import { privateOriginsSetting, sourceFaults } from './execution/sourceSettings'

/** What the fabric is told at its start, by the names of its settings. */
export type FabricSettings = {
  readonly AzureWebJobsStorage: string
  readonly SERVICE_BUS: string
  readonly CHAINS: readonly ChainSettings[]
  readonly ENCLAVE_URL: string
  /** Absolute path. */
  readonly HOST_KEY_FILE: string
  /** Absolute paths, at least one. */
  readonly SENDER_KEY_FILES: readonly string[]
  /** Of all built-in Cryplets. */
  readonly PUBLISHER: Address
  readonly ALLOWED_PRIVATE_ORIGINS: readonly string[]
  readonly BODY_RETENTION_DAYS: number
  readonly POST_RETENTION_DAYS: number
}

/** Where settings are looked up. */
export type SettingsSource = {
  readonly env: Environment
  /** Folder of the running bundle, for relative paths. */
  readonly folder: string
  /** Their URLs name settings too. */
  readonly definitions: readonly Cryplet[]
}

/**
 * Reads all settings of the fabric, once, at its start.
 *
 * @param source - Environment, folder and Cryplets.
 * @returns The settings.
 * @throws SettingsError that lists every fault, those of the Cryplets' sources too.
 */
export function readFabricSettings(source: SettingsSource): FabricSettings {
  const { env, folder, definitions } = source
  const own = faultsOr(() => parseSettings(env, fabricSettings(folder)))
  const faults = [...own.faults, ...sourceFaults(definitions, env)]
  if (own.value === undefined || faults.length > 0) throw new SettingsError(faults)
  return own.value
}

type Parsed<T> = { readonly value: T | undefined; readonly faults: readonly SettingFault[] }

function faultsOr<T>(parse: () => T): Parsed<T> {
  try {
    return { value: parse(), faults: [] }
  } catch (error) {
    if (error instanceof SettingsError) return { value: undefined, faults: error.faults }
    throw error
  }
}

/**
 * Lists the fabric's own settings, for its start and for the reference.
 *
 * @param folder - Of the running bundle, for relative paths.
 * @returns By name.
 */
export function fabricSettings(folder: string): {
  readonly [name in keyof FabricSettings]: Setting<FabricSettings[name]>
} {
  return {
    AzureWebJobsStorage: storageSetting,
    SERVICE_BUS: serviceBusSetting,
    CHAINS: chainsSetting(),
    ENCLAVE_URL: { ...urlSetting(), about: 'Where the enclave app answers.' },
    HOST_KEY_FILE: keyFileSetting(folder, 'Tier 3: the key by which this host vouches.'),
    SENDER_KEY_FILES: senderFilesSetting(folder),
    PUBLISHER: { ...addressSetting(), about: 'Publisher of the built-in Cryplets.' },
    ALLOWED_PRIVATE_ORIGINS: privateOriginsSetting,
    BODY_RETENTION_DAYS: bodyRetentionSetting,
    POST_RETENTION_DAYS: postRetentionSetting,
  }
}

const bodyRetentionSetting = daysSetting(
  0,
  'How many days the response bodies of public sources are kept, so that a run can be replayed from them. With 0 none is stored. Runs, records, envelopes and the audit log stay.',
)

// One at least: for so long an `Idempotency-Key` names the same question.
const postRetentionSetting = daysSetting(
  1,
  'How many days what somebody posted to a Cryplet is kept, with what was read for it and the answer. Then all of it is removed, and its `Idempotency-Key` names a new question.',
)

function daysSetting(least: number, about: string): Setting<number> {
  return {
    about,
    expected: `a whole number of days, ${String(least)} to 3650`,
    fallback: '30',
    parse: (text) => {
      const days = /^\d{1,4}$/.test(text) ? Number(text) : -1
      return days >= least && days <= 3650 ? days : undefined
    },
  }
}

const storageSetting: Setting<string> = {
  about: 'The storage account that remembers; the platform uses it too.',
  expected: 'a connection string of a storage account',
  parse: (text) => (/AccountName=|UseDevelopmentStorage=true/i.test(text) ? text : undefined),
  secret: true,
}

const serviceBusSetting: Setting<string> = {
  about: 'The Service Bus namespace that wakes the lanes; the platform listens on it too.',
  expected:
    'a connection string of a Service Bus namespace: Endpoint=sb://…;SharedAccessKeyName=…;SharedAccessKey=…',
  parse: (text) =>
    /(?:^|;)Endpoint=sb:\/\/[^;]+/i.test(text) && /SharedAccess(?:Key|Signature)=/i.test(text)
      ? text
      : undefined,
  secret: true,
}

function senderFilesSetting(folder: string): Setting<readonly string[]> {
  return {
    about:
      'The accounts that send transactions and pay them. Each subscription is given one of them and keeps it; several send at once.',
    expected: 'paths of files with a private key, readable by their owner alone, commas between',
    parse: (text) => {
      const paths = text.split(',').map((path) => resolve(folder, path.trim()))
      return paths.every(existsSync) && new Set(paths).size === paths.length ? paths : undefined
    },
  }
}

function keyFileSetting(folder: string, about: string): Setting<string> {
  return {
    about,
    expected: 'the path of a file with a private key, readable by its owner alone',
    parse: (path) => (existsSync(resolve(folder, path)) ? resolve(folder, path) : undefined),
  }
}
