import * as z from 'zod'
import type { MarketWatch } from '../authoring/marketWatch'
import { wakesOf } from '../authoring/wake'
import { requireCryplet } from '../execution/container'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { WatchState } from '../runs/watches'
import { NoWatchError } from './errors'
import { crypletPath } from './fields'
import { defineRoute, nothing } from './route'

/** The route that shows where the watch of a Cryplet stands. */
export const getWatch = defineRoute({
  name: 'getWatch',
  method: 'GET',
  path: 'cryplets/{name}/watch',
  role: 'function',
  summary:
    'Shows what a Cryplet watches, what was seen last, which conditions are armed, and why looks gave nothing.',
  request: z.object({
    path: crypletPath,
    query: nothing,
    body: nothing,
  }),
  answers: {
    200: '`{ cryplet, source, unit, decimals, everyInSeconds, wakes, conditions: [{ name, condition, isArmed, reference }] }`, and once it has looked `lookedAt`, `heardAt`, `value`; times in Unix seconds, values times 10^decimals. `trouble: { reasons, since, until, looks }` is the last row of looks that gave nothing usable, as from a closed, stale or absurd source: they wake nobody; it goes on while `until` is `lookedAt`.',
    404: 'No such Cryplet.',
    422: '`CRYPLET_WITHOUT_WATCH`: it watches nothing.',
  },
  answer: async (ports, { path }) => {
    const cryplet = requireCryplet(ports, path.name)
    const watch = wakesOf(cryplet.definition, 'marketWatch')
    if (watch === undefined) throw new NoWatchError(path.name)
    const { state } = await ports.runs.watches.get(cryplet.crypletId)
    return { status: 200, json: { cryplet: path.name, ...describe(cryplet, watch, state) } }
  },
})

function describe(
  { definition }: LoadedCryplet,
  { source, everyInSeconds, when }: MarketWatch,
  state: WatchState | undefined,
): object {
  const { unit, decimals } = definition.sources[source] ?? {}
  const conditions = Object.entries(when).map(([name, condition]) => {
    const { isArmed = false, reference } = state?.conditions[name] ?? {}
    return { name, condition, isArmed, ...(reference !== undefined && { reference }) }
  })
  const seen = state && {
    lookedAt: state.lookedAt,
    heardAt: state.heardAt,
    ...(state.value !== undefined && { value: state.value }),
    ...(state.trouble !== undefined && { trouble: state.trouble }),
  }
  return {
    ...{ source, unit, decimals, everyInSeconds },
    ...{ wakes: state?.count ?? 0, conditions },
    ...seen,
  }
}
