import type { Hex } from '../../core/hex'
import { openFunds } from './funds'
import type { Decision, Turn } from './lane'
import { freeNonces } from './nonces'
import type { Obeyed } from './obey'
import type { Errand } from './operator'
import { ceilingOf } from './price'
import { signErrand } from './sign'

/**
 * Signs what the fabric wants to have called besides deliveries, as far as nonces and funds allow. Nobody waits for an
 * errand: one that would revert is dropped, and one that is outbid gives its nonce up to a transaction without effect.
 *
 * @param turn - Of the lane.
 * @returns What to write before anything is sent.
 */
export async function runErrands(turn: Turn): Promise<Obeyed> {
  const { control } = turn.state
  const free = turn.heldBecause === undefined ? freeNonces(turn) : []
  const errands = [...control.errands.values()].slice(0, free.length)
  if (errands.length === 0) return { decisions: [], fulfilled: [] }
  const calls = errands.map(({ to, data }) => ({ from: turn.key.sender, to, data }))
  const estimates = await turn.chain.estimateGas(calls)
  const funds = openFunds(turn)
  const fulfilled: Hex[] = []
  const decisions: Decision[] = []
  for (const [index, errand] of errands.entries()) {
    const estimate = estimates[index]
    if (estimate?.ok !== true) {
      drop(turn, errand, estimate?.reason ?? 'no answer')
      fulfilled.push(errand.id)
      continue
    }
    const gasLimit = (estimate.gas * 6n) / 5n
    const mostInWei = gasLimit * ceilingOf(turn.view.fees)
    if (funds.reserve({ place: undefined, mostInWei }) !== 'reserved') continue
    const nonce = free[decisions.length] ?? 0 // no more errands than free ones
    const to = await signErrand(turn, { errand, nonce, gasLimit })
    decisions.push({ change: { from: undefined, to } })
    fulfilled.push(errand.id)
  }
  return { decisions, fulfilled }
}

function drop({ log, key }: Turn, { to }: Errand, reason: string): void {
  log.warn('an errand would fail, and is dropped', { chainId: key.chainId, to, reason })
}
