import { accountId } from '../core/accountId'
import type { Cryplet } from './defineCryplet'
import type { Source, Sources } from './source'
import { asksForSlot, fillSettings, placeholderFault, settingsOf } from './urlTemplate'

/** Settings as the process has them. */
export type SourceSettings = Readonly<Record<string, string | undefined>>

/** Sources whose URLs hold no setting any more, but for the slot. */
export type ResolvedSources = Sources

/** Sources, or everything that keeps them from being asked. */
export type SourceResolution =
  | { readonly ok: true; readonly sources: ResolvedSources }
  | { readonly ok: false; readonly faults: readonly string[] }

/** Which URLs may be asked, as far as they tell without a resolver. */
export type OriginPolicy = {
  /** Origins that may be asked without TLS and at private addresses, as in `http://127.0.0.1:7077`. */
  readonly allowedPrivateOrigins: readonly string[]
  /** Tells whether a URL names a private address outright. */
  readonly pointsInward: (url: URL) => boolean
}

/**
 * Fills the settings into a Cryplet's sources.
 *
 * @param cryplet - Whose.
 * @param settings - Where `%NAME%` is looked up.
 * @param policy - Which URLs may be asked.
 * @returns The sources, or one text a fault, none of which shows a setting's value: it may hold a key.
 */
export function resolveSources(
  cryplet: Cryplet,
  settings: SourceSettings,
  policy: OriginPolicy,
): SourceResolution {
  const sources = Object.fromEntries(
    Object.entries(cryplet.sources).map(([name, source]) => [
      name,
      resolveSource(source, settings),
    ]),
  )
  const faults = Object.entries(cryplet.sources).flatMap(([name, source]) => {
    const found = source.urls.flatMap((template) =>
      faultsOf(template, settings, { source, policy }),
    )
    const all = [...found, ...addressFaults(source, settings)]
    return (all.length > 0 ? all : quorumFaults(sources[name])).map(
      (fault) => `${cryplet.name}, source ${name}: ${fault}`,
    )
  })
  return faults.length > 0 ? { ok: false, faults } : { ok: true, sources }
}

function resolveSource(source: Source, settings: SourceSettings): Source {
  const urls = source.urls.map((url) => fillSettings(url, settings))
  if (source.kind === 'httpJson') return { ...source, urls }
  return { ...source, urls, to: fillSettings(source.to, settings) }
}

/**
 * Lists the origins that a Cryplet's data comes from: what its code hash binds. A contract that is read is one as well.
 *
 * @param sources - Resolved.
 * @returns Sorted by code unit, each once, as in `https://example.com`, `eip155:1:0x…`.
 */
export function originsOf(sources: ResolvedSources): readonly string[] {
  const all = Object.values(sources)
  const origins = all.flatMap((source) => source.urls).map((url) => new URL(url).origin)
  const contracts = all.flatMap((source) =>
    source.kind === 'chainRead' ? accountId(source.chainId, source.to) : [],
  )
  return [...new Set([...origins, ...contracts])].sort()
}

type UrlCheck = { readonly source: Source; readonly policy: OriginPolicy }

function faultsOf(template: string, settings: SourceSettings, check: UrlCheck): readonly string[] {
  const missing = settingsOf(template).filter((name) => (settings[name] ?? '') === '')
  if (missing.length > 0) return missing.map((name) => `setting ${name} is missing`)
  const url = fillSettings(template, settings)
  const fault = originFault(url, check.policy) ?? templateFault(url, check.source)
  return fault === undefined ? [] : [`${template} ${fault}`]
}

function originFault(
  text: string,
  { allowedPrivateOrigins, pointsInward }: OriginPolicy,
): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL'
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return 'holds credentials'
  // Another name for the same host, as a resolver sees it.
  if (url.hostname.endsWith('.')) return 'has a dot at the end of its host'
  const isAllowed = allowedPrivateOrigins.includes(url.origin)
  if (url.protocol !== 'https:' && !(isAllowed && url.protocol === 'http:')) {
    return 'is not https, and ALLOWED_PRIVATE_ORIGINS does not list its origin'
  }
  if (pointsInward(url) && !isAllowed) {
    return 'points inward, and ALLOWED_PRIVATE_ORIGINS does not list its origin'
  }
  return undefined
}

function templateFault(url: string, { kind, asOf }: Source): string | undefined {
  if (kind === 'chainRead') return /[{}]/.test(url) ? 'has braces' : undefined
  if (placeholderFault(url) !== undefined) return 'has braces other than {slot} and {slot:date}'
  // A slot in the host would let the origin change from wake to wake.
  if (asksForSlot(new URL(url).host)) return 'has the slot in its host'
  if (asOf === 'slot' && !asksForSlot(url)) return 'has neither {slot} nor {slot:date}'
  return undefined
}

function addressFaults(source: Source, settings: SourceSettings): readonly string[] {
  if (source.kind !== 'chainRead') return []
  const missing = settingsOf(source.to).filter((name) => (settings[name] ?? '') === '')
  if (missing.length > 0) return missing.map((name) => `setting ${name} is missing`)
  const to = fillSettings(source.to, settings)
  return /^0x[0-9a-fA-F]{40}$/.test(to) ? [] : [`${source.to} is no address`]
}

// One origin asked twice would have two votes.
function quorumFaults(source: Source | undefined): readonly string[] {
  const urls = source?.urls ?? []
  const origins = new Set(urls.map((url) => new URL(url).origin))
  if (origins.size === urls.length) return []
  return [
    `its ${String(urls.length)} URLs have ${String(origins.size)} origins: each must be another`,
  ]
}
