import type { Cryplet } from '../authoring/defineCryplet'
import { type OriginPolicy, resolveSources, type SourceSettings } from '../authoring/resolveSources'
import type { Source } from '../authoring/source'
import { settingsOf } from '../authoring/urlTemplate'
import type { Setting, SettingFault } from '../core/settings'
import { pointsInward } from '../sources/admitHost'

/** Where sources may be read from in private networks. */
export const privateOriginsSetting: Setting<readonly string[]> = {
  about:
    'Origins in private networks that sources may be read from: for sample sources. The same for both apps. Evidence states those of the enclave; only a confidential container measures them, by its policy.',
  expected: 'origins such as http://127.0.0.1:8080, separated by commas',
  fallback: '',
  parse: (text) => {
    const origins = text.split(',').flatMap((part) => part.trim() || [])
    const sound = origins.every((part) => URL.canParse(part) && new URL(part).origin === part)
    return sound ? origins : undefined
  },
}

/**
 * Tells which URLs may be asked, by the settings.
 *
 * @param settings - ALLOWED_PRIVATE_ORIGINS is among them; when it is malformed, nothing private is allowed.
 * @returns The policy.
 */
export function originPolicy(settings: SourceSettings): OriginPolicy {
  const allowed = privateOriginsSetting.parse(settings['ALLOWED_PRIVATE_ORIGINS'] ?? '')
  return { allowedPrivateOrigins: allowed ?? [], pointsInward }
}

/**
 * Lists what is wrong with the URLs of all sources, in the words of settings. Whoever starts with them asks this first.
 *
 * @param definitions - Whose sources.
 * @param settings - What their URLs name, and ALLOWED_PRIVATE_ORIGINS.
 * @returns None of them shows a URL: it may hold a key.
 */
export function sourceFaults(
  definitions: readonly Cryplet[],
  settings: SourceSettings,
): readonly SettingFault[] {
  return definitions.flatMap((definition) =>
    Object.entries(definition.sources).flatMap(([source, declared]) => {
      const alone = { ...definition, sources: { [source]: declared } }
      const resolution = resolveSources(alone, settings, originPolicy(settings))
      if (resolution.ok) return []
      const name = [...new Set(templatesOf(declared).flatMap(settingsOf))].join(', ')
      return resolution.faults.map((received) => ({ name, received, expected: 'a URL to ask' }))
    }),
  )
}

function templatesOf(source: Source): readonly string[] {
  return source.kind === 'chainRead' ? [...source.urls, source.to] : source.urls
}
