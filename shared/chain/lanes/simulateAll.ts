import { Interface } from 'ethers'
import type { Hex } from '../../core/hex'
import type { CallResult } from '../chain'
import { ANCHOR_GONE, classifyRefusal } from '../classifyRefusal'
import { cryptoDelegate } from '../contracts.generated'
import { readRevert } from '../readRevert'
import { isConfirmed } from './confirm'
import { putOff, settleUncarried } from './decisions'
import type { GasPlace } from './gasLimits'
import { EPOCH_CALL, gasKey, limitOf, STALE_VERDICT_GAS } from './gasLimits'
import type { Decision, Turn } from './lane'
import type { Ready } from './prepare'

const delegate = new Interface(cryptoDelegate.abi)

/** What would succeed now, and for how much gas; or what is to be written instead. */
export type Simulated =
  | { readonly ready: Ready; readonly gasLimit: bigint }
  | { readonly decision: Decision | undefined }

/**
 * Simulates deliveries before they get nonces, all in one post. Gas limits are taken from earlier estimates while the
 * registry's epoch stands, and each simulation shows that its limit is enough.
 *
 * @param turn - Of their lane.
 * @param ready - What is to be sent.
 * @returns In the same order.
 */
export async function simulateAll(
  turn: Turn,
  ready: readonly Ready[],
): Promise<readonly Simulated[]> {
  if (ready.length === 0) return []
  const { chain, gasLimits, registry, key } = turn
  const epochCall = { from: key.sender, to: registry, data: EPOCH_CALL }
  const known = ready.map((each) => gasLimits.get(placeOf(each)))
  const unread = ready.filter(({ open }) => gasLimits.isSpaced(open.row) === undefined)
  const [epoch, ...results] = await chain.simulate([
    epochCall,
    ...ready.map(({ call }, index) => withGas(call, known[index])),
    ...unread.map(({ open, call }) => ({ ...call, data: policyCall(open.row.subscription) })),
  ])
  const isSame = gasLimits.see(epoch?.status === 'ok' ? epoch.data : undefined)
  for (const [index, { open }] of unread.entries()) {
    gasLimits.setSpaced(open.row, isSpacedBy(results[ready.length + index]))
  }
  const estimates = openEstimates(turn)
  return Promise.all(
    ready.map(async (each, index) => {
      const limit = known[index]
      const result = await withoutLimit(turn, each, { result: results[index], limit })
      if (result?.status !== 'ok') return { decision: await refuse(turn, each, result) }
      const isEnough = isSame && results[index]?.status === 'ok'
      if (limit !== undefined && isEnough) return { ready: each, gasLimit: limit }
      return estimates(each)
    }),
  )
}

function policyCall(subscription: Hex): Hex {
  return delegate.encodeFunctionData('policyOf', [subscription]) as Hex
}

// Claims of one batch are simulated each as if it were alone; with an interval between them the second would revert.
function isSpacedBy(result: CallResult | undefined): boolean {
  if (result?.status !== 'ok') return true
  try {
    const [policy] = delegate.decodeFunctionResult('policyOf', result.data)
    // A struct of the contract's own ABI.
    return Number((policy as { readonly minInterval: bigint }).minInterval) > 0
  } catch {
    return true // not a CryptoDelegate: its claims go one by one
  }
}

// A limit that is too low by now reverts as well, also one of an epoch that has just ended: what counts is a call that may
// use what it wants.
async function withoutLimit(
  turn: Turn,
  each: Ready,
  first: { readonly result: CallResult | undefined; readonly limit: bigint | undefined },
): Promise<CallResult | undefined> {
  if (first.limit === undefined || first.result?.status === 'ok') return first.result
  turn.gasLimits.forget(placeOf(each))
  return (await turn.chain.simulate([each.call]))[0]
}

// One estimate for all whose calls cost alike.
function openEstimates(turn: Turn): (each: Ready) => Promise<Simulated> {
  const asked = new Map<string, Promise<bigint | string>>()
  const ask = async (each: Ready): Promise<bigint | string> => {
    const [estimate] = await turn.chain.estimateGas([each.call])
    if (estimate?.ok !== true) return estimate?.reason ?? 'no answer'
    const limit = limitOf(estimate.gas)
    turn.gasLimits.set(placeOf(each), limit)
    return limit
  }
  return async (each) => {
    const key = gasKey(placeOf(each))
    const answer = asked.get(key) ?? ask(each)
    asked.set(key, answer)
    const limit = await answer
    if (typeof limit === 'bigint') return { ready: each, gasLimit: limit }
    return { decision: putOff(turn, each.open, { waitingFor: `an estimate of its gas: ${limit}` }) }
  }
}

async function refuse(
  turn: Turn,
  { open, call }: Ready,
  result: CallResult | undefined,
): Promise<Decision | undefined> {
  if (result?.status !== 'reverted') {
    const reason = result?.status === 'undecided' ? result.reason : 'no answer'
    const waitingFor = `endpoints that agree on its simulation: ${reason}`
    return putOff(turn, open, { waitingFor, isChainsTurn: true })
  }
  const { name, text } = readRevert(result.revert)
  const kind = classifyRefusal(name)
  if (kind === 'passing') return putOff(turn, open, { waitingFor: text })
  const waitingFor = `a later block that agrees: ${text}`
  if (!(await isSeen(turn, call, name))) {
    return putOff(turn, open, { waitingFor, isChainsTurn: true })
  }
  if (isConfirmed(turn, open.row, name)) {
    const reason = name === ANCHOR_GONE ? `anchor: ${text}` : text
    return settleUncarried(turn, open, { outcome: kind, reasons: [reason] })
  }
  return putOff(turn, open, { waitingFor, doubt: name })
}

// Whether the block that was looked at refuses it as well: what is pending may be many blocks ahead of it, or be there
// never. A chain that makes no empty blocks has its time there alone.
async function isSeen(
  { chain, view, quietRefusalInMs }: Turn,
  call: Ready['call'],
  name: string,
): Promise<boolean> {
  if (quietRefusalInMs !== undefined) return true
  const [result] = await chain.simulate([call], view.block)
  return result?.status === 'reverted' && readRevert(result.revert).name === name
}

function withGas(call: Ready['call'], limit: bigint | undefined): Ready['call'] {
  return limit === undefined ? call : { ...call, gas: limit - STALE_VERDICT_GAS }
}

function placeOf({ open, call }: Ready): GasPlace {
  const { receiver, subscription } = open.row
  return { receiver, subscription, calldataLength: call.data.length / 2 - 1 }
}
