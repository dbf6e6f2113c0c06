import type { OutputValue } from '../authoring/decodeOutput'
import { decodeOutput } from '../authoring/decodeOutput'
import type { Hex } from '../core/hex'
import type { SignedRecord } from '../envelope/record'
import { parseSignedRecord } from '../envelope/record'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { WakeRow } from '../runs/rows'
import { observeOnce } from './observeOnce'
import type { ActivityPorts } from './ports'
import type { Fault } from './result'

/** What a Cryplet answers to whoever posted. */
export type Answer = {
  readonly values: readonly OutputValue[]
  /** abi.encode of the values. */
  readonly payload: Hex
  /** What was read for it, signed by the tier-1 key; the post is part of it. */
  readonly record: SignedRecord
}

/**
 * Answers a post: observes, executes, and keeps the answer; whoever asks again gets the one that is kept.
 *
 * @param ports - Adapters.
 * @param wake - The post.
 * @param cryplet - Whom it is for.
 * @returns The answer, or what the sources gave instead.
 */
export async function answerOnce(
  ports: ActivityPorts,
  wake: WakeRow,
  cryplet: LoadedCryplet,
): Promise<{ readonly status: 'answered'; readonly answer: Answer } | Fault> {
  const { wakeId } = wake
  const { answers, deliveries } = ports.runs
  const kept = await answers.get(wakeId)
  const record = await deliveries.getRecord(wakeId)
  if (kept !== undefined && record !== undefined) {
    const verified = parseSignedRecord(record, { recover: ports.recover })
    return { status: 'answered', answer: answerOf(cryplet, kept, verified) }
  }
  const observed = await observeOnce(ports, { wake, cryplet, owed: [] })
  if ('status' in observed) return observed
  const execution = await ports.execution()
  const request = { cryplet: cryplet.definition.name, record: observed, deliveries: [] }
  const { payload } = await execution.execute(request)
  const first = await answers.insert(wakeId, payload)
  return { status: 'answered', answer: answerOf(cryplet, first, observed) }
}

function answerOf({ definition }: LoadedCryplet, payload: Hex, record: SignedRecord): Answer {
  return { values: decodeOutput(definition, payload), payload, record }
}
