import { settingsOf } from '../../shared/authoring/urlTemplate'
import type { SettingFault } from '../../shared/core/settings'
import { BUILT_IN_CRYPLETS } from '../../shared/cryplets/builtIn'
import { sourceFaults } from '../../shared/execution/sourceSettings'
import type { Io } from '../io'
import { readLocalValues } from './localValues'

/** Where the Cryplets' data comes from. */
export type SourceUrls = {
  /** URL templates by the names of their settings, and ALLOWED_PRIVATE_ORIGINS. */
  readonly urls: Readonly<Record<string, string>>
  readonly faults: readonly SettingFault[]
}

/**
 * Tells where the Cryplets' data comes from: the sample sources, unless the environment or `local.settings.json`
 * names others.
 *
 * @param io - Environment and repository.
 * @param samples - Port of the sample sources, whose origin is allowed in any case.
 * @returns The URLs, and every fault of them.
 */
export function readSourceUrls(io: Io, samples: number): SourceUrls {
  const local = readLocalValues(io.root)
  const given = (name: string): string | undefined =>
    [io.env[name], local.values[name]].find((text) => (text ?? '') !== '')
  const named = settingNames().flatMap((name) => {
    const value = given(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const allowed = [sampleOrigin(samples), given('ALLOWED_PRIVATE_ORIGINS') ?? []].flat().join(',')
  const urls = {
    ...sampleUrls(samples),
    ...Object.fromEntries(named),
    ALLOWED_PRIVATE_ORIGINS: allowed,
  }
  return { urls, faults: [...local.faults, ...sourceFaults(BUILT_IN_CRYPLETS, urls)] }
}

function sampleUrls(port: number): Readonly<Record<string, string>> {
  const origin = sampleOrigin(port)
  return {
    GOLD_URL: `${origin}/sample/gold?asOf={slot}`,
    GOLD_SPOT_URL: `${origin}/sample/spot?asOf={slot}`,
    SOFR_URL: `${origin}/sample/sofr?date={slot:date}`,
  }
}

/**
 * Gives the origin of the sample sources: the one private origin that the enclave may read here.
 *
 * @param port - Theirs.
 * @returns Scheme, host and port.
 */
export function sampleOrigin(port: number): string {
  return `http://127.0.0.1:${String(port)}`
}

function settingNames(): readonly string[] {
  const sources = BUILT_IN_CRYPLETS.flatMap((cryplet) => Object.values(cryplet.sources))
  return [...new Set(sources.flatMap(({ urls }) => urls.flatMap(settingsOf)))]
}
