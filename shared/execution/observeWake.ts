import type { Cryplet } from '../authoring/defineCryplet'
import type { Quantities } from '../authoring/quantity'
import type { Wake } from '../authoring/wake'
import { wakesOf } from '../authoring/wake'
import { calendarVersion } from '../calendar/calendars'
import { nowInSeconds } from '../core/clock'
import { clip, messageOf } from '../core/errors'
import { recordDigest } from '../envelope/record'
import { wakeIdOf } from '../envelope/wakeFacts'
import { observeAll } from '../sources/observeAll'
import { boundBodies } from './boundBodies'
import type { Container } from './container'
import { requireCryplet, requireKeys } from './container'
import { SlotInFutureError, WakeMismatchError } from './errors'
import type { ObserveRequest, ObserveResult, SourceFault } from './execution'
import type { LoadedCryplet } from './loadCryplets'
import { heardBy } from './silence'
import { wakeOf } from './wakeOf'

/**
 * Reads a Cryplet's sources for a wake, once, and signs what they said.
 *
 * The wake, the clock and the overrides are the host's word: a slot that no calendar has is signed as what it is, an instant, and the
 * fabric's tick, not the container, decides which slots are due.
 *
 * @param container - Where the Cryplet runs.
 * @param request - Which Cryplet, for which wake.
 * @returns The signed record and the bodies of public sources, or why a source gave nothing that may be signed.
 * @throws CrypletUnknownError, KeyNotHereError.
 * @throws WakeMismatchError when the wake is another Cryplet's, or the run another wake's.
 * @throws WakeUnreadableError when what came along is not as the Cryplet declared.
 * @throws SlotInFutureError, retryable, when the slot has not come.
 */
export async function observeWake(
  container: Container,
  request: ObserveRequest,
): Promise<ObserveResult> {
  const cryplet = requireCryplet(container, request.cryplet)
  const { signer } = requireKeys(container, cryplet)
  assertWake(cryplet, request)
  const { clock, network, readChain } = container
  const { runId, wake, overrides } = request
  if (wake.slot > nowInSeconds(clock)) throw new SlotInFutureError(wake.slot, nowInSeconds(clock))
  const { definition, sources, codeHash } = cryplet
  const scheduled = wakesOf(definition, 'schedule')
  const asked = wakeOf(definition, wake)
  const context = {
    slot: wake.slot,
    calendar: scheduled?.calendar,
    overrides,
    clock,
    network,
    readChain,
  }
  const heard = { sources: heardBy(definition, definition.sources, wake) }
  const seen = await observeAll(heard, heardBy(definition, sources, wake), context)
  if (!seen.ok) return { status: 'fault', faults: seen.faults }
  const unfit = unfitFaults(definition, asked, seen.values)
  if (unfit.length > 0) return { status: 'fault', faults: unfit }
  const calendar = scheduled && calendarVersion(scheduled.calendar, overrides)
  const facts = {
    wake,
    observations: seen.observations,
    ...(calendar !== undefined && { calendar }),
  }
  const unsigned = { runId, facts, fetchedAt: seen.fetchedAt, codeHash }
  const signature = await signer.sign(recordDigest(unsigned))
  const bodies = boundBodies(seen.bodies)
  const record = { ...unsigned, signature }
  return { status: 'observed', record, ...(bodies.length > 0 && { bodies }) }
}

function assertWake({ crypletId }: LoadedCryplet, request: ObserveRequest): void {
  const { runId, wake } = request
  const expectedRun = wakeIdOf(wake)
  requireEqual('crypletId', wake.crypletId, crypletId)
  requireEqual('run', runId, expectedRun)
}

function requireEqual(field: string, received: string, expected: string): void {
  if (received !== expected) throw new WakeMismatchError(field, received, expected)
}

// A record is stored for good: what its Cryplet cannot make an output of must not become one. Which source is to blame
// only the author knows, so each is named; another answer may do.
function unfitFaults(
  { run, sources }: Cryplet,
  wake: Wake,
  values: Quantities,
): readonly SourceFault[] {
  try {
    run(values, wake)
    return []
  } catch (error) {
    const detail = `the Cryplet makes no output of it: ${clip(messageOf(error))}`
    const code = 'SOURCE_VALUE_INVALID'
    return Object.keys(sources).map((source) => ({ source, code, detail, retryable: true }))
  }
}
