import * as z from 'zod'
import { FabricError } from '../../core/errors'
import type { Address, Hex } from '../../core/hex'
import type { Row } from '../../store/row'

const hash32 = z.custom<Hex>((value) => /^0x[0-9a-f]{64}$/.test(String(value)), '32 bytes')
const bytes = z.custom<Hex>((value) => /^0x(?:[0-9a-f]{2})*$/.test(String(value)), 'bytes')
const address = z.custom<Address>((value) => /^0x[0-9a-fA-F]{40}$/.test(String(value)), '20 bytes')
const whole = z.int().nonnegative()

const laneKeySchema = z.object({ chainId: whole, sender: address })

/** The ordered, single-writer way of one sender account on one chain. */
export type LaneKey = Readonly<z.infer<typeof laneKeySchema>>

const deliveryColumns = {
  ...laneKeySchema.shape,
  deliveryId: hash32,
  wakeId: hash32,
  receiver: address,
  acceptedAtInMs: whole,
}

/** What is submitted: a delivery whose envelope is stored. */
export type LaneDelivery = Readonly<z.infer<z.ZodObject<typeof deliveryColumns>>>

const endSchema = z.object({
  outcome: z.literal([
    'applied',
    'quarantined',
    'failed',
    'overtaken',
    'expired',
    'reverted',
    'refused',
  ]),
  reasons: z.array(z.string()).readonly(),
  endedAt: whole,
  digest: hash32.optional(),
  transaction: hash32.optional(),
  blockNumber: whole.optional(),
  gasUsed: whole.optional(),
})

/** How a delivery ended in its lane. */
export type LaneEnd = Readonly<z.infer<typeof endSchema>>

const acceptedSchema = z.object({
  ...deliveryColumns,
  state: z.literal('accepted'),
  /** Not before this; zero for at once. */
  nextTryAtInMs: whole,
  tries: whole,
  /** Why the last try did not send, for people. */
  waitingFor: z.string().optional(),
  /** The refusal that a later block must confirm. */
  refusedAs: z.string().optional(),
  refusedAtBlock: whole.optional(),
  refusedAtInMs: whole.optional(),
})

const signedSchema = z.object({
  ...deliveryColumns,
  state: z.literal('signed'),
  nonce: whole,
  raw: bytes,
  hash: hash32,
  digest: hash32,
  /** The block at which another transaction was seen to have used the nonce. */
  lostAtBlock: whole.optional(),
})

const settledSchema = z.object({ ...deliveryColumns, state: z.literal('settled'), end: endSchema })

const rowSchema = z.discriminatedUnion('state', [acceptedSchema, signedSchema, settledSchema])

/** A delivery that waits for its turn. */
export type AcceptedRow = Readonly<z.infer<typeof acceptedSchema>>
/** A delivery whose transaction is in the journal, and so may be on its way. */
export type SignedRow = Readonly<z.infer<typeof signedSchema>>
/** A delivery whose outcome is known. */
export type SettledRow = Readonly<z.infer<typeof settledSchema>>
/** A delivery in its lane. */
export type LaneRow = AcceptedRow | SignedRow | SettledRow

/** A lane's row that is not as this version of the fabric writes it. */
export class LaneRowMalformedError extends FabricError {
  override readonly name = 'LaneRowMalformedError'
  readonly code = 'LANE_ROW_MALFORMED'
  readonly retryable = false

  constructor(readonly faults: readonly string[]) {
    super(
      `A row of a lane cannot be read: ${faults.join('; ')}. Was it written by another version, or by hand?`,
    )
  }
}

/**
 * Parses a row of a lane.
 *
 * @param row - As stored.
 * @returns The row.
 * @throws LaneRowMalformedError
 */
export function parseLaneRow(row: Row): LaneRow {
  const parsed = rowSchema.safeParse(row)
  if (parsed.success) return parsed.data
  throw new LaneRowMalformedError(
    parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
  )
}

/**
 * Gives what a row says of its delivery, whatever its state.
 *
 * @param row - In any state.
 * @returns The columns that never change.
 */
export function deliveryOf(row: LaneRow): LaneDelivery {
  const { chainId, sender, deliveryId, wakeId, receiver, acceptedAtInMs } = row
  return { chainId, sender, deliveryId, wakeId, receiver, acceptedAtInMs }
}
