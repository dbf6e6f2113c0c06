import type { BroadcastStatus } from './chain'

// In this order: what a replacement lacks is also called underpriced.
const MEANINGS: readonly (readonly [BroadcastStatus, RegExp])[] = [
  ['known', /already known|already imported|already in |alreadyknown|known transaction/],
  [
    'replacementUnderpriced',
    /replacement|could not replace|transactionunderpricedreplac|fee too low to replace/,
  ],
  ['nonceTooLow', /nonce too low|nonce is too low|old ?nonce|nonce_expired|stale nonce/],
  [
    'nonceTooHigh',
    /nonce too high|nonce gap|nonce is too (?:high|distant)|future nonce|nonce_too_distant/,
  ],
  [
    'underpriced',
    /underpriced|fee ?too ?low|feecap|fee cap|max fee per gas less than|gas price too low|below (?:the )?(?:minimum|current base)|tip .*(?:minimum|too low)/,
  ],
  ['unfunded', /insufficient|doesn't have enough funds|not enough funds|upfront cost/],
  [
    'poolFull',
    /pool is full|txpool.*full|pool.*(?:overflow|limit|exceed)|too many (?:pending|transactions|requests)|account ?limit|limit exceeded|rate limit|in-flight transaction limit/,
  ],
  [
    'rejected',
    /intrinsic gas|exceeds block gas limit|gas limit (?:too high|exceeds|reached)|exceeds the (?:maximum|limit|block)|oversized|invalid (?:sender|chain|signature|transaction)|wrong chain|chain id|not supported|invalid opcode|max initcode|sender is (?:not an eoa|contract)|gas uint64 overflow|transaction type/,
  ],
]

/**
 * Tells what a node's refusal of a transaction means.
 *
 * Source: the texts of geth, Nethermind, Besu, Erigon, Reth and anvil; there are no codes for it.
 *
 * @param message - As the node says it.
 * @returns Its meaning; `unknown` for words that we do not know, on which nothing final may rest.
 */
export function classifyNodeError(message: string): BroadcastStatus {
  const said = message.toLowerCase()
  return MEANINGS.find(([, pattern]) => pattern.test(said))?.[0] ?? 'unknown'
}
