import type { Row } from '../../store/row'
import type { Meter } from './meter'
import type { NotedFault } from './notedFault'
import type { Control } from './operator'
import type { FillerRow, LaneRow } from './rows'

/** A row with the etag that a change must name. */
export type OpenRow<R extends LaneRow | FillerRow = LaneRow | FillerRow> = {
  readonly row: R
  readonly etag: string
}

/** A lane's head: the fence between two writers. */
export type Head = {
  /** All nonces below this one are used for good: so deep that no reorganisation brings them back. */
  readonly confirmedNonce: number
  /** Empty while there is no head row. */
  readonly etag: string
}

/** A row that cannot be read. It is left as it is, and its neighbours go on. */
export type BrokenRow = {
  /** As its key says: of a delivery, or `filler-` and a nonce. */
  readonly id: string
  readonly reason: string
  /** When it can be told: nobody else may take it. */
  readonly nonce: number | undefined
  /** What can be seen of it all the same. */
  readonly columns: Row
  readonly etag: string
}

/** A lane as one listing showed it. */
export type LaneState = {
  readonly head: Head
  readonly control: Control
  /** In the order of acceptance; what fills nonces comes last. */
  readonly rows: readonly OpenRow[]
  readonly broken: readonly BrokenRow[]
  readonly meters: readonly Meter[]
  /** What stopped the lane last, maybe long ago. */
  readonly fault: NotedFault | undefined
}

/** One row's way to its next state. */
export type Change =
  | { readonly from: OpenRow; readonly to: LaneRow | FillerRow }
  /** Done with: kept, but out of the lane's sight. */
  | { readonly from: OpenRow; readonly to: 'past' }
  | { readonly from: undefined; readonly to: FillerRow }

/** All that one transaction writes. */
export type Writing = {
  readonly state: LaneState
  /** At most as many as fit: see MOST_OPERATIONS. */
  readonly changes: readonly Change[]
  readonly confirmedNonce?: number
  readonly meters?: readonly Meter[]
  /** Keys of the rows of what the lane was told and has done. */
  readonly fulfilled?: readonly string[]
}
