import type { Cryplet } from '../shared/authoring/defineCryplet'
import { resolveSources } from '../shared/authoring/resolveSources'
import { settingsOf } from '../shared/authoring/urlTemplate'
import type { Address } from '../shared/core/hex'
import type { Environment, Setting, SettingFault } from '../shared/core/settings'
import { addressSetting, parseSettings, SettingsError } from '../shared/core/settings'

/** What the enclave app is told at its start; nothing of it is secret but what source URLs may carry. */
export type EnclaveSettings = {
  /** Of all built-in Cryplets. */
  readonly publisher: Address
  /** Whose signature every request but `attest` needs. */
  readonly operator: Address
  readonly allowedPrivateOrigins: readonly string[]
}

/** Where settings are looked up. */
export type SettingsSource = {
  readonly env: Environment
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
  const own = parseOwn(source.env)
  if (own instanceof SettingsError) throw new SettingsError([...own.faults, ...faults])
  if (faults.length > 0) throw new SettingsError(faults)
  return own
}

function parseOwn(env: Environment): EnclaveSettings | SettingsError {
  try {
    const values = parseSettings(env, enclaveSettings)
    return {
      publisher: values.PUBLISHER,
      operator: values.ENCLAVE_OPERATOR,
      allowedPrivateOrigins: values.ALLOWED_PRIVATE_ORIGINS,
    }
  } catch (error) {
    if (error instanceof SettingsError) return error
    throw error
  }
}

type OwnSettings = {
  readonly PUBLISHER: Setting<Address>
  readonly ENCLAVE_OPERATOR: Setting<Address>
  readonly ALLOWED_PRIVATE_ORIGINS: Setting<readonly string[]>
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
  about:
    'Origins in private networks that sources may be read from: for sample sources. Evidence states them; only a confidential container measures them, by its policy.',
  expected: 'origins such as http://127.0.0.1:8080, separated by commas',
  fallback: '',
  parse: (text) => {
    const origins = text.split(',').flatMap((part) => part.trim() || [])
    const sound = origins.every((part) => URL.canParse(part) && new URL(part).origin === part)
    return sound ? origins : undefined
  },
}

/** The enclave app's own settings, for its start and for the reference. */
export const enclaveSettings: OwnSettings = {
  PUBLISHER: {
    ...addressSetting(),
    about: 'Publisher of the built-in Cryplets. Evidence states it.',
  },
  ENCLAVE_OPERATOR: {
    ...addressSetting(),
    about:
      'Address of the host key whose requests it takes. Evidence states it, and the registrar compares; only a confidential container measures it, by its policy.',
  },
  ALLOWED_PRIVATE_ORIGINS: originsSetting,
}
