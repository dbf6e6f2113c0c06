import type { ActivityPorts } from '../shared/activities/ports'
import { tick } from '../shared/activities/tick'
import { work } from '../shared/activities/work'
import { defineCryplet } from '../shared/authoring/defineCryplet'
import { hours, minutes, seconds } from '../shared/authoring/duration'
import { httpJson } from '../shared/authoring/httpJson'
import { interval } from '../shared/authoring/interval'
import { quantity } from '../shared/authoring/quantity'
import type { LaneRing } from '../shared/bus/doorbell'
import type { Hex } from '../shared/core/hex'
import type { Instances } from '../shared/runs/instances'
import type { Engine } from '../test/support/engine'

/** Prices a note each second: what marketClose does each day. */
export const heartbeat = defineCryplet({
  name: 'heartbeat',
  version: '1.0.0',
  runsIn: 'enclave',
  wakes: interval({ every: seconds(1) }),
  sources: {
    gold: httpJson({
      ...{ url: '%GOLD_URL%', value: '/price', providerTime: '/updatedAt' },
      ...{ unit: 'USD/XAU', decimals: 8, asOf: 'slot', maxAge: minutes(5) },
    }),
    sofr: httpJson({
      ...{ url: '%SOFR_URL%', value: '/refRates/0/percentRate' },
      ...{ providerTime: '/refRates/0/effectiveDate', unit: 'percent', decimals: 6 },
      ...{ asOf: 'slot', maxAge: hours(120) },
    }),
  },
  output: { gold: quantity('int256', 'USD/XAU', 8), sofr: quantity('int256', 'percent', 6) },
  run: ({ gold, sofr }) => ({ gold, sofr }),
})

/** What became of one slot, in milliseconds after its time. */
export type Firing = {
  /** Its wake was durable. */
  woken?: number
  /** Its workflow had come to its first activity. */
  begun?: number
}

/** The fabric's work for the heartbeat, with an ear at each slot. */
export type Heart = {
  readonly ports: ActivityPorts
  /** By the slot in Unix seconds. */
  readonly firings: Map<number, Firing>
  readonly tick: (instances: Instances) => Promise<unknown>
  /** Says that the workflow of a wake has come to its first activity. */
  readonly noteBegin: (wakeId: Hex) => void
}

/**
 * Wires the heartbeat over the fabric's parts; lanes are worked as soon as they are rung at, one ring after the other.
 *
 * @param engine - Storage, chain and keys.
 * @returns The wired heartbeat.
 */
export function wireHeart(engine: Engine): Heart {
  const firings = new Map<number, Firing>()
  const slots = new Map<Hex, number>()
  const note = (slot: number, part: Firing): void => {
    firings.set(slot, { ...firings.get(slot), ...part })
  }
  const { runs } = engine.ports
  const wakes: typeof runs.wakes = {
    ...runs.wakes,
    insert: async (wake) => {
      const stored = await runs.wakes.insert(wake)
      slots.set(wake.wakeId, wake.slot)
      if (stored.first) note(wake.slot, { woken: Date.now() - wake.slot * 1000 })
      return stored
    },
  }
  let instances: Instances = engine.instances
  let working = Promise.resolve()
  const ring = async (lane: LaneRing): Promise<void> => {
    working = working.then(() => work(ports, instances, lane))
  }
  const ports: ActivityPorts = {
    ...engine.ports,
    runs: { ...runs, wakes },
    doorbell: { ring },
  }
  return {
    ports,
    firings,
    tick: (given) => {
      instances = given
      return tick({ ...ports, instances }, engine.cryplet)
    },
    noteBegin: (wakeId) => {
      const slot = slots.get(wakeId)
      // An activity that is tried again has begun before.
      if (slot === undefined || firings.get(slot)?.begun !== undefined) return
      note(slot, { begun: Date.now() - slot * 1000 })
    },
  }
}
