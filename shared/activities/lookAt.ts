import type { MarketWatch } from '../authoring/marketWatch'
import { requireDecimal } from '../authoring/meetsCondition'
import { wakesOf } from '../authoring/wake'
import type { Clock } from '../core/clock'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { Runs } from '../runs/openRuns'
import type { ReadChain } from '../sources/chainReader'
import type { Network } from '../sources/network'
import { observeAll } from '../sources/observeAll'
import type { Look } from './nextWatch'
import { readOverrides } from './readOverrides'

/** What a look needs. */
export type LookPorts = {
  readonly runs: Pick<Runs, 'checkpoints'>
  /** The world as this process sees it, not the container. */
  readonly network: Network
  readonly readChain: ReadChain
  readonly clock: Clock
}

/** Which watch looks, and for which instant, in Unix seconds. */
export type LookOrder = { readonly watch: MarketWatch; readonly slot: number }

/**
 * Looks at the source that a Cryplet watches: what its run would read, read by the host.
 *
 * @param ports - World and clock.
 * @param cryplet - Whose watch.
 * @param order - Which watch, for which instant.
 * @returns The median of the quorum; or why there is nothing that could be signed, or is a value at all.
 */
export async function lookAt(
  ports: LookPorts,
  cryplet: LoadedCryplet,
  order: LookOrder,
): Promise<Look> {
  const { clock, network, readChain, runs } = ports
  const { definition, sources } = cryplet
  const { watch, slot } = order
  const scheduled = wakesOf(definition, 'schedule')
  const overrides = await readOverrides(runs, scheduled)
  const seen = await observeAll(
    { sources: only(definition.sources, watch) },
    only(sources, watch),
    {
      ...{ slot, calendar: scheduled?.calendar, overrides, clock, network, readChain },
    },
  )
  if (!seen.ok) {
    return { slot, reasons: seen.faults.map(({ code, detail }) => `${code}: ${detail}`) }
  }
  const { scaled: value = 0n } = seen.values[watch.source] ?? {}
  const fault = rangeFault(cryplet, watch, value)
  return fault === undefined ? { slot, value } : { slot, reasons: [fault] }
}

function only<T>(
  all: Readonly<Record<string, T>>,
  { source }: MarketWatch,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name === source))
}

function rangeFault(
  { definition }: LoadedCryplet,
  { source, within }: MarketWatch,
  value: bigint,
): string | undefined {
  if (within === undefined) return undefined
  const { decimals = 0, unit } = definition.sources[source] ?? {}
  const { least, most } = within
  const isWithin =
    value >= requireDecimal(least, decimals) && value <= requireDecimal(most, decimals)
  if (isWithin) return undefined
  const scaled = `${String(value)} / 10^${String(decimals)} ${String(unit)}`
  return `WATCH_VALUE_ABSURD: ${scaled} lies outside of ${least} to ${most}`
}
