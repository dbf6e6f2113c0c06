import type { CalendarName } from '../calendar/exchangeCalendar'
import { FabricError } from '../core/errors'
import type { Hex } from '../core/hex'

/** Seals by keys that the receiver's registry does not accept now. The host puts no seal around them. */
export class KeysNotTrustedError extends FabricError {
  override readonly name = 'KeysNotTrustedError'
  readonly code = 'KEYS_NOT_TRUSTED'
  /** Enrolment may be on its way: a container enrols its tier-2 key at each start. */
  readonly retryable = true

  constructor(
    readonly chainId: number,
    readonly revert: string,
  ) {
    super(
      `The registry on chain ${String(chainId)} does not accept the keys or the code of this envelope: ${revert}. Is the enclave's key enrolled, and the code granted?`,
    )
  }
}

/** A record of other code than this app was built with: the container runs another build. */
export class RecordOfOtherCodeError extends FabricError {
  override readonly name = 'RecordOfOtherCodeError'
  readonly code = 'RECORD_OF_OTHER_CODE'
  /** A container that is being replaced answers right soon. */
  readonly retryable = true

  constructor(
    readonly received: Hex,
    readonly expected: Hex,
  ) {
    super(
      `The enclave observed with the code ${received}, but this fabric was built with ${expected}. Are both apps of one build, with the same source URLs?`,
    )
  }
}

/** A delivery that the container was asked to seal for, and left out of its answer. */
export class ClaimMissingError extends FabricError {
  override readonly name = 'ClaimMissingError'
  readonly code = 'CLAIM_MISSING'
  readonly retryable = true

  constructor(readonly deliveryId: Hex) {
    super(
      `The enclave answered without a claim for delivery ${deliveryId}. Are both apps of one build?`,
    )
  }
}

/** A Cryplet that a wake names and this app does not have. */
export class CrypletMissingError extends FabricError {
  override readonly name = 'CrypletMissingError'
  readonly code = 'CRYPLET_MISSING'
  readonly retryable = false

  constructor(
    readonly crypletId: Hex,
    readonly cryplet: string,
  ) {
    super(`The wake is of ${cryplet} (${crypletId}), which this app does not have. Was it removed?`)
  }
}

/** A delivery whose end is asked for before it has one. */
export class DeliveryOpenError extends FabricError {
  override readonly name = 'DeliveryOpenError'
  readonly code = 'DELIVERY_OPEN'
  readonly retryable = true

  constructor(readonly deliveryId: Hex) {
    super(`Delivery ${deliveryId} has not ended.`)
  }
}

/** A delivery that was submitted before it had an envelope. */
export class EnvelopeMissingError extends FabricError {
  override readonly name = 'EnvelopeMissingError'
  readonly code = 'ENVELOPE_MISSING'
  readonly retryable = true

  constructor(readonly deliveryId: Hex) {
    super(`Delivery ${deliveryId} has no envelope, though it was submitted. Was storage emptied?`)
  }
}

/** A run whose envelopes are to be sealed though nothing was observed. */
export class RecordMissingError extends FabricError {
  override readonly name = 'RecordMissingError'
  readonly code = 'RECORD_MISSING'
  readonly retryable = true

  constructor(readonly wakeId: Hex) {
    super(`Run ${wakeId} has no record of what was observed. Was storage emptied?`)
  }
}

/** Stored overrides that do not fit their calendar: written by hand, or for another version of it. */
export class OverridesUnusableError extends FabricError {
  override readonly name = 'OverridesUnusableError'
  readonly code = 'OVERRIDES_UNUSABLE'
  readonly retryable = false

  constructor(
    readonly calendar: CalendarName,
    override readonly cause: FabricError,
  ) {
    super(
      `The stored overrides of ${calendar} cannot be used, and none of its slots is due until they are mended by PUT /api/calendars/${calendar}/overrides: ${cause.message}`,
    )
  }
}
