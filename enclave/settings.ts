import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Cryplet } from '../shared/authoring/defineCryplet'
import { resolveSources } from '../shared/authoring/resolveSources'
import { settingsOf } from '../shared/authoring/urlTemplate'
import type { Address } from '../shared/core/hex'
import type { Environment, Setting, SettingFault } from '../shared/core/settings'
import { addressSetting, parseSettings, SettingsError } from '../shared/core/settings'
import type { BuildManifest } from '../shared/execution/buildManifest'
import { parseBuildManifest } from '../shared/execution/buildManifest'

/** What the enclave app is told at its start; nothing of it is secret but what source URLs may carry. */
export type EnclaveSettings = {
  /** Of all built-in Cryplets. */
  readonly publisher: Address
  /** Whose signature every request but `attest` needs. */
  readonly operator: Address
  readonly allowedPrivateOrigins: readonly string[]
  readonly manifest: BuildManifest
}

/** Where settings are looked up. */
export type SettingsSource = {
  readonly env: Environment
  /** Folder of the running bundle, for relative paths. */
  readonly folder: string
  readonly definitions: readonly Cryplet[]
}

/**
 * Reads all settings, once, at the start.
 *
 * @param source - Environment, folder and the Cryplets, whose URLs name settings too.
 * @returns The settings.
 * @throws SettingsError that lists every fault.
 */
export function readSettings(source: SettingsSource): EnclaveSettings {
  const faults = source.definitions.flatMap((definition) => sourceFaults(definition, source.env))
  const own = parseOwn(source)
  if (own instanceof SettingsError) throw new SettingsError([...own.faults, ...faults])
  if (faults.length > 0) throw new SettingsError(faults)
  return own
}

function parseOwn({ env, folder }: SettingsSource): EnclaveSettings | SettingsError {
  try {
    const values = parseSettings(env, {
      PUBLISHER: addressSetting(),
      ENCLAVE_OPERATOR: addressSetting(),
      ALLOWED_PRIVATE_ORIGINS: originsSetting,
      CRYPLET_MANIFEST: manifestSetting(folder),
    })
    return {
      publisher: values.PUBLISHER,
      operator: values.ENCLAVE_OPERATOR,
      allowedPrivateOrigins: values.ALLOWED_PRIVATE_ORIGINS,
      manifest: values.CRYPLET_MANIFEST,
    }
  } catch (error) {
    if (error instanceof SettingsError) return error
    throw error
  }
}

// Faults never show a URL: it may hold a key.
function sourceFaults(definition: Cryplet, env: Environment): readonly SettingFault[] {
  return Object.entries(definition.sources).flatMap(([source, declared]) => {
    const resolution = resolveSources({ ...definition, sources: { [source]: declared } }, env)
    if (resolution.ok) return []
    const name = [...new Set(declared.urls.flatMap(settingsOf))].join(', ')
    return resolution.faults.map((received) => ({ name, received, expected: 'a URL to ask' }))
  })
}

const originsSetting: Setting<readonly string[]> = {
  expected: 'origins such as http://127.0.0.1:8080, separated by commas',
  fallback: '',
  parse: (text) => {
    const origins = text.split(',').flatMap((part) => part.trim() || [])
    const sound = origins.every((part) => URL.canParse(part) && new URL(part).origin === part)
    return sound ? origins : undefined
  },
}

function manifestSetting(folder: string): Setting<BuildManifest> {
  return {
    expected: 'the path of the manifest that the build writes beside main.js',
    fallback: 'manifest.json',
    parse: (path) => {
      try {
        return parseBuildManifest(JSON.parse(readFileSync(resolve(folder, path), 'utf8')))
      } catch {
        return undefined
      }
    },
  }
}
