import { Interface } from 'ethers'
import type { Address, Hex } from '../core/hex'
import type { ChainLog } from './chain'
import { cryptoDelegate } from './contracts.generated'
import { readRevert } from './readRevert'

/** What a receiver did with a claim, as its events tell. */
export type ClaimOutcome = {
  readonly outcome: 'applied' | 'failed' | 'quarantined'
  readonly reasons: readonly string[]
  readonly digest: Hex
  readonly transaction: Hex
  readonly blockNumber: number
}

/** Which claim, and where. */
export type ClaimPlace = {
  readonly receiver: Address
  /** Under which it may have come: one an envelope. */
  readonly digests: readonly Hex[]
}

const delegate = new Interface(cryptoDelegate.abi)
const DELIVERED = delegate.getEvent('Delivered')?.topicHash

/**
 * Finds what a receiver did with a claim.
 *
 * @param logs - Of a receipt or a query, oldest first.
 * @param claim - Which, and where.
 * @returns The first of its events; undefined when there is none.
 */
export function readOutcome(
  logs: readonly ChainLog[],
  claim: ClaimPlace,
): ClaimOutcome | undefined {
  for (const log of logs) {
    const digest = claim.digests.find((each) => each === log.topics[2]?.toLowerCase())
    if (digest === undefined || log.address.toLowerCase() !== claim.receiver.toLowerCase()) continue
    const told = tell(log)
    const { transactionHash: transaction, blockNumber } = log
    if (told !== undefined) return { ...told, digest, transaction, blockNumber }
  }
  return undefined
}

function tell(log: ChainLog): Pick<ClaimOutcome, 'outcome' | 'reasons'> | undefined {
  // Nearly all; nothing in it is needed, and reading it would take longer than all that a lane does with a receipt.
  if (log.topics[0] === DELIVERED) return { outcome: 'applied', reasons: [] }
  const event = delegate.parseLog(log)
  if (event === null) return undefined
  if (event.name === 'DeliveryFailed') {
    const { text } = readRevert(String(event.args['reason']) as Hex)
    return { outcome: 'failed', reasons: [`the callback reverted: ${text}`] }
  }
  if (event.name !== 'Quarantined') return undefined
  const [rail, value, low, high] = ['rail', 'value', 'low', 'high'].map((name) =>
    String(event.args[name]),
  )
  const reason = `rail ${rail ?? ''}: ${value ?? ''} is not between ${low ?? ''} and ${high ?? ''}`
  return { outcome: 'quarantined', reasons: [reason] }
}
