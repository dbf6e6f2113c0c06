import type { Hex } from '../../core/hex'
import type { GasEstimate } from '../chain'
import { openFunds } from './funds'
import type { Decision, Turn } from './lane'
import { freeNonces } from './nonces'
import type { Obeyed } from './obey'
import type { Errand } from './operator'
import { ceilingOf } from './price'
import { signErrand } from './sign'

// What cannot be told of one must not keep others behind it from their turn; and what is asked is asked in one post.
const MOST_AT_ONCE = 32

/**
 * Signs what the fabric wants to have called besides deliveries, as far as nonces and funds allow. Nobody waits for an
 * errand: one that would revert is dropped, and one that is outbid gives its nonce up to a transaction without effect.
 * One of which the endpoints cannot agree what it costs stays, and is tried again at the next look.
 *
 * @param turn - Of the lane.
 * @returns What to write before anything is sent.
 */
export async function runErrands(turn: Turn): Promise<Obeyed> {
  const { control } = turn.state
  const free = turn.heldBecause === undefined ? freeNonces(turn) : []
  const errands = free.length === 0 ? [] : [...control.errands.values()].slice(0, MOST_AT_ONCE)
  if (errands.length === 0) return { decisions: [], fulfilled: [] }
  const calls = errands.map(({ to, data }) => ({ from: turn.key.sender, to, data }))
  const estimates = await turn.chain.estimateGas(calls)
  const funds = openFunds(turn)
  const fulfilled: Hex[] = []
  const decisions: Decision[] = []
  for (const [index, errand] of errands.entries()) {
    const nonce = free[decisions.length]
    if (nonce === undefined) break
    const estimate = estimates[index]
    if (estimate?.ok !== true) {
      if (refuse(turn, errand, estimate) === 'dropped') fulfilled.push(errand.id)
      continue
    }
    const gasLimit = (estimate.gas * 6n) / 5n
    const mostInWei = gasLimit * ceilingOf(turn.view.fees)
    if (funds.reserve({ place: undefined, mostInWei }) !== 'reserved') continue
    const to = await signErrand(turn, { errand, nonce, gasLimit })
    decisions.push({ change: { from: undefined, to } })
    fulfilled.push(errand.id)
  }
  return { decisions, fulfilled }
}

type Refused = Extract<GasEstimate, { readonly ok: false }>

function refuse(
  { log, key: { chainId } }: Turn,
  { to }: Errand,
  estimate: Refused | undefined,
): 'dropped' | 'kept' {
  const { reason = 'no answer', wouldRevert = false } = estimate ?? {}
  if (wouldRevert) log.warn('an errand would fail, and is dropped', { chainId, to, reason })
  else log.warn('an errand waits for endpoints that agree on its gas', { chainId, to, reason })
  return wouldRevert ? 'dropped' : 'kept'
}
