import { clip, FabricError } from '../core/errors'
import type { Address, Hex } from '../core/hex'
import type { Problem } from '../core/problem'

/** A Cryplet that is not built into this app. */
export class CrypletUnknownError extends FabricError {
  override readonly name = 'CrypletUnknownError'
  readonly code = 'CRYPLET_UNKNOWN'
  readonly retryable = false

  constructor(
    readonly cryplet: string,
    readonly known: readonly string[],
  ) {
    super(`There is no Cryplet "${cryplet.slice(0, 64)}" here, only ${known.join(', ')}.`)
  }
}

/** A Cryplet whose tier-1 key has not been sent since this container started. */
export class KeyNotHereError extends FabricError {
  override readonly name = 'KeyNotHereError'
  readonly code = 'KEY_NOT_HERE'
  readonly retryable = true

  constructor(readonly cryplet: string) {
    super(
      `The key of ${cryplet} is not here: it lives in memory, and its publisher sends it sealed after each start.`,
    )
  }
}

/** A record by a key that has not come since this container started: it may still come. */
export class RecordKeyUnknownError extends FabricError {
  override readonly name = 'RecordKeyUnknownError'
  readonly code = 'RECORD_KEY_UNKNOWN'
  readonly retryable = true

  constructor(
    readonly signer: Address,
    readonly known: readonly Address[],
  ) {
    super(
      `The record was signed by ${signer}, but the keys that have come are ${known.join(', ')}. After a rotation and a restart the earlier key must be sent before the newest; or a byte of the record was changed.`,
    )
  }
}

/** Code other than the one that was asked for. */
export class CodeHashMismatchError extends FabricError {
  override readonly name = 'CodeHashMismatchError'
  readonly code = 'CODE_HASH_MISMATCH'
  readonly retryable = false

  constructor(
    readonly asked: Hex,
    readonly ours: Hex,
  ) {
    super(
      `Asked for the code ${asked}, but here runs ${ours}. Was the subscription admitted for another build or other origins?`,
    )
  }
}

/** A wake, or a record of one, that contradicts itself or this container. */
export class WakeMismatchError extends FabricError {
  override readonly name = 'WakeMismatchError'
  readonly code = 'WAKE_MISMATCH'
  readonly retryable = false

  constructor(
    readonly field: string,
    readonly received: string,
    readonly expected: string,
  ) {
    super(`The wake's ${field} is ${received}, but must be ${expected}.`)
  }
}

/** What came along with a wake is not of the types that its Cryplet declared. */
export class WakeUnreadableError extends FabricError {
  override readonly name = 'WakeUnreadableError'
  readonly code = 'WAKE_UNREADABLE'
  readonly retryable = false

  constructor(
    readonly cryplet: string,
    readonly types: string,
    readonly fault: string,
  ) {
    super(
      `What woke ${cryplet} cannot be read as (${types}): ${clip(fault)}. Does the contract ask with other types than the Cryplet declared?`,
    )
  }
}

/** A slot that has not come yet by this container's clock. */
export class SlotInFutureError extends FabricError {
  override readonly name = 'SlotInFutureError'
  readonly code = 'SLOT_IN_FUTURE'
  readonly retryable = true

  constructor(
    readonly slot: number,
    readonly nowInSeconds: number,
  ) {
    super(`The slot ${String(slot)} has not come: it is ${String(nowInSeconds)} here.`)
  }
}

/** A request that the operator's key did not sign for this path, body, run and time. */
export class RequestRefusedError extends FabricError {
  override readonly name = 'RequestRefusedError'
  readonly code = 'REQUEST_REFUSED'

  constructor(
    readonly reason: string,
    /** Whether a new request, signed at a new time, may pass. */
    readonly retryable = false,
  ) {
    super(`The request is not the operator's: ${reason}.`)
  }
}

/** No answer from the enclave, or one that broke off or took too long. */
export class EnclaveUnreachableError extends FabricError {
  override readonly name = 'EnclaveUnreachableError'
  readonly code = 'ENCLAVE_UNREACHABLE'
  readonly retryable = true

  constructor(
    readonly url: string,
    cause: unknown,
  ) {
    super(`The enclave at ${url} did not answer. Is it running, and is ENCLAVE_URL right?`, {
      cause,
    })
  }
}

/** The enclave answered that it will not. */
export class EnclaveRefusedError extends FabricError {
  override readonly name = 'EnclaveRefusedError'
  readonly code = 'ENCLAVE_REFUSED'

  readonly retryable: boolean

  /** @param problem - What the enclave told; its `code` is its own, as in KEY_NOT_HERE. */
  constructor(readonly problem: Pick<Problem, 'status' | 'code' | 'detail' | 'retryable'>) {
    const { status, code, detail, retryable } = problem
    super(`The enclave refused with ${code} (${String(status)}): ${detail}`)
    this.retryable = retryable
  }
}

/** An answer that is none: too long, not JSON, or of another shape. */
export class EnclaveAnswerError extends FabricError {
  override readonly name = 'EnclaveAnswerError'
  readonly code = 'ENCLAVE_ANSWER_INVALID'

  constructor(
    readonly status: number,
    readonly fault: string,
    readonly retryable: boolean,
  ) {
    super(`The enclave's answer (${String(status)}) cannot be used: ${fault}.`)
  }
}
