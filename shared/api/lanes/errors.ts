import { FabricError } from '../../core/errors'
import type { Hex } from '../../core/hex'

/** An id that no lane has: nothing was ever submitted to it. */
export class LaneUnknownError extends FabricError {
  override readonly name = 'LaneUnknownError'
  readonly code = 'LANE_UNKNOWN'
  readonly retryable = false

  constructor(
    readonly lane: string,
    readonly known: readonly string[],
  ) {
    const said = known.length === 0 ? 'nothing was submitted yet' : `there is ${known.join(', ')}`
    super(`There is no lane ${lane}; ${said}.`)
  }
}

/** A delivery that is not in the lane that was named. */
export class NotInLaneError extends FabricError {
  override readonly name = 'NotInLaneError'
  readonly code = 'NOT_IN_LANE'
  readonly retryable = false

  constructor(
    readonly deliveryId: Hex,
    readonly lane: string,
    readonly instead: string,
  ) {
    super(`Delivery ${deliveryId} is not in lane ${lane}: ${instead}.`)
  }
}

/** An operator's wish that would do nothing where things stand. */
export class WishSenselessError extends FabricError {
  override readonly name = 'WishSenselessError'
  readonly code = 'WISH_SENSELESS'
  readonly retryable = false

  constructor(
    readonly wish: 'resume' | 'cancel' | 'replay',
    readonly reason: string,
  ) {
    super(`There is nothing to ${wish}: ${reason}. Nothing was done.`)
  }
}
