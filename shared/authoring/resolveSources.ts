import type { Cryplet } from './defineCryplet'
import type { HttpJson } from './httpJson'
import { asksForSlot, fillSettings, placeholderFault, settingsOf } from './urlTemplate'

/** Settings as the process has them. */
export type SourceSettings = Readonly<Record<string, string | undefined>>

/** Sources whose URLs hold no setting any more, but for the slot. */
export type ResolvedSources = Readonly<Record<string, HttpJson>>

/** Sources, or everything that keeps them from being asked. */
export type SourceResolution =
  | { readonly ok: true; readonly sources: ResolvedSources }
  | { readonly ok: false; readonly faults: readonly string[] }

/**
 * Fills the settings into a Cryplet's sources.
 *
 * @param cryplet - Whose.
 * @param settings - Where `%NAME%` is looked up.
 * @returns The sources, or one text a fault, none of which shows a setting's value: it may hold a key.
 */
export function resolveSources(cryplet: Cryplet, settings: SourceSettings): SourceResolution {
  const sources = Object.fromEntries(
    Object.entries(cryplet.sources).map(([name, source]) => [
      name,
      { ...source, urls: source.urls.map((url) => fillSettings(url, settings)) },
    ]),
  )
  const faults = Object.entries(cryplet.sources).flatMap(([name, source]) =>
    source.urls.flatMap((template) =>
      faultsOf(source, template, settings).map(
        (fault) => `${cryplet.name}, source ${name}: ${fault}`,
      ),
    ),
  )
  return faults.length > 0 ? { ok: false, faults } : { ok: true, sources }
}

/**
 * Lists the origins that a Cryplet's data comes from: what its code hash binds.
 *
 * @param sources - Resolved.
 * @returns Sorted by code unit, each once, as in `https://example.com`.
 */
export function originsOf(sources: ResolvedSources): readonly string[] {
  const urls = Object.values(sources).flatMap((source) => source.urls)
  return [...new Set(urls.map((url) => new URL(url).origin))].sort()
}

function faultsOf(source: HttpJson, template: string, settings: SourceSettings): readonly string[] {
  const missing = settingsOf(template).filter((name) => (settings[name] ?? '') === '')
  if (missing.length > 0) return missing.map((name) => `setting ${name} is missing`)
  const fault = urlFault(source, fillSettings(template, settings))
  return fault === undefined ? [] : [`${template} ${fault}`]
}

function urlFault(source: HttpJson, url: string): string | undefined {
  if (!URL.canParse(url)) return 'is not a URL'
  const { protocol, username, password } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:') return 'is neither https nor http'
  if (username !== '' || password !== '') return 'holds credentials'
  if (placeholderFault(url) !== undefined) return 'has braces other than {slot} and {slot:date}'
  // A slot in the host would let the origin change from wake to wake.
  if (asksForSlot(new URL(url).host)) return 'has the slot in its host'
  if (source.asOf === 'slot' && !asksForSlot(url)) return 'has neither {slot} nor {slot:date}'
  return undefined
}
