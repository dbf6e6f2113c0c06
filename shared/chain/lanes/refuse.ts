import type { Hex } from '../../core/hex'
import type { RefusalKind } from '../classifyRefusal'
import { classifyRefusal } from '../classifyRefusal'
import { readRevert } from '../readRevert'
import { isConfirmed, noteDoubt } from './confirm'
import { findCarried } from './findCarried'
import type { OpenRow } from './journal'
import type { Ending, Step, Turn } from './lane'
import { putOff } from './putOff'
import type { AcceptedRow } from './rows'
import { settle } from './settle'

/** What a simulation said, and of which state of the chain. */
export type Refusal = {
  /** What the receiver reverted with. */
  readonly revert: Hex
  /** The newest block before the simulation; unknown for a first one, which no earlier refusal waits for. */
  readonly blockBefore?: number
}

/**
 * Decides what a simulation's refusal means: wait, or end when a later block agrees.
 *
 * @param turn - Of its lane.
 * @param open - What was simulated.
 * @param refusal - What came of it.
 * @returns What this led to.
 */
export async function refuse(
  turn: Turn,
  open: OpenRow<AcceptedRow>,
  refusal: Refusal,
): Promise<Step> {
  const { revert, blockBefore } = refusal
  const { name, text } = readRevert(revert)
  const kind = classifyRefusal(name)
  if (kind === 'passing') return putOff(turn, open, { waitingFor: text })
  // Read afterwards it may be newer than what was simulated: right for a first sign, which a yet later one must confirm.
  const block = blockBefore ?? (await turn.chain.latestBlock()).number
  const sign = { doubt: name, block }
  if (!isConfirmed(turn, open.row, sign)) {
    return putOff(turn, open, {
      waitingFor: `a later block that agrees: ${text}`,
      ...noteDoubt(turn, open.row, sign),
    })
  }
  return settle(turn, open, await endingOf(turn, open.row, { kind, text }))
}

async function endingOf(
  turn: Turn,
  row: AcceptedRow,
  { kind, text }: { readonly kind: Exclude<RefusalKind, 'passing'>; readonly text: string },
): Promise<Ending> {
  return (await findCarried(turn, row)) ?? { outcome: kind, reasons: [text] }
}
