import type { ChainEvent } from '../stream'
import type { EventArgs, EventPlan } from './compileEvent'
import type { EventValue } from './eventValue'
import { MalformedLogError } from './malformed'

/** A log's arguments, or why there are none: anybody's contract may log anything, and that must stop nobody. */
export type DecodedLog =
  | { readonly ok: true; readonly args: EventArgs }
  | { readonly ok: false; readonly reason: string }

/**
 * Decodes a log by a plan.
 *
 * @param plan - Of its event.
 * @param log - In lower case.
 * @returns The arguments by their names, or a fault.
 */
export function decodeLog(
  plan: EventPlan,
  log: Pick<ChainEvent, 'topics' | 'data' | 'isCut'>,
): DecodedLog {
  const { topics, data } = log
  const fault = faultOf(plan, log)
  if (fault !== undefined) return { ok: false, reason: fault }
  const args: Record<string, EventValue> = {}
  try {
    for (const { name, read } of plan.inputs) args[name] = read(topics, data)
    return { ok: true, args }
  } catch (error) {
    if (!(error instanceof MalformedLogError)) throw error
    return { ok: false, reason: `${plan.signature}: ${error.message}` }
  }
}

function faultOf(
  plan: EventPlan,
  { topics, data, isCut }: Pick<ChainEvent, 'topics' | 'data' | 'isCut'>,
): string | undefined {
  if (isCut === true) return `${plan.signature}: the data was too long to keep`
  if (topics[0] !== plan.topic) return `the log is of another event than ${plan.signature}`
  if (topics.length !== plan.topics) {
    return `${plan.signature}: ${String(topics.length)} topics, not ${String(plan.topics)}`
  }
  const isShort = data.length - 2 < plan.leastCharacters
  return isShort ? `${plan.signature}: the data is too short` : undefined
}
