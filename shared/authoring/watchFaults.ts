import { exactDecimal } from '../core/exactDecimal'
import type { HttpJson } from './httpJson'
import type { MarketWatch } from './marketWatch'
import type { Crossing, WatchCondition } from './watchCondition'

const DAY = 86_400
const MAX_CONDITIONS = 16
/** A hundredfold. */
const MAX_MOVE_IN_BPS = 1_000_000

type Watched = Pick<HttpJson, 'decimals'>

/**
 * Lists what is wrong with the declaration of a watch.
 *
 * @param watch - As an author wrote it.
 * @param sources - Of the same Cryplet.
 * @returns One text a fault; none when it is sound.
 */
export function watchFaults(
  watch: MarketWatch,
  sources: Readonly<Record<string, Watched>>,
): readonly string[] {
  const source = Object.hasOwn(sources, watch.source) ? sources[watch.source] : undefined
  if (source === undefined) return [`it watches ${watch.source}, which is none of its sources`]
  const conditions = Object.entries(watch.when)
  const { everyInSeconds: every } = watch
  return [
    ...(isWhole(every, 1, DAY)
      ? []
      : [`a watch must look each 1 to ${String(DAY)} whole seconds, not ${String(every)}`]),
    ...(conditions.length >= 1 && conditions.length <= MAX_CONDITIONS
      ? []
      : [`a watch must have 1 to ${String(MAX_CONDITIONS)} conditions`]),
    ...rangeFaults(watch, source),
    ...conditions.flatMap(([name, condition]) =>
      [...nameFaults(name), ...conditionFaults(watch, condition, source)].map(
        (fault) => `condition ${name}: ${fault}`,
      ),
    ),
  ]
}

function nameFaults(name: string): readonly string[] {
  return /^[a-z][A-Za-z0-9]{0,63}$/.test(name) ? [] : ['its name must be camelCase']
}

function rangeFaults({ within }: MarketWatch, { decimals }: Watched): readonly string[] {
  if (within === undefined) return []
  const [least, most] = [exactDecimal(within.least, decimals), exactDecimal(within.most, decimals)]
  return least !== undefined && most !== undefined && least < most
    ? []
    : [
        `within must be two numbers of at most ${String(decimals)} decimals as text, the least first`,
      ]
}

function conditionFaults(
  watch: MarketWatch,
  condition: WatchCondition,
  source: Watched,
): readonly string[] {
  switch (condition.kind) {
    case 'crossesUp':
    case 'crossesDown':
      return [...levelFaults(watch, condition, source), ...bandFaults(condition, source)]
    case 'movedBy':
      return isWhole(condition.bps, 1, MAX_MOVE_IN_BPS)
        ? []
        : [
            `it must be whole bps from 1 to ${String(MAX_MOVE_IN_BPS)}, not ${String(condition.bps)}`,
          ]
    case 'silentFor':
      return isWhole(condition.seconds, watch.everyInSeconds, 31 * DAY)
        ? []
        : ['a silence must be whole seconds, from one look to the next at least, 31 days at most']
  }
}

function levelFaults(
  { within }: MarketWatch,
  { level }: Crossing,
  { decimals }: Watched,
): readonly string[] {
  const at = exactDecimal(level, decimals)
  if (at === undefined) {
    return [`level ${level} is not a number of at most ${String(decimals)} decimals as text`]
  }
  const [least = at, most = at] = [
    exactDecimal(within?.least ?? '', decimals),
    exactDecimal(within?.most ?? '', decimals),
  ]
  return at >= least && at <= most ? [] : [`level ${level} lies outside of what can be a value`]
}

function bandFaults({ band }: Crossing, { decimals }: Watched): readonly string[] {
  if ('bps' in band) {
    return isWhole(band.bps, 0, 10_000)
      ? []
      : [`its band must be whole bps from 0 to 10000, not ${String(band.bps)}`]
  }
  const amount = exactDecimal(band.amount, decimals)
  return amount !== undefined && amount >= 0n
    ? []
    : [`its band ${band.amount} is not an amount of at most ${String(decimals)} decimals as text`]
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}
