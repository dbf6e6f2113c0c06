import type { Cryplet } from '../shared/authoring/defineCryplet'
import type { Address } from '../shared/core/hex'
import type { Environment, Setting } from '../shared/core/settings'
import { addressSetting, parseSettings, SettingsError } from '../shared/core/settings'
import { privateOriginsSetting, sourceFaults } from '../shared/execution/sourceSettings'

/** What the enclave app is told at its start; nothing of it is secret but what source URLs may carry. */
export type EnclaveSettings = {
  /** Of all built-in Cryplets. */
  readonly publisher: Address
  /** Whose signature every request but `attest` needs. */
  readonly operator: Address
  readonly allowedPrivateOrigins: readonly string[]
  /** What vouches for it. */
  readonly attestation: AttestationSetting
}

/** What vouches for a container. */
export type AttestationSetting =
  | { readonly kind: 'simulated' }
  /** Scheme, host and port of the sidecar that asks the hardware. */
  | { readonly kind: 'sidecar'; readonly url: string }

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
  const faults = sourceFaults(source.definitions, source.env)
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
      attestation: requireHardware(values.ATTESTATION, env),
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
  readonly ATTESTATION: Setting<AttestationSetting>
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
  ALLOWED_PRIVATE_ORIGINS: privateOriginsSetting,
  ATTESTATION: {
    about:
      'What vouches for the container: `simulated`, which nothing but a test believes, or the URL of the attestation sidecar of a confidential container group. Without evidence that would hold, the app serves nobody; there is no way back to simulated.',
    expected:
      '"simulated" (never where NODE_ENV is production), or the sidecar\'s URL on loopback, as http://localhost:8080',
    fallback: 'simulated',
    parse: (text) => {
      if (text === 'simulated') return { kind: 'simulated' }
      const isLoopback = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]):\d{1,5}$/.test(text)
      return isLoopback ? { kind: 'sidecar', url: text } : undefined
    },
  },
}

function requireHardware(value: AttestationSetting, env: Environment): AttestationSetting {
  if (value.kind !== 'simulated' || env['NODE_ENV'] !== 'production') return value
  const { expected } = enclaveSettings.ATTESTATION
  throw new SettingsError([{ name: 'ATTESTATION', received: 'simulated', expected }])
}
