import { FabricError } from '../core/errors'
import type { Hex } from '../core/hex'
import { dateText } from './dateText'

/** A moment at which a Cryplet's schedule has no slot: the market is closed, or it is no session's close. */
export class SlotNotDueError extends FabricError {
  override readonly name = 'SlotNotDueError'
  readonly code = 'SLOT_NOT_DUE'
  readonly retryable = false

  constructor(
    readonly cryplet: string,
    readonly slot: number,
    readonly last: number | undefined,
  ) {
    const known =
      last === undefined ? 'none has come due yet' : `the last one was ${dateText(last)}`
    super(`${cryplet} has no slot at ${dateText(slot)}; ${known}.`)
  }
}

/** A Cryplet that answers nobody who posts. */
export class NotInvokableError extends FabricError {
  override readonly name = 'NotInvokableError'
  readonly code = 'CRYPLET_NOT_INVOKABLE'
  readonly retryable = false

  constructor(readonly cryplet: string) {
    super(`${cryplet} answers no posts: it does not declare http among what wakes it.`)
  }
}

/** A key that named another question before. */
export class KeyReusedError extends FabricError {
  override readonly name = 'KeyReusedError'
  readonly code = 'IDEMPOTENCY_KEY_REUSED'
  readonly retryable = false

  constructor(readonly cryplet: string) {
    super(
      `This Idempotency-Key named another question to ${cryplet} before. Send a new one for each question.`,
    )
  }
}

/** A post that could not be answered now. */
export class NoAnswerError extends FabricError {
  override readonly name = 'NoAnswerError'
  readonly code = 'NO_ANSWER'
  readonly retryable = true

  constructor(
    readonly cryplet: string,
    readonly reasons: readonly string[],
  ) {
    super(`${cryplet} has no answer: ${reasons.join('; ')}. The same Idempotency-Key goes on.`)
  }
}

/** A Cryplet that no event wakes was asked how far its events are read. */
export class NoEventsError extends FabricError {
  override readonly name = 'NoEventsError'
  readonly code = 'CRYPLET_WITHOUT_EVENTS'
  readonly retryable = false

  constructor(readonly cryplet: string) {
    super(`No event wakes ${cryplet}: it declares neither a request nor a chainEvent.`)
  }
}

/** A Cryplet that watches nothing was asked how its watch stands. */
export class NoWatchError extends FabricError {
  override readonly name = 'NoWatchError'
  readonly code = 'CRYPLET_WITHOUT_WATCH'
  readonly retryable = false

  constructor(readonly cryplet: string) {
    super(`${cryplet} watches no source: it does not declare marketWatch among what wakes it.`)
  }
}

/** A Cryplet that no clock wakes was asked for a slot. */
export class NoSlotsError extends FabricError {
  override readonly name = 'NoSlotsError'
  readonly code = 'CRYPLET_WITHOUT_SLOTS'
  readonly retryable = false

  constructor(readonly cryplet: string) {
    super(`No clock wakes ${cryplet}: it has neither a schedule nor an interval, and so no slots.`)
  }
}

/** An id that neither a wake nor a delivery has. */
export class RunUnknownError extends FabricError {
  override readonly name = 'RunUnknownError'
  readonly code = 'RUN_UNKNOWN'
  readonly retryable = false

  constructor(readonly runId: Hex) {
    super(`There is no run ${runId}: neither a wake nor a delivery has this id.`)
  }
}
