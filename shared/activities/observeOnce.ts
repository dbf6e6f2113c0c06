import { originsOf } from '../authoring/resolveSources'
import { parseOverrides } from '../calendar/overrides'
import { nowInSeconds } from '../core/clock'
import { logPoint } from '../core/log'
import { SealInvalidError } from '../envelope/errors'
import type { SignedRecord } from '../envelope/record'
import { parseSignedRecord, recordDigest } from '../envelope/record'
import { speaksForSlot } from '../execution/claimOf'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { ResponseBody } from '../execution/responseBody'
import type { RecordCode } from '../runs/recordCode'
import type { Delivery, WakeRow } from '../runs/rows'
import { factsOf } from '../runs/wakeColumns'
import { KeysNotTrustedError, RecordOfOtherCodeError } from './errors'
import { keepableBodies } from './keepableBodies'
import type { ActivityPorts } from './ports'
import type { Fault } from './result'
import { isRetryable } from './result'

/** How long a run still tries, by default: after its slot, or after its wake where that came later. */
export const GRACE_IN_SECONDS = 15 * 60

/** A run to be observed for. */
export type ObservedRun = {
  readonly wake: WakeRow
  readonly cryplet: LoadedCryplet
  /** None when somebody posted. */
  readonly owed: readonly Delivery[]
}

/** What keeps a run from being observed; `retryUntil` where it is another than the wake's. */
export type ObserveFault = Fault & { readonly retryUntil?: number }

/**
 * Observes once: the record that is stored, and else the container's, stored if it is the first.
 *
 * @param ports - Adapters.
 * @param run - Whose.
 * @returns The record that counts, whoever made it; or what the sources gave instead.
 * @throws RecordOfOtherCodeError, KeysNotTrustedError for a record that no receiver could use: it is not stored.
 */
export async function observeOnce(
  ports: ActivityPorts,
  run: ObservedRun,
): Promise<SignedRecord | ObserveFault> {
  const { recover, log, runs } = ports
  const { wakeId, slot } = run.wake
  const stored = await runs.deliveries.getRecord(wakeId)
  if (stored !== undefined) return parseSignedRecord(stored, { recover })
  if (isTooLate(ports, run)) {
    const reasons = [`a source knows only now, and the slot ${String(slot)} is past its grace`]
    // What time has spoilt: missed, and asking again makes no sense.
    return { status: 'fault', retryable: true, retryUntil: slot, reasons }
  }
  logPoint(log, 'observe', { wakeId })
  const seen = await observe(ports, run)
  if ('status' in seen) return seen
  const bodies = bodiesToKeep(ports, run, seen)
  await Promise.all([
    requireUsable(ports, run, seen.record),
    ...(bodies.length > 0 ? [runs.bodies.announce(run.wake)] : []),
  ])
  const code = codeOf(run.cryplet)
  const { first, record } = await runs.deliveries.insertRecord(wakeId, seen.record, {
    bodies,
    code,
  })
  if (first) logPoint(log, 'observed', { wakeId })
  return first ? record : parseSignedRecord(record, { recover })
}

function codeOf({ definition, sources }: LoadedCryplet): RecordCode {
  return { version: definition.version, origins: originsOf(sources) }
}

type Seen = { readonly record: SignedRecord; readonly bodies: readonly ResponseBody[] }

async function observe(
  ports: ActivityPorts,
  { wake, cryplet }: ObservedRun,
): Promise<Seen | Fault> {
  const { wakeId } = wake
  const execution = await ports.execution()
  const result = await execution.observe({
    cryplet: cryplet.definition.name,
    runId: wakeId,
    wake: factsOf(wake),
    ...(wake.overrides !== undefined && { overrides: parseOverrides(wake.overrides) }),
  })
  if (result.status !== 'fault') {
    const record = parseSignedRecord(result.record, { recover: ports.recover })
    return { record, bodies: result.bodies ?? [] }
  }
  const reasons = result.faults.map(({ source, code, detail }) => `${source} ${code}: ${detail}`)
  ports.log.warn('sources gave nothing to sign', { wakeId, reasons: reasons.join('; ') })
  const retryable = result.faults.every((fault) => fault.retryable)
  return { status: 'fault', retryable, reasons }
}

// The container is believed what it signed; of the rest, what that bears out.
function bodiesToKeep(
  { retention, log }: ActivityPorts,
  { wake, cryplet }: ObservedRun,
  { record, bodies }: Seen,
): readonly ResponseBody[] {
  if (retention.bodiesInDays === 0) return []
  const { kept, dropped } = keepableBodies(record, cryplet.definition, bodies)
  if (dropped.length > 0) {
    const { wakeId } = wake
    log.warn('bodies of responses are not kept', { wakeId, reasons: dropped.join('; ') })
  }
  return kept
}

// A record counts for good once it is stored. One that no registry accepts would end every delivery of the run, so that
// whoever answers in the container's place could spoil it: that one is asked for again.
async function requireUsable(
  ports: ActivityPorts,
  { cryplet, owed }: ObservedRun,
  record: SignedRecord,
): Promise<void> {
  const { crypletId, codeHash } = cryplet
  if (record.codeHash !== codeHash) throw new RecordOfOtherCodeError(record.codeHash, codeHash)
  const signer = ports.recover(recordDigest(record), record.signature)
  if (signer === undefined) throw new SealInvalidError('record')
  // An answer to a post goes to no registry.
  if (owed.length === 0) return
  const chainIds = [...new Set(owed.map((delivery) => delivery.chainId))]
  // All at once: one chain that does not answer must not keep the others from theirs.
  const asked = chainIds.map(async (chainId) => {
    const answer = await ports.askTrust(chainId, { crypletId, codeHash, cryplet: signer })
    if (!answer.trusted) throw new KeysNotTrustedError(chainId, answer.revert.text)
  })
  await Promise.any(asked).catch((error: unknown) => {
    const faults: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
    throw faults.find(isRetryable) ?? faults[0]
  })
}

// Monday's price is never signed as Friday's. The moment of asking counts, also of a retry: that is when it would be read.
function isTooLate({ clock }: ActivityPorts, { wake, cryplet }: ObservedRun): boolean {
  return (
    nowInSeconds(clock) > lastMomentOf(wake) && !speaksForSlot(cryplet.definition, factsOf(wake))
  )
}

// A clock's wake is about its slot, and a watch's about what it saw. An event is answered however late, as after a host was
// away, and its answer says when it was read; so does the answer to a post, which is read whenever somebody asks again.
function lastMomentOf({ kind, slot }: WakeRow): number {
  const isAsked = kind === 'http' || kind === 'chainEvent'
  return isAsked ? Number.POSITIVE_INFINITY : slot + GRACE_IN_SECONDS
}
