import type { ApiPorts } from '../../shared/api/ports'
import type { Chain } from '../../shared/chain/chain'
import { laneId } from '../../shared/chain/lanes/rows'
import type { Json } from '../../shared/core/canonicalJson'
import type { HttpAnswer } from '../../shared/core/http'
import { sealedEnvelopeToJson } from '../../shared/envelope/sealedEnvelope'
import type { Delivery, WakeRow } from '../../shared/runs/rows'
import type { RowKey } from '../../shared/store/table'
import type { FixturePorts } from './apiFixture'
import { admitted, ask, portsOver } from './apiFixture'
import type { LaneBed, Submitted } from './laneBed'
import { startLaneBed } from './laneBed'

/** A lane with the API in front of it, over the same tables. */
export type LaneApi = {
  readonly bed: LaneBed
  readonly ports: FixturePorts
  /** The lane's id. */
  readonly id: string
  /** As `ports`, with other chains. */
  readonly portsWith: (chains: readonly Chain[]) => ApiPorts
  readonly show: (name: string, lane?: string) => Promise<HttpAnswer>
  readonly order: (name: string, submitted: Submitted, lane?: string) => Promise<HttpAnswer>
  /** Submits what a run owes, as the run's rows say it. */
  readonly submit: () => Promise<Submitted>
  /** Where a delivery's row stands in the lane's table. */
  readonly placeOf: (submitted: Submitted) => RowKey
  /** Writes over columns of a delivery's row in the lane, as a fault or a hand would. */
  readonly damage: (submitted: Submitted, columns: Readonly<Record<string, Json>>) => Promise<void>
}

/**
 * Starts a lane and the API in front of it.
 *
 * @returns Both; the bed is to be stopped.
 */
export async function startLaneApi(): Promise<LaneApi> {
  const bed = await startLaneBed()
  const { fixture, clock, openTable, lane } = bed
  const ports = portsOver(openTable, fixture, { clock, chains: [lane.chain] })
  const id = laneId(lane.key)
  const placeOf: LaneApi['placeOf'] = ({ delivery }) => ({
    partition: id.toLowerCase(),
    row: `open-${delivery.deliveryId}`,
  })
  return {
    ...{ bed, ports, id, placeOf },
    portsWith: (chains) => portsOver(openTable, fixture, { clock, chains }),
    show: (name, of = id) => ask(ports, name, name === 'listLanes' ? {} : { path: { id: of } }),
    order: (name, { delivery }, of = id) =>
      ask(ports, name, { path: { id: of, deliveryId: delivery.deliveryId } }),
    submit: async () => {
      const submitted = await bed.submit()
      await owe(ports, bed, submitted)
      return submitted
    },
    damage: async (submitted, columns) => {
      const table = openTable('lanes')
      const place = placeOf(submitted)
      const stored = await table.get(place)
      await table.put({ ...place, value: { ...stored?.value, ...columns } })
    },
  }
}

// What a run would have written of a delivery before it was submitted.
async function owe(ports: FixturePorts, bed: LaneBed, submitted: Submitted): Promise<void> {
  const { delivery, envelope } = submitted
  const { fixture } = bed
  const { deliveryId, wakeId, chainId, sender, acceptedAtInMs } = delivery
  const slot = Math.floor(acceptedAtInMs / 1000)
  const { activatedAt: wokenAtInMs, ...terms } = {
    ...admitted(fixture),
    activatedAt: acceptedAtInMs,
  }
  const wake: WakeRow = {
    ...{ wakeId, cryplet: 'marketClose', kind: 'schedule', crypletId: fixture.crypletId, slot },
    ...{ explicit: false, wokenAtInMs, retryUntil: slot + 900 },
  }
  const owed: Delivery = { ...terms, slot, wakeId, deliveryId, chainId, sender }
  await ports.runs.wakes.insert(wake)
  await ports.runs.deliveries.insert(wake, [owed])
  await ports.runs.envelopes.insert({
    ...{ deliveryId, generation: 0, digest: envelope.digest },
    expiresAt: Number(envelope.claim.expiresAt),
    envelope: sealedEnvelopeToJson(envelope),
  })
}
