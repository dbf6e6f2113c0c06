import * as z from 'zod'
import type { Json } from '../core/canonicalJson'
import { FabricError, InvalidValueError } from '../core/errors'
import type { SignedRecord } from '../envelope/record'
import { parseWakeFacts, type WakeFacts } from '../envelope/wakeFacts'
import { address, bytes, hash32, wei, whole } from '../store/columns'
import type { Row } from '../store/row'

// Storage gives null for what it cannot put together.
const json = z.custom<Json>((value) => value !== undefined && value !== null, 'JSON')

const wakeSchema = z.object({
  wakeId: hash32,
  cryplet: z.string(),
  kind: z.literal(['schedule', 'interval', 'marketWatch', 'chainEvent', 'http']),
  crypletId: hash32,
  slot: whole,
  // What a wake of its kind has besides: see detailOf.
  detail: json.optional(),
  explicit: z.boolean(),
  wokenAtInMs: whole,
  retryUntil: whole,
  // Of an event: whether it was read as it came, later, or again.
  origin: z.literal(['live', 'backfill', 'replay']).optional(),
  // The operator's overrides of its calendar as they stood: a retry counts the same days.
  overrides: json.optional(),
})

function isWakeFacts(value: unknown): boolean {
  try {
    parseWakeFacts(value)
    return true
  } catch {
    return false
  }
}

/** Why a run is: its row is the truth about it. */
export type WakeRow = Readonly<z.infer<typeof wakeSchema>>

const deliverySchema = z.object({
  deliveryId: hash32,
  wakeId: hash32,
  cryplet: z.string(),
  crypletId: hash32,
  slot: whole,
  chainId: whole,
  receiver: address,
  subscription: hash32,
  callback: z.string(),
  tiers: z.literal([3, 7]),
  mode: z.literal(['latest', 'each']),
  // Of mode `each`.
  nonce: z.string().optional(),
  // Rests on the block of the event that woke its Cryplet.
  isAnchored: z.literal(true).optional(),
  // Why there is no such block, where the receiver's policy demands one.
  lacksAnchor: z.string().optional(),
  // Of an event, which may be taken back.
  isOfEvent: z.literal(true).optional(),
  maxAgeInSeconds: whole,
  timeToLiveInSeconds: whole,
  sender: address,
  /** What its subscription's transactions may cost, all of them together, in wei. */
  budgetInWei: wei,
  /** The most for a unit of gas, in wei; only the budget bounds it when left out. */
  maxFeePerGasInWei: wei.optional(),
  codeHash: hash32,
})

/** What one subscription is owed by one run, as the subscription stood when the run began. */
export type Delivery = Readonly<z.infer<typeof deliverySchema>>

const deliveriesSchema = z.object({ deliveries: z.array(deliverySchema).readonly() })

const observationSchema = z.object({
  source: z.string(),
  origin: z.string(),
  responseHash: hash32,
  providerTime: whole,
  value: z.string(),
  // Of what was read on a chain.
  block: z.object({ chainId: whole, number: whole, hash: hash32 }).exactOptional(),
})

// Shape only: the signature is verified where the record is used (parseSignedRecord).
const recordSchema = z.object({
  record: z.object({
    runId: hash32,
    facts: z.object({
      wake: z.custom<WakeFacts>(isWakeFacts, 'the facts of a wake'),
      observations: z.array(observationSchema),
      calendar: z.string().optional(),
    }),
    fetchedAt: whole,
    codeHash: hash32,
    signature: bytes,
  }),
})

const bodyPlace = z.object({ source: z.string(), origin: z.string(), responseHash: hash32 })

const bodySchema = z.union([
  bodyPlace.extend({ body: z.string() }),
  bodyPlace.extend({ leftOut: z.literal(['too large', 'removed by age']) }),
])

/** What is kept of a response of a public source: its bytes in base64, or why they are not there. */
export type BodyRow = Readonly<z.infer<typeof bodySchema>>

const faultSchema = z.object({ reasons: z.array(z.string()).readonly(), notedAtInMs: whole })

/** What kept a run from its envelopes when it last tried. */
export type RunFault = Readonly<z.infer<typeof faultSchema>>

const envelopeSchema = z.object({
  deliveryId: hash32,
  generation: whole,
  digest: hash32,
  expiresAt: whole,
  envelope: json,
})

/** A sealed envelope at rest; whoever takes it out parses and verifies it again. */
export type EnvelopeRow = Readonly<z.infer<typeof envelopeSchema>>

/** How a delivery ended: truthful and final. */
export const OUTCOMES = [
  'applied',
  'quarantined',
  'failed',
  'overtaken',
  'expired',
  'reverted',
  'refused',
  'cancelled',
  'missed',
] as const

const endSchema = z.object({
  outcome: z.literal(OUTCOMES),
  reasons: z.array(z.string()).readonly(),
  endedAt: whole,
  digest: hash32.optional(),
  transaction: hash32.optional(),
  blockNumber: whole.optional(),
  gasUsed: whole.optional(),
})

/** The end of a delivery. */
export type DeliveryEnd = Readonly<z.infer<typeof endSchema>>

/** A word for how a delivery ended. */
export type DeliveryOutcome = DeliveryEnd['outcome']

const subscriptionSchema = deliverySchema
  .omit({
    deliveryId: true,
    wakeId: true,
    slot: true,
    nonce: true,
    isAnchored: true,
    lacksAnchor: true,
    isOfEvent: true,
  })
  .extend({
    activatedAt: whole,
    /** Whose events wake its Cryplet for it, from which block on, and how deep a block must lie to count. */
    listensTo: z
      .object({
        chainId: whole,
        address,
        fromBlock: whole,
        depth: z.union([z.literal(['instant', 'safe', 'finalized']), whole]),
      })
      .readonly()
      .optional(),
    /** Its policy takes no claim that rests on no block. */
    requiresAnchor: z.literal(true).optional(),
    // Given at its first delivery, and again when this fabric sends from it no more.
    sender: address.optional(),
  })

/** A contract's standing order that an operator admitted. */
export type Subscription = Readonly<z.infer<typeof subscriptionSchema>>

/** A row that is not as this version of the fabric writes it. */
export class RowMalformedError extends FabricError {
  override readonly name = 'RowMalformedError'
  readonly code = 'ROW_MALFORMED'
  readonly retryable = false

  constructor(
    readonly kind: string,
    readonly faults: readonly string[],
  ) {
    super(
      `A ${kind} row cannot be read: ${faults.join('; ')}. Was it written by another version, or by hand?`,
    )
  }
}

/**
 * Parses the row of a wake.
 *
 * @param row - As stored.
 * @returns The wake.
 * @throws RowMalformedError
 */
export function parseWake(row: Row): WakeRow {
  return parse('wake', wakeSchema, row)
}

/**
 * Parses one delivery.
 *
 * @param row - As stored; columns that no delivery has are left out.
 * @returns The delivery.
 * @throws RowMalformedError
 */
export function parseDelivery(row: Row): Delivery {
  return parse('delivery', deliverySchema, row)
}

/**
 * Parses the row that holds all deliveries of a run.
 *
 * @param row - As stored.
 * @returns The deliveries.
 * @throws RowMalformedError
 */
export function parseDeliveries(row: Row): readonly Delivery[] {
  return parse('deliveries', deliveriesSchema, row).deliveries
}

/**
 * Parses the row of a run's record.
 *
 * @param row - As stored.
 * @returns The record; its signature is not verified here.
 * @throws RowMalformedError
 */
export function parseRecordRow(row: Row): SignedRecord {
  const { record } = parse('record', recordSchema, row)
  const { calendar, ...facts } = record.facts
  return { ...record, facts: { ...facts, ...(calendar !== undefined && { calendar }) } }
}

/**
 * Parses the row of a response's body.
 *
 * @param row - As stored.
 * @returns The body; its hash is not compared here.
 * @throws RowMalformedError
 */
export function parseBodyRow(row: Row): BodyRow {
  return parse('body', bodySchema, row)
}

/**
 * Parses the row of an envelope.
 *
 * @param row - As stored.
 * @returns The row; its seals are not verified here.
 * @throws RowMalformedError
 */
export function parseEnvelopeRow(row: Row): EnvelopeRow {
  return parse('envelope', envelopeSchema, row)
}

/**
 * Parses the row of a run's last fault.
 *
 * @param row - As stored.
 * @returns The fault.
 * @throws RowMalformedError
 */
export function parseFault(row: Row): RunFault {
  return parse('fault', faultSchema, row)
}

/**
 * Parses the row of a delivery's end.
 *
 * @param row - As stored.
 * @returns The end.
 * @throws RowMalformedError
 */
export function parseEnd(row: Row): DeliveryEnd {
  return parse('end', endSchema, row)
}

/**
 * Parses a subscription, stored or to be admitted.
 *
 * @param row - As stored, or as an operator gives it.
 * @returns The subscription.
 * @throws RowMalformedError
 */
export function parseSubscription(row: Row): Subscription {
  return parse('subscription', subscriptionSchema, row)
}

function parse<T>(kind: string, schema: z.ZodType<T>, row: Row): T {
  const parsed = schema.safeParse(row)
  if (parsed.success) return parsed.data
  throw new RowMalformedError(
    kind,
    parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
  )
}

/**
 * Pads a number so that text sorts as numbers do.
 *
 * @param value - At most 15 digits.
 * @returns 15 digits.
 * @throws InvalidValueError when it is negative or longer.
 */
export function sortable(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0 || value > 999_999_999_999_999) {
    throw new InvalidValueError('sort key', 'at most 15 digits', value)
  }
  return String(value).padStart(15, '0')
}
