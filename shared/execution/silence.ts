import type { Cryplet } from '../authoring/defineCryplet'
import { heardSources } from '../authoring/silence'
import type { WakeFacts } from '../envelope/wakeFacts'

/**
 * Leaves out the source whose silence woke a run: nothing is read of it, and no claim speaks for it.
 *
 * @param cryplet - Whose run.
 * @param sources - Its sources by name, declared or resolved.
 * @param facts - What woke it, as its Cryplet declared.
 * @returns Those that are read; all of them, when it was woken by anything else.
 */
export function heardBy<T>(
  cryplet: Pick<Cryplet, 'wakes'>,
  sources: Readonly<Record<string, T>>,
  facts: WakeFacts,
): Readonly<Record<string, T>> {
  if (facts.kind !== 'marketWatch') return sources
  return heardSources(cryplet, sources, { kind: facts.kind, met: facts.watch.met })
}
