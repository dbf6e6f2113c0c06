import * as z from 'zod'
import { FabricError } from '../../core/errors'
import { address, bytes, hash32, wei, whole } from '../../store/columns'
import type { Row } from '../../store/row'
import type { Happening } from './history'
import { historySchema } from './history'

const laneKeySchema = z.object({ chainId: whole, sender: address })

/** The ordered, single-writer way of one sender account on one chain. */
export type LaneKey = Readonly<z.infer<typeof laneKeySchema>>

const deliveryColumns = {
  ...laneKeySchema.shape,
  deliveryId: hash32,
  wakeId: hash32,
  receiver: address,
  subscription: hash32,
  acceptedAtInMs: whole,
}

/** What is submitted: a delivery whose envelope is stored. */
export type LaneDelivery = Readonly<z.infer<z.ZodObject<typeof deliveryColumns>>>

const outcomeSchema = z.literal([
  'applied',
  'quarantined',
  'failed',
  'overtaken',
  'expired',
  'reverted',
  'refused',
  'cancelled',
])

const reasonsSchema = z.array(z.string()).readonly()

const endSchema = z.object({
  outcome: outcomeSchema,
  reasons: reasonsSchema,
  endedAt: whole,
  digest: hash32.optional(),
  transaction: hash32.optional(),
  blockNumber: whole.optional(),
  gasUsed: whole.optional(),
})

/** How a delivery ended in its lane. */
export type LaneEnd = Readonly<z.infer<typeof endSchema>>

// A bad sign that later blocks must confirm.
const doubtColumns = {
  /** A refusal by its error's name, or a nonce that another used. */
  doubt: z.string().optional(),
  doubtedAtBlock: whole.optional(),
  /** Of that block: when it is reorganised, later ones confirm nothing. */
  doubtedAtHash: hash32.optional(),
  doubtedAtInMs: whole.optional(),
}

// What has been tried so far, through all turns.
const progressColumns = {
  ...doubtColumns,
  tries: whole,
  /** Transactions that were mined and reverted, though they were right when they were simulated. */
  reverts: whole,
  /** A block from before anybody could have delivered the claim; set at the first try. */
  sinceBlock: whole.optional(),
  /** Why it is where it is, for people. */
  waitingFor: z.string().optional(),
  history: historySchema,
}

const priceSchema = z.union([
  z.object({ maxFeePerGas: wei, maxPriorityFeePerGas: wei }),
  z.object({ gasPrice: wei }),
])

const attemptSchema = z.object({
  hash: hash32,
  /** `cancel`: no value to the sender itself, so that the nonce is used and the claim is not; `errand`: see Errand. */
  kind: z.literal(['deliver', 'cancel', 'errand']),
  /** Of the envelope; a cancellation has none. */
  digest: hash32.optional(),
  price: priceSchema,
  /** The newest block when it was signed. */
  signedAtBlock: whole,
})

/** One transaction for a nonce: the last one is on its way, but any may be mined. */
export type Attempt = Readonly<z.infer<typeof attemptSchema>>

// What holds a nonce until the chain has used it up.
const sentColumns = {
  nonce: whole,
  gasLimit: whole,
  /** Of the last attempt. */
  raw: bytes,
  /** Oldest first; each pays more than the one before. */
  attempts: z.array(attemptSchema).readonly(),
}

const acceptedSchema = z.object({
  ...deliveryColumns,
  ...progressColumns,
  state: z.literal('accepted'),
  /** Not before this; zero for at once. */
  nextTryAtInMs: whole,
})

const signedSchema = z.object({
  ...deliveryColumns,
  ...progressColumns,
  ...sentColumns,
  state: z.literal('signed'),
  /** Unix seconds: the claim of the last attempt has no effect after. */
  expiresAt: whole,
  /** What its claim's own transactions may cost at most; kept from when its nonce is taken back, at another gas limit. */
  claimMostInWei: wei.optional(),
  /** How it ends when its cancellation is mined. */
  cancelledAs: z.object({ outcome: outcomeSchema, reasons: reasonsSchema }).optional(),
})

const parkedSchema = z.object({
  ...deliveryColumns,
  ...progressColumns,
  state: z.literal('parked'),
})

const settledSchema = z.object({
  ...deliveryColumns,
  state: z.literal('settled'),
  end: endSchema,
  history: historySchema,
})

const fillerSchema = z.object({
  ...laneKeySchema.shape,
  ...sentColumns,
  ...doubtColumns,
  state: z.literal('filler'),
})

const rowSchema = z.discriminatedUnion('state', [
  acceptedSchema,
  signedSchema,
  parkedSchema,
  settledSchema,
  fillerSchema,
])

/** A delivery that waits for its turn. */
export type AcceptedRow = Readonly<z.infer<typeof acceptedSchema>>
/** A delivery whose transaction is in the journal, and so may be on its way. */
export type SignedRow = Readonly<z.infer<typeof signedSchema>>
/** A delivery that cannot be worked on as it is, until an operator says what to do. */
export type ParkedRow = Readonly<z.infer<typeof parkedSchema>>
/** A delivery whose outcome is known. */
export type SettledRow = Readonly<z.infer<typeof settledSchema>>
/** A transaction that nobody waits for: it uses up a nonce, so that those behind it can be mined, or is an errand. */
export type FillerRow = Readonly<z.infer<typeof fillerSchema>>
/** A bad sign as it stands in a row. */
export type Doubt = Pick<FillerRow, 'doubt' | 'doubtedAtBlock' | 'doubtedAtHash' | 'doubtedAtInMs'>
/** What holds a nonce. */
export type SentRow = SignedRow | FillerRow
/** A delivery that is not done with. */
export type UnsettledRow = AcceptedRow | SignedRow | ParkedRow
/** A delivery in its lane. */
export type LaneRow = UnsettledRow | SettledRow

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
export function parseLaneRow(row: Row): LaneRow | FillerRow {
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
 * @returns Which lane; undefined when it cannot be read, which must not hide the others.
 */
export function laneKeyOf(row: Row): LaneKey | undefined {
  const key = laneKeySchema.safeParse(row)
  return key.success ? key.data : undefined
}

/**
 * Names a lane.
 *
 * @param key - Which.
 * @returns `chainId:sender`, the latter in EIP-55 form.
 */
export function laneId(key: LaneKey): string {
  const { chainId, sender } = key
  return `${String(chainId)}:${sender}`
}

/**
 * Gives what a row says of its delivery, whatever its state.
 *
 * @param row - In any state.
 * @returns The columns that never change.
 */
export function deliveryOf(row: LaneRow): LaneDelivery {
  const { chainId, sender, deliveryId, wakeId, receiver, subscription, acceptedAtInMs } = row
  return { chainId, sender, deliveryId, wakeId, receiver, subscription, acceptedAtInMs }
}

/** What has been tried for a delivery, in whatever state. */
export type Progress = Pick<UnsettledRow, 'tries' | 'reverts' | 'sinceBlock'> & {
  readonly history: readonly Happening[]
}

/**
 * Gives what has been tried for a delivery, for its next state: without doubts, which are of one state only.
 *
 * @param row - Not settled.
 * @returns The columns that only grow.
 */
export function progressOf(row: UnsettledRow): Progress {
  const { tries, reverts, sinceBlock, history } = row
  return { tries, reverts, history, ...(sinceBlock !== undefined && { sinceBlock }) }
}

/**
 * Gives the hash of the transaction that is on its way.
 *
 * @param row - That holds a nonce.
 * @returns Of its last attempt.
 */
export function lastAttempt(row: SentRow): Attempt {
  const last = row.attempts.at(-1)
  if (last === undefined) throw new LaneRowMalformedError(['attempts: none'])
  return last
}
