import * as z from 'zod'
import { FabricError } from '../../core/errors'
import { address, bytes, hash32, wei, whole } from '../../store/columns'
import type { Row } from '../../store/row'

const laneKeySchema = z.object({ chainId: whole, sender: address })

/** The ordered, single-writer way of one sender account on one chain. */
export type LaneKey = Readonly<z.infer<typeof laneKeySchema>>

const deliveryColumns = {
  ...laneKeySchema.shape,
  deliveryId: hash32,
  wakeId: hash32,
  receiver: address,
  subscription: hash32,
  /** What the transaction may cost at most, in wei. */
  budgetInWei: wei,
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

// What has been tried so far, through all turns.
const progressColumns = {
  tries: whole,
  /** Transactions that were mined and reverted, though they were right when they were simulated. */
  reverts: whole,
  /** A block from before anybody could have delivered the claim; set once the delivery has to wait. */
  sinceBlock: whole.optional(),
}

// A bad sign that a later block must confirm, and when it was first seen.
const doubtColumns = {
  /** A refusal by its error's name, or that another transaction has used the nonce. */
  doubt: z.string().optional(),
  doubtedAtBlock: whole.optional(),
  doubtedAtInMs: whole.optional(),
}

const acceptedSchema = z.object({
  ...deliveryColumns,
  ...progressColumns,
  ...doubtColumns,
  state: z.literal('accepted'),
  /** Not before this; zero for at once. */
  nextTryAtInMs: whole,
  /** Why the last try did not send, for people. */
  waitingFor: z.string().optional(),
})

const signedSchema = z.object({
  ...deliveryColumns,
  ...progressColumns,
  ...doubtColumns,
  state: z.literal('signed'),
  nonce: whole,
  raw: bytes,
  hash: hash32,
  digest: hash32,
})

const settledSchema = z.object({ ...deliveryColumns, state: z.literal('settled'), end: endSchema })

const rowSchema = z.discriminatedUnion('state', [acceptedSchema, signedSchema, settledSchema])

/** A delivery that waits for its turn. */
export type AcceptedRow = Readonly<z.infer<typeof acceptedSchema>>
/** A delivery whose transaction is in the journal, and so may be on its way. */
export type SignedRow = Readonly<z.infer<typeof signedSchema>>
/** A delivery whose outcome is known. */
export type SettledRow = Readonly<z.infer<typeof settledSchema>>
/** A delivery that is not done with. */
export type UnsettledRow = AcceptedRow | SignedRow
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
  return parse(rowSchema, row)
}

function parse<T>(schema: z.ZodType<T>, row: Row): T {
  const parsed = schema.safeParse(row)
  if (parsed.success) return parsed.data
  throw new LaneRowMalformedError(
    parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
  )
}

/**
 * Parses an entry of the list of lanes.
 *
 * @param row - As stored.
 * @returns Which lane.
 * @throws LaneRowMalformedError
 */
export function parseLaneKey(row: Row): LaneKey {
  return parse(laneKeySchema, row)
}

/**
 * Gives what a row says of its delivery, whatever its state.
 *
 * @param row - In any state.
 * @returns The columns that never change.
 */
export function deliveryOf(row: LaneRow): LaneDelivery {
  const { chainId, sender, deliveryId, wakeId, receiver, subscription } = row
  const { budgetInWei, acceptedAtInMs } = row
  return {
    ...{ chainId, sender, deliveryId, wakeId, receiver, subscription },
    ...{ budgetInWei, acceptedAtInMs },
  }
}

/**
 * Gives what has been tried for a delivery, for its next state.
 *
 * @param row - Not settled.
 * @returns The columns that only grow.
 */
export function progressOf(
  row: UnsettledRow,
): Pick<UnsettledRow, 'tries' | 'reverts' | 'sinceBlock'> {
  const { tries, reverts, sinceBlock } = row
  return { tries, reverts, ...(sinceBlock !== undefined && { sinceBlock }) }
}
