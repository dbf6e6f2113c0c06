import * as z from 'zod'
import type { DeliveryFacts, Wish } from '../../chain/lanes/operator'
import type { LaneKey, LaneRow } from '../../chain/lanes/rows'
import { laneId as idOf } from '../../chain/lanes/rows'
import type { Hex } from '../../core/hex'
import type { HttpAnswer } from '../../core/http'
import type { Log } from '../../core/log'
import type { Delivery } from '../../runs/rows'
import { dateText } from '../dateText'
import type { ReadLaneRow } from '../deliverySummary'
import { readLaneRow } from '../deliverySummary'
import { bytes32, laneId } from '../fields'
import type { ApiPorts } from '../ports'
import { nothing } from '../route'
import { NotInLaneError, WishSenselessError } from './errors'
import { requireLane } from './requireLane'

/** What a route takes that is about one delivery of a lane. */
export const deliveryInLane = z.object({
  path: z.strictObject({ id: laneId, deliveryId: bytes32.describe('Of the delivery.') }),
  query: nothing,
  body: nothing,
})

/** What is wanted of which delivery. */
export type Asked = {
  readonly wish: Wish
  readonly id: string
  readonly deliveryId: Hex
  readonly log: Log
}

/** Says what will happen, or throws WishSenselessError. */
type Foretell = (row: LaneRow) => string

/**
 * Puts an operator's wish about one delivery where its lane reads it.
 *
 * @param ports - With lanes and runs.
 * @param asked - What.
 * @returns 202 with what will happen.
 * @throws LaneUnknownError, DeliveryUnknownError, NotInLaneError, WishSenselessError.
 */
export async function askLane(ports: ApiPorts, asked: Asked): Promise<HttpAnswer> {
  const { wish, deliveryId, id, log } = asked
  const key = await requireLane(ports, id)
  const lane = idOf(key)
  const delivery = await ports.runs.deliveries.require(deliveryId)
  const row = await requireRow(ports, key, delivery)
  const facts = await factsOf(ports, delivery)
  const will = row.lane === undefined ? ofUnreadable(wish, facts) : FORETOLD[wish](row.lane)
  await ports.lanes.wish(key, { deliveryId, wish, facts })
  log.info('an operator asks a lane', { lane, deliveryId, wish })
  return { status: 202, json: { lane, deliveryId, wish, will } }
}

async function requireRow(ports: ApiPorts, key: LaneKey, delivery: Delivery): Promise<ReadLaneRow> {
  const { deliveryId, chainId, sender } = delivery
  const [lane, own] = [idOf(key), idOf({ chainId, sender })]
  if (lane.toLowerCase() !== own.toLowerCase()) {
    throw new NotInLaneError(deliveryId, lane, `its lane is ${own}`)
  }
  const row = await readLaneRow(ports.lanes, delivery)
  if (row.lane !== undefined || row.unreadable !== undefined) return row
  const end = await ports.runs.deliveries.getEnd(delivery)
  const instead = end === undefined ? 'it is not submitted yet' : `it ended as ${end.outcome}`
  throw new NotInLaneError(deliveryId, lane, instead)
}

// Its wake came before anything else of it; no envelope of it has effect after the last has expired.
async function factsOf({ runs }: ApiPorts, delivery: Delivery): Promise<DeliveryFacts> {
  const { deliveryId, wakeId, receiver, subscription } = delivery
  const [wake, envelopes] = await Promise.all([
    runs.wakes.require(wakeId),
    runs.envelopes.list(deliveryId),
  ])
  const expiresAt = Math.max(0, ...envelopes.map((envelope) => envelope.expiresAt))
  return { wakeId, receiver, subscription, acceptedAtInMs: wake.wokenAtInMs, expiresAt }
}

const FORETOLD: Readonly<Record<Wish, Foretell>> = {
  cancel: (row) => {
    refuseEnded('cancel', row)
    if (row.state !== 'signed') {
      return 'It ends as cancelled at the next look of its lane, unless somebody else has delivered its claim: then as that ended.'
    }
    const nonce = String(row.nonce)
    if (row.cancelledAs !== undefined) {
      throw new WishSenselessError('cancel', `its nonce ${nonce} is being taken back already`)
    }
    return `A transaction without effect takes its nonce ${nonce}. When that is mined it ends as cancelled; should its delivery be mined first, that counts.`
  },
  replay: (row) => {
    refuseEnded('replay', row)
    if (row.state === 'signed') {
      const reason = `it is on its way with nonce ${String(row.nonce)}, and its price rises by itself`
      throw new WishSenselessError('replay', reason)
    }
    return row.state === 'parked'
      ? 'It is tried again at the next look of its lane, and parked again if the same fault still holds.'
      : 'It is tried at the next look of its lane, without waiting for its turn.'
  },
}

function refuseEnded(wish: Wish, row: LaneRow): void {
  if (row.state !== 'settled') return
  const { outcome, transaction, endedAt } = row.end
  const where = transaction === undefined ? '' : ` in ${transaction}`
  throw new WishSenselessError(wish, `it ended as ${outcome}${where} at ${dateText(endedAt)}`)
}

function ofUnreadable(wish: Wish, { expiresAt }: DeliveryFacts): string {
  if (wish === 'replay') {
    const reason = 'its row cannot be read, and what of it is on its way cannot be told: cancel it'
    throw new WishSenselessError(wish, reason)
  }
  return `Its row cannot be read. Its nonce is used up by a transaction without effect; if that cannot be told either, its claims must expire first (${dateText(expiresAt)}, and a quarter of an hour more). Then it ends as cancelled, unless its claim is found on the chain: then as that ended.`
}
