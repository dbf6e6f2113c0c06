import type { Block } from './ledger'
import type { Tx } from './transactions'

/** How a node words its refusals, and what it takes. */
export type Flavour = {
  readonly known: string
  readonly replacement: string
  readonly nonceTooLow: string
  readonly nonceTooHigh: string
  readonly underpriced: string
  readonly unfunded: string
  readonly full: string
  /** How many transactions of one account it takes. */
  readonly perAccount: number
  /** Whether it takes nonces behind a gap. */
  readonly takesGaps: boolean
  /** Whether it refuses what the next block would not take. */
  readonly refusesBelowBase: boolean
}

export const FLAVOURS: readonly [Flavour, Flavour, Flavour] = [
  {
    known: 'already known',
    replacement: 'replacement transaction underpriced',
    nonceTooLow: 'nonce too low: next nonce 9, tx nonce 7',
    nonceTooHigh: 'nonce too high',
    underpriced: 'transaction underpriced: tip needed 1, tip permitted 0',
    unfunded: 'insufficient funds for gas * price + value: balance 1, tx cost 2',
    full: 'txpool is full',
    ...{ perAccount: 20, takesGaps: true, refusesBelowBase: false },
  },
  {
    known: 'AlreadyKnown',
    replacement: 'ReplacementNotAllowed: could not replace existing tx',
    nonceTooLow: 'OldNonce, Current nonce: 9, nonce of rejected tx: 7',
    nonceTooHigh: 'NonceGap, Future nonce. Expected nonce: 9',
    underpriced: 'FeeTooLow, MaxFeePerGas too low',
    unfunded: 'InsufficientFunds, Balance is less than txn cost',
    full: 'account limit exceeded',
    ...{ perAccount: 12, takesGaps: false, refusesBelowBase: false },
  },
  {
    known: 'transaction already imported',
    replacement: 'replacement transaction underpriced',
    nonceTooLow: 'nonce too low',
    nonceTooHigh: 'nonce too high',
    underpriced: 'max fee per gas less than block base fee',
    unfunded: 'Insufficient funds for gas * price + value',
    full: 'in-flight transaction limit reached for delegated accounts',
    ...{ perAccount: 16, takesGaps: true, refusesBelowBase: true },
  },
]

/** One node's transactions that are not mined on its branch. */
export type Pool = {
  /** What it says; undefined when it has taken it. */
  readonly add: (tx: Tx, head: Block) => string | undefined
  readonly has: (hash: string) => boolean
  readonly remove: (tx: Tx) => void
  /** Takes back what was mined on a branch that is gone; what is there already for its nonce stays. */
  readonly putBack: (tx: Tx) => void
  readonly all: () => readonly Tx[]
  /** Drops what the chain has used up. */
  readonly prune: (head: Block) => void
}

type Shape = { readonly isGap: boolean; readonly isCheap: boolean }

export function openPool(flavour: Flavour): Pool {
  const bySlot = new Map<string, Tx>()
  const slot = ({ from, nonce }: Tx): string => `${from}:${String(nonce)}`
  const held = (from: string): number =>
    [...bySlot.values()].filter((tx) => tx.from === from).length
  const refusal = (tx: Tx, head: Block): string | undefined => {
    const next = head.state.nonces.get(tx.from) ?? 0
    const there = bySlot.get(slot(tx))
    if (there?.hash === tx.hash) return flavour.known
    if (tx.nonce < next) return flavour.nonceTooLow
    const balance = head.state.balances.get(tx.from) ?? 0n
    if (balance < tx.gasLimit * tx.maxFee) return flavour.unfunded
    if (there !== undefined) return isBump(there, tx) ? undefined : flavour.replacement
    const isGap = tx.nonce > next && !bySlot.has(`${tx.from}:${String(tx.nonce - 1)}`)
    const isCheap = tx.maxFee < head.baseFee
    return refusalOfNew(tx, { isGap, isCheap })
  }
  const refusalOfNew = (tx: Tx, { isGap, isCheap }: Shape): string | undefined => {
    if (isGap && !flavour.takesGaps) return flavour.nonceTooHigh
    if (isCheap && flavour.refusesBelowBase) return flavour.underpriced
    return held(tx.from) >= flavour.perAccount ? flavour.full : undefined
  }
  return {
    add: (tx, head) => {
      const reason = refusal(tx, head)
      if (reason === undefined) bySlot.set(slot(tx), tx)
      return reason
    },
    has: (hash) => [...bySlot.values()].some((tx) => tx.hash === hash),
    remove: (tx) => {
      if (bySlot.get(slot(tx))?.hash === tx.hash) bySlot.delete(slot(tx))
    },
    putBack: (tx) => {
      if (!bySlot.has(slot(tx))) bySlot.set(slot(tx), tx)
    },
    all: () => [...bySlot.values()],
    prune: ({ state }) => {
      for (const [key, tx] of bySlot) {
        if (tx.nonce < (state.nonces.get(tx.from) ?? 0)) bySlot.delete(key)
      }
    },
  }
}

// A tenth more of both prices: what nodes ask for a replacement.
export function isBump(
  before: Pick<Tx, 'maxFee' | 'tip'>,
  after: Pick<Tx, 'maxFee' | 'tip'>,
): boolean {
  const isMore = (a: bigint, b: bigint): boolean => b * 10n >= a * 11n
  return isMore(before.maxFee, after.maxFee) && isMore(before.tip, after.tip)
}
