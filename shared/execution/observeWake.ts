import { calendarVersion } from '../calendar/calendars'
import { nowInSeconds } from '../core/clock'
import { wakeId } from '../core/ids'
import { recordDigest } from '../envelope/record'
import { observeAll } from '../sources/observeAll'
import type { Container } from './container'
import { requireCryplet, requireKeys } from './container'
import { SlotInFutureError, WakeMismatchError } from './errors'
import type { ObserveRequest, ObserveResult } from './execution'
import type { LoadedCryplet } from './loadCryplets'

/**
 * Reads a Cryplet's sources for a wake, once, and signs what they said.
 *
 * The wake, the clock and the overrides are the host's word: a slot that no calendar has is signed as what it is, an instant, and the
 * fabric's tick, not the container, decides which slots are due.
 *
 * @param container - Where the Cryplet runs.
 * @param request - Which Cryplet, for which wake.
 * @returns The signed record, or why a source gave nothing that may be signed.
 * @throws CrypletUnknownError, KeyNotHereError.
 * @throws WakeMismatchError when the wake is another Cryplet's, or the run another wake's.
 * @throws SlotInFutureError, retryable, when the slot has not come.
 */
export async function observeWake(
  container: Container,
  request: ObserveRequest,
): Promise<ObserveResult> {
  const cryplet = requireCryplet(container, request.cryplet)
  const { signer } = requireKeys(container, cryplet)
  assertWake(cryplet, request)
  const { clock, network } = container
  const { runId, wake, overrides } = request
  if (wake.slot > nowInSeconds(clock)) throw new SlotInFutureError(wake.slot, nowInSeconds(clock))
  const { definition, sources, codeHash } = cryplet
  const context = { slot: wake.slot, overrides, clock, network }
  const seen = await observeAll(definition, sources, context)
  if (!seen.ok) return { status: 'fault', faults: seen.faults }
  const calendar = calendarVersion(definition.wakes.calendar, overrides)
  const facts = { wake, observations: seen.observations, calendar }
  const unsigned = { runId, facts, fetchedAt: seen.fetchedAt, codeHash }
  const signature = await signer.sign(recordDigest(unsigned))
  return { status: 'observed', record: { ...unsigned, signature } }
}

function assertWake({ crypletId }: LoadedCryplet, request: ObserveRequest): void {
  const { runId, wake } = request
  const expectedRun = wakeId(wake.kind, crypletId, wake.slot)
  requireEqual('crypletId', wake.crypletId, crypletId)
  requireEqual('run', runId, expectedRun)
}

function requireEqual(field: string, received: string, expected: string): void {
  if (received !== expected) throw new WakeMismatchError(field, received, expected)
}
