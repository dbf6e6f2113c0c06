import * as z from 'zod'
import { readOverrides } from '../activities/readOverrides'
import type { Source } from '../authoring/source'
import { timingOf } from '../authoring/wake'
import { accountId } from '../core/accountId'
import { nowInSeconds } from '../core/clock'
import { SIMULATED } from '../envelope/tiers'
import type { LoadedCryplet } from '../execution/loadCryplets'
import { readNewestTeeType } from '../registry/readNewestTeeType'
import type { NotDue } from '../runs/wakes'
import { slotsAround } from './dueSlot'
import type { ApiPorts } from './ports'
import { defineRoute, nothing } from './route'

/** The route that lists what can be woken. */
export const listCryplets = defineRoute({
  name: 'listCryplets',
  method: 'GET',
  path: 'cryplets',
  role: 'function',
  summary: 'Lists the Cryplets that this fabric serves, by what they wake and from what they read.',
  request: z.object({ path: nothing, query: nothing, body: nothing }),
  answers: {
    200: '`{ cryplets: [...] }`; slots in Unix seconds. `notDue` lists the ten latest moments that were asked for although the schedule has no slot there, as when the market is closed.',
  },
  answer: async (ports) => {
    const cryplets = await Promise.all(ports.cryplets.map((cryplet) => describe(ports, cryplet)))
    return { status: 200, json: { cryplets } }
  },
})

async function describe(ports: ApiPorts, cryplet: LoadedCryplet): Promise<unknown> {
  const { definition, crypletId, codeHash, sources } = cryplet
  const { name, version, runsIn, wakes } = definition
  const timing = timingOf(definition)
  const [overrides, subscriptions, notDue] = await Promise.all([
    readOverrides(ports.runs, timing),
    ports.runs.subscriptions.list(crypletId),
    ports.runs.wakes.listNotDue(crypletId),
  ])
  const now = nowInSeconds(ports.clock)
  const chainIds = [...new Set(subscriptions.map(({ chainId }) => chainId))]
  return {
    name,
    version,
    crypletId,
    codeHash,
    runsIn,
    wakes,
    sources: Object.entries(sources).map(([source, resolved]) => describeSource(source, resolved)),
    subscriptions: subscriptions.length,
    slots: timing === undefined ? {} : slotsAround({ schedule: timing, overrides, now }),
    notDue: notDue.map(describeNotDue),
    tier2: await Promise.all(chainIds.map((chainId) => describeTier2(ports, chainId))),
  }
}

function describeNotDue({ slot, askedAtInMs, reason }: NotDue): unknown {
  return { slot, askedAt: Math.floor(askedAtInMs / 1000), reason }
}

// Origins alone: the rest of a URL may hold a provider's key.
function describeSource(name: string, source: Source): unknown {
  const urls = source.urls.map((url) => new URL(url))
  const { unit, decimals, asOf } = source
  const isSample = urls.some(({ pathname }) => pathname.startsWith('/sample/'))
  const contracts = source.kind === 'chainRead' ? [accountId(source.chainId, source.to)] : []
  const origins = [...new Set([...urls.map(({ origin }) => origin), ...contracts])]
  return { name, unit, decimals, asOf, origins, ...(isSample && { sample: true }) }
}

async function describeTier2(ports: ApiPorts, chainId: number): Promise<unknown> {
  return { chainId, runsOn: await tier2Text(ports, chainId) }
}

async function tier2Text(ports: ApiPorts, chainId: number): Promise<string> {
  const registry = ports.registryOf(chainId)
  if (registry === undefined) return 'not known: this chain is not served'
  try {
    const teeType = await readNewestTeeType(registry)
    return teeType === 'simulated' ? SIMULATED : teeType
  } catch {
    // A list of Cryplets must not depend on a chain's endpoint.
    return 'not known: the chain does not answer'
  }
}
