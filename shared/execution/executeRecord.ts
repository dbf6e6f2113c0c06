import { encodeOutput } from '../authoring/encodeOutput'
import type { Hex } from '../core/hex'
import { claimToJson } from '../envelope/parseClaim'
import type { SignedRecord } from '../envelope/record'
import { parseSignedRecord } from '../envelope/record'
import { sealClaim } from '../envelope/sealClaim'
import type { WakeFacts } from '../envelope/wakeFacts'
import { valuesOf } from '../sources/valuesOf'
import type { RunOutcome } from './claimOf'
import { claimOf, speaksForSlot } from './claimOf'
import type { Container } from './container'
import { requireCryplet, requireKeys } from './container'
import { CodeHashMismatchError, RecordKeyUnknownError, WakeMismatchError } from './errors'
import type { DeliveryTerms, ExecuteRequest, ExecuteResult, InnerEnvelope } from './execution'
import type { LoadedCryplet } from './loadCryplets'
import { heardBy } from './silence'
import { wakeOf } from './wakeOf'

/** A request whose record nobody has verified yet. */
export type UnverifiedExecuteRequest = Omit<ExecuteRequest, 'record'> & { readonly record: unknown }

/**
 * Runs a Cryplet on a record that one of its tier-1 keys signed in this container, and seals a claim for each delivery.
 *
 * Nothing but the request enters: no clock, no network. So the same request gives the same bytes while the tier-2 key
 * lives, and after a restart the same but for tier 2's seal.
 *
 * @param container - Where the Cryplet runs.
 * @param request - Which Cryplet, on what, for whom.
 * @returns Claims with the seals of tiers 1 and 2, in the order of the deliveries.
 * @throws CrypletUnknownError, KeyNotHereError.
 * @throws RecordKeyUnknownError, retryable, when the record is by a key that has not come since the start.
 * @throws what parseSignedRecord throws, when the record is none.
 * @throws WakeMismatchError when a delivery is not for the subscription whose event woke the Cryplet.
 * @throws CodeHashMismatchError when the record or a delivery is of other code than runs here.
 */
export async function executeRecord(
  container: Container,
  request: UnverifiedExecuteRequest,
): Promise<ExecuteResult> {
  const cryplet = requireCryplet(container, request.cryplet)
  const { signer, addresses } = requireKeys(container, cryplet)
  const record = parseSignedRecord(request.record, {
    recover: container.recover,
    assertSigner: (by) => {
      if (!addresses.includes(by)) throw new RecordKeyUnknownError(by, addresses)
    },
  })
  assertOwn(cryplet, record)
  for (const terms of request.deliveries) {
    requireCode(terms.codeHash, cryplet.codeHash)
    requireTarget(record.facts.wake, terms)
  }
  const outcome = run(cryplet, record)
  const keys = { cryplet: signer.sign, enclave: container.enclaveSigner.sign }
  const seal = async (terms: DeliveryTerms): Promise<InnerEnvelope> => {
    const claim = claimOf(outcome, terms)
    const { seals } = await sealClaim(claim, terms.domain, keys)
    return { deliveryId: terms.deliveryId, claim: claimToJson(claim), seals }
  }
  const envelopes = await Promise.all(request.deliveries.map(seal))
  return { envelopes, payload: outcome.payload }
}

function run({ definition }: LoadedCryplet, record: SignedRecord): RunOutcome {
  const { wake, observations } = record.facts
  const heard = { sources: heardBy(definition, definition.sources, wake) }
  const produced = definition.run(valuesOf(heard, observations), wakeOf(definition, wake))
  return {
    record,
    speaksForSlot: speaksForSlot(definition, wake),
    payload: encodeOutput(definition, produced),
  }
}

// One tier-1 key may have been sent for two Cryplets by mistake: then the signature alone does not tell them apart.
function assertOwn(
  { crypletId, codeHash }: LoadedCryplet,
  { facts, ...record }: SignedRecord,
): void {
  if (facts.wake.crypletId !== crypletId) {
    throw new WakeMismatchError('crypletId', facts.wake.crypletId, crypletId)
  }
  requireCode(record.codeHash, codeHash)
}

// What one subscription's event brought about is nobody else's answer.
function requireTarget(wake: WakeFacts, { domain, subscription }: DeliveryTerms): void {
  if (wake.kind !== 'chainEvent') return
  const { chainId, verifyingContract } = domain
  const expected = Object.values(wake.target).join(' ')
  const asked = [chainId, verifyingContract, subscription].join(' ')
  if (asked !== expected) throw new WakeMismatchError('target', asked, expected)
}

function requireCode(asked: Hex, ours: Hex): void {
  if (asked !== ours) throw new CodeHashMismatchError(asked, ours)
}
