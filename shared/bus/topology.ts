import * as z from 'zod'
import { parseDuration } from './duration'
import { TopologyError } from './errors'
import product from './topology.json'

/** What bounds the life of a message in a queue or a subscription. */
export type EntityLimits = {
  readonly requiresSession: boolean
  readonly lockDurationInMs: number
  /** So many failed deliveries bring a message to the dead letters. */
  readonly maxDeliveryCount: number
  readonly defaultMessageTimeToLiveInMs: number
  readonly deadLetteringOnMessageExpiration: boolean
}

/** How long the id of a message is remembered; 0 where duplicates are let through. */
export type DuplicateDetection = { readonly duplicateDetectionWindowInMs: number }

/** One queue. */
export type QueueTopology = EntityLimits & DuplicateDetection & { readonly name: string }

/** What a message must carry, each of them, to pass; a filter without conditions lets all pass. */
export type CorrelationFilter = {
  readonly correlationId?: string | undefined
  readonly messageId?: string | undefined
  readonly to?: string | undefined
  readonly replyTo?: string | undefined
  readonly subject?: string | undefined
  readonly sessionId?: string | undefined
  readonly replyToSessionId?: string | undefined
  readonly contentType?: string | undefined
  /** Application properties, compared with their type: 7 is not "7". */
  readonly properties?: Readonly<Record<string, string | number | boolean>> | undefined
}

/** A rule of a subscription. */
export type CorrelationRule = {
  readonly name: string
  readonly correlationFilter: CorrelationFilter
}

/** One subscription; it takes what any of its rules lets pass, and everything when it has none. */
export type SubscriptionTopology = EntityLimits & {
  readonly name: string
  readonly rules: readonly CorrelationRule[]
}

/** One topic. */
export type TopicTopology = DuplicateDetection & {
  readonly name: string
  readonly defaultMessageTimeToLiveInMs: number
  readonly subscriptions: readonly SubscriptionTopology[]
}

/** The entities of a namespace: read by the emulator and the tests, and made to be read by the infrastructure. */
export type Topology = {
  readonly queues: readonly QueueTopology[]
  readonly topics: readonly TopicTopology[]
}

/** Azure's own way to say "for ever". */
const FOR_EVER = 'P10675199DT2H48M5.4775807S'
/** What that comes to. */
export const MAX_TIME_TO_LIVE_IN_MS = 922_337_203_685_477
const MAX_LOCK_IN_MS = 300_000

const name = z
  .string()
  .max(260)
  .regex(/^[A-Za-z0-9](?:[\w./~-]*[A-Za-z0-9])?$/, 'expected letters, digits and . _ - / ~ between')
const duration = z.string().transform((text, context) => {
  const inMs = parseDuration(text)
  if (inMs !== undefined && inMs > 0) return inMs
  context.addIssue({ code: 'custom', message: 'expected an ISO 8601 duration such as PT30S' })
  return z.NEVER
})
const timeToLive = duration.prefault(FOR_EVER)

const duplicateDetection = {
  requiresDuplicateDetection: z.boolean().default(false),
  duplicateDetectionHistoryTimeWindow: duration.prefault('PT10M'),
}
const limits = {
  requiresSession: z.boolean().default(false),
  lockDuration: duration
    .refine((inMs) => inMs <= MAX_LOCK_IN_MS, 'Service Bus locks for 5 minutes at most')
    .prefault('PT1M'),
  maxDeliveryCount: z.number().int().min(1).max(2000).default(10),
  defaultMessageTimeToLive: timeToLive,
  deadLetteringOnMessageExpiration: z.boolean().default(false),
}
const text = z.string().optional()
const correlationFilter = z.strictObject({
  correlationId: text,
  messageId: text,
  to: text,
  replyTo: text,
  subject: text,
  sessionId: text,
  replyToSessionId: text,
  contentType: text,
  properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
})
const rule = z.strictObject({
  name,
  correlationFilter,
  sqlFilter: z
    .undefined('SQL filters are not served: say it by correlationFilter, or by several rules')
    .optional(),
})
const queue = z.strictObject({ name, ...limits, ...duplicateDetection })
const subscription = z.strictObject({ name, ...limits, rules: z.array(rule).default([]) })
const topic = z.strictObject({
  name,
  defaultMessageTimeToLive: timeToLive,
  ...duplicateDetection,
  subscriptions: z.array(subscription).default([]),
})
const schema = z.strictObject({
  queues: z.array(queue).default([]),
  topics: z.array(topic).default([]),
})

/** The entities of the product. */
export const topology: Topology = parseTopology(product)

/**
 * Parses a topology file; fields are named, and durations written, as Bicep does.
 *
 * @param json - What JSON.parse gave.
 * @returns Durations in milliseconds, defaults filled in as Azure fills them.
 * @throws TopologyError that lists every fault.
 */
export function parseTopology(json: unknown): Topology {
  const parsed = schema.safeParse(json)
  if (!parsed.success) throw new TopologyError(parsed.error.issues.map(describeIssue))
  const faults = findRepeated(parsed.data)
  if (faults.length > 0) throw new TopologyError(faults)
  return {
    queues: parsed.data.queues.map((each) => ({
      name: each.name,
      ...limitsOf(each),
      ...windowOf(each),
    })),
    topics: parsed.data.topics.map((each) => ({
      name: each.name,
      defaultMessageTimeToLiveInMs: each.defaultMessageTimeToLive,
      ...windowOf(each),
      subscriptions: each.subscriptions.map((inner) => ({
        name: inner.name,
        ...limitsOf(inner),
        rules: inner.rules.map((given) => ({
          name: given.name,
          correlationFilter: given.correlationFilter,
        })),
      })),
    })),
  }
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return `${path.length === 0 ? 'the file' : path.join('.')}: ${message}`
}

function limitsOf(entity: z.output<typeof subscription> | z.output<typeof queue>): EntityLimits {
  return {
    requiresSession: entity.requiresSession,
    lockDurationInMs: entity.lockDuration,
    maxDeliveryCount: entity.maxDeliveryCount,
    defaultMessageTimeToLiveInMs: entity.defaultMessageTimeToLive,
    deadLetteringOnMessageExpiration: entity.deadLetteringOnMessageExpiration,
  }
}

function windowOf(entity: z.output<typeof topic> | z.output<typeof queue>): DuplicateDetection {
  const { requiresDuplicateDetection, duplicateDetectionHistoryTimeWindow } = entity
  return {
    duplicateDetectionWindowInMs: requiresDuplicateDetection
      ? duplicateDetectionHistoryTimeWindow
      : 0,
  }
}

// Queues and topics share one space of names, in which case does not count.
function findRepeated({ queues, topics }: z.output<typeof schema>): readonly string[] {
  const repeatedIn = (entities: readonly { readonly name: string }[], where: string) => {
    const names = entities.map((entity) => entity.name.toLowerCase())
    return names
      .filter((each, index) => names.indexOf(each) !== index)
      .map((each) => `${where}: "${each}" stands twice`)
  }
  return [
    ...repeatedIn([...queues, ...topics], 'queues and topics'),
    ...topics.flatMap((each) => repeatedIn(each.subscriptions, `subscriptions of ${each.name}`)),
  ]
}
