import * as z from 'zod'
import type { ApiPorts, Probe } from './ports'
import { defineRoute, nothing } from './route'

type Health = {
  readonly status: 'ok' | 'degraded'
  readonly dependencies: Readonly<Record<string, 'ok' | 'unavailable'>>
}

const PROBE_LIMIT_IN_MS = 2_000
/** Anybody may ask, so that asking often must not reach what is behind. */
const KEPT_IN_MS = 2_000

/** Without this one nothing can be taken in. */
const VITAL = 'storage'

/** The route that anybody may ask. */
export const getHealth = defineRoute({
  name: 'getHealth',
  method: 'GET',
  path: 'health',
  role: 'anonymous',
  summary:
    'Tells whether the fabric answers, and the kinds of things that it stands on: `storage`, `bus`, `enclave`, `chains`; no ids, versions or addresses.',
  request: z.object({ path: nothing, query: nothing, body: nothing }),
  answers: {
    200: 'It takes wakes in; `degraded` when deliveries have to wait for a dependency.',
    503: 'The storage does not answer: nothing can be taken in.',
  },
  answer: async (ports) => {
    const health = await readHealth(ports)
    return { status: health.dependencies[VITAL] === 'unavailable' ? 503 : 200, json: health }
  },
})

const kept = new WeakMap<ApiPorts, { readonly atInMs: number; readonly health: Promise<Health> }>()

// One look for all who ask within two seconds.
function readHealth(ports: ApiPorts): Promise<Health> {
  const now = ports.clock.nowInMs()
  const last = kept.get(ports)
  if (last !== undefined && now - last.atInMs < KEPT_IN_MS) return last.health
  const health = probeAll(ports.probes)
  kept.set(ports, { atInMs: now, health })
  return health
}

async function probeAll(probes: ApiPorts['probes']): Promise<Health> {
  const entries = await Promise.all(
    Object.entries(probes).map(async ([name, probe]) => [name, await answers(probe)] as const),
  )
  const isWell = entries.every(([, state]) => state === 'ok')
  return { status: isWell ? 'ok' : 'degraded', dependencies: Object.fromEntries(entries) }
}

async function answers(probe: Probe): Promise<'ok' | 'unavailable'> {
  const signal = AbortSignal.timeout(PROBE_LIMIT_IN_MS)
  // Not every dependency can be told to stop: so none is waited for any longer either.
  const late = new Promise<'unavailable'>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve('unavailable')
    })
  })
  // Why it does not answer is for the log of whoever uses it, not for anybody.
  const asked = probe(signal).then(
    () => 'ok' as const,
    () => 'unavailable' as const,
  )
  return Promise.race([asked, late])
}
