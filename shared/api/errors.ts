import { FabricError } from '../core/errors'
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
