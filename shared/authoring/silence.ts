import type { Wake, Woken } from './wake'
import { wakesOf } from './wake'

/**
 * Leaves out the source whose silence woke a Cryplet: there is nothing to read of it.
 *
 * @param cryplet - Defined.
 * @param sources - Its sources, by name.
 * @param wake - Why it runs.
 * @returns Those that can be read; all of them, when it was woken by anything else.
 */
export function heardSources<T>(
  cryplet: Woken,
  sources: Readonly<Record<string, T>>,
  wake: Pick<Wake, 'kind' | 'met'>,
): Readonly<Record<string, T>> {
  const watch = wake.kind === 'marketWatch' ? wakesOf(cryplet, 'marketWatch') : undefined
  if (watch?.when[wake.met ?? '']?.kind !== 'silentFor') return sources
  return Object.fromEntries(Object.entries(sources).filter(([name]) => name !== watch.source))
}
