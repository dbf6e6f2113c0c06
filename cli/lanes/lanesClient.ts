import * as z from 'zod'
import { openAsk } from '../fabricClient'

const waitSchema = z.looseObject({
  what: z.string(),
  unblockedBy: z.string(),
  deliveries: z.number().optional(),
})

const laneSchema = z.looseObject({
  lane: z.string(),
  state: z.string(),
  position: z.looseObject({ confirmedNonce: z.number(), minedNonce: z.number().optional() }),
  waiting: z.number(),
  inFlight: z.number(),
  confirming: z.number(),
  parked: z.number(),
  unreadable: z.number(),
  oldestAgeInSeconds: z.number().optional(),
  balanceInWei: z.string().optional(),
  lastError: z.looseObject({ reason: z.string(), atInMs: z.number() }).optional(),
  waitsFor: z.array(waitSchema).readonly(),
})

/** A lane as the fabric tells of it in a list; members that this version does not know are kept. */
export type ToldLane = Readonly<z.infer<typeof laneSchema>>

const attemptSchema = z.looseObject({
  hash: z.string(),
  kind: z.string(),
  price: z.record(z.string(), z.string()),
})

const happeningSchema = z.looseObject({
  atInMs: z.number(),
  what: z.string(),
  detail: z.string().optional(),
})

const submissionSchema = z.looseObject({
  deliveryId: z.string(),
  state: z.string(),
  ageInSeconds: z.number(),
  nonce: z.number().optional(),
  waitingFor: z.string().optional(),
  wish: z.string().optional(),
  attempts: z.array(attemptSchema).readonly().optional(),
  history: z.array(happeningSchema).readonly(),
})

const budgetSchema = z.looseObject({
  receiver: z.string(),
  subscription: z.string(),
  spentInWei: z.string(),
  budgetInWei: z.string().optional(),
  warning: z.string().optional(),
})

const reportSchema = laneSchema.extend({
  pendingNonce: z.number().optional(),
  budgets: z.array(budgetSchema).readonly(),
  submissions: z.array(submissionSchema).readonly(),
  leftOut: z.number(),
  unreadableRows: z.array(z.looseObject({ id: z.string(), reason: z.string() })).readonly(),
})

/** A lane with all that is in it. */
export type ToldReport = Readonly<z.infer<typeof reportSchema>>

const steeredSchema = z.looseObject({ lane: z.string(), will: z.string() })

/** What the fabric will do. */
export type Steered = Readonly<z.infer<typeof steeredSchema>>

/** The fabric's lanes over HTTP. */
export type LanesClient = {
  readonly list: () => Promise<readonly ToldLane[]>
  readonly get: (lane: string) => Promise<ToldReport>
  /** Posts to a path below the lane's. */
  readonly steer: (lane: string, path: string, body?: object) => Promise<Steered>
}

/**
 * Opens the fabric's lanes.
 *
 * @param url - Scheme, host and port.
 * @param key - The master key to steer.
 * @returns Nothing is asked yet.
 */
export function openLanesClient(url: string, key: string): LanesClient {
  const ask = openAsk(url, key)
  const pathOf = (lane: string): string => `/api/lanes/${encodeURIComponent(lane)}`
  return {
    list: async () => {
      const schema = z.object({ lanes: z.array(laneSchema).readonly() })
      return (await ask(schema, '/api/lanes')).lanes
    },
    get: (lane) => ask(reportSchema, pathOf(lane)),
    steer: (lane, path, body) =>
      ask(steeredSchema, `${pathOf(lane)}/${path}`, {
        method: 'POST',
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  }
}
