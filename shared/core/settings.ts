import { getAddress } from 'ethers'
import { describe, FabricError } from './errors'
import type { Address } from './hex'

/** One setting: how its text becomes a value. */
export type Setting<T> = {
  /** What it is for, in the reference. */
  readonly about?: string
  /** What the text must be, for the error: `a URL with http or https`. */
  readonly expected: string
  /** Gives undefined for a text that is not what is expected. */
  readonly parse: (text: string) => T | undefined
  /** Text to take when the setting is left out or empty; without it the setting is required. */
  readonly fallback?: string
  /** Whether the text must not be shown, not even in an error. */
  readonly secret?: boolean
}

/** What a setting's text became. */
export type SettingValues<S> = {
  readonly [name in keyof S]: S[name] extends Setting<infer T> ? T : never
}

/** Where settings come from: the process's environment. */
export type Environment = { readonly [name: string]: string | undefined }

/** What is wrong with one setting. */
export type SettingFault = {
  readonly name: string
  /** What came, shortened; nothing of a secret. */
  readonly received: string
  readonly expected: string
}

/** Settings that are missing or not what they should be: all of them at once, so that one look mends them. */
export class SettingsError extends FabricError {
  override readonly name = 'SettingsError'
  readonly code = 'SETTINGS_INVALID'
  readonly retryable = false

  constructor(readonly faults: readonly SettingFault[]) {
    const lines = faults.map(
      ({ name, received, expected }) => `  ${name}: expected ${expected}, got ${received}`,
    )
    // Two Cryplets may read one setting, and each says what it misses there.
    const count = new Set(faults.map(({ name }) => name)).size
    super(
      `${String(count)} setting(s) are wrong. Mend them in local.settings.json or in the app's settings:\n${lines.join('\n')}`,
    )
  }
}

/**
 * Reads all settings of an app, once, at its start.
 *
 * @param env - The process's environment.
 * @param settings - By name.
 * @returns By the same names.
 * @throws SettingsError that lists every fault.
 */
export function parseSettings<const S extends Readonly<Record<string, Setting<unknown>>>>(
  env: Environment,
  settings: S,
): SettingValues<S> {
  const faults: SettingFault[] = []
  const values = Object.entries(settings).map(([name, setting]) => {
    const given = env[name]
    const text = given === undefined || given === '' ? setting.fallback : given
    const value = text === undefined ? undefined : setting.parse(text)
    if (value === undefined) faults.push(fault(name, given, setting))
    return [name, value]
  })
  if (faults.length > 0) throw new SettingsError(faults)
  // Each name of S has got what its own parser gave.
  return Object.fromEntries(values) as SettingValues<S>
}

/**
 * Takes an absolute URL of http or https without a name and password.
 *
 * @returns A setting; its value has no slash at the end.
 */
export function urlSetting(): Setting<string> {
  return { expected: 'a URL with http or https, without credentials', parse: parseUrl }
}

/**
 * Takes an Ethereum address; in mixed case its checksum must be right.
 *
 * @returns A setting; its value is in EIP-55 form.
 */
export function addressSetting(): Setting<Address> {
  return { expected: 'an address: 0x and 40 hexadecimal digits', parse: parseAddress }
}

/**
 * Parses an address without throwing.
 *
 * @param text - `0x` and 40 digits.
 * @returns In EIP-55 form; undefined when it is none, or its checksum is wrong.
 */
export function parseAddress(text: unknown): Address | undefined {
  if (typeof text !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(text)) return undefined
  try {
    return getAddress(text) as Address
  } catch {
    return undefined // its mixed case is not its checksum
  }
}

/**
 * Parses a URL without throwing.
 *
 * @param text - Absolute.
 * @returns Without a slash at the end; undefined when it is not http(s), or carries credentials.
 */
export function parseUrl(text: unknown): string | undefined {
  if (typeof text !== 'string' || !URL.canParse(text)) return undefined
  const url = new URL(text)
  const plain = url.username === '' && url.password === ''
  return plain && /^https?:$/.test(url.protocol) ? text.replace(/\/+$/, '') : undefined
}

function fault(name: string, given: string | undefined, setting: Setting<unknown>): SettingFault {
  const received = given === undefined || given === '' ? 'nothing' : describe(given)
  return {
    name,
    received: setting.secret === true && received !== 'nothing' ? 'something else' : received,
    expected: setting.expected,
  }
}
