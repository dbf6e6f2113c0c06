import { chainReadFaults } from './chainReadFaults'
import type { ChainCall, ChainRead, ChainStorage } from './chainReadType'
import type { Seconds } from './duration'
import { CrypletDefinitionError } from './errors'
import type { Unit } from './unit'

/** What an author says of a read. */
export type ChainReadOptions<U extends Unit, D extends number> = {
  /** Id of the chain, as in 1. */
  readonly chain: number
  /** One endpoint, or several that are asked the same, with a quorum. Templates: `%NAME%` is a setting. */
  readonly url: string | readonly string[]
  /** How many of them must say the same; needed with several endpoints. */
  readonly quorum?: { readonly atLeast: number }
  readonly unit: U
  /** Of the integer that the contract has: 8 where it says 412345000000 for 4123.45. */
  readonly decimals: D
  /** `slot`: the last block at or before the slot; `latest`: the last one there is. Both among those that lie deep enough. */
  readonly asOf: 'slot' | 'latest'
  /** Where the block is older than this before the slot (before the fetch, with `latest`), it is stale. */
  readonly maxAge: Seconds
} & Pick<ChainRead, 'to' | 'depth'> &
  ({ readonly call: ChainCall } | { readonly storage: ChainStorage })

/**
 * Declares a source: an integer that a contract has, read at one block that endpoints agree on.
 *
 * @param options - Where, what, in which unit, at which block and how fresh.
 * @returns The declaration, as plain data; nothing is read.
 * @throws CrypletDefinitionError with every fault that a read alone can have.
 */
export function chainRead<const U extends Unit, const D extends number>(
  options: ChainReadOptions<U, D>,
): ChainRead<U, D> {
  const { chain, url, quorum = { atLeast: 1 }, ...rest } = options
  const declared: ChainRead<U, D> = {
    kind: 'chainRead',
    chainId: chain,
    urls: typeof url === 'string' ? [url] : url,
    // What is read at one block is the same or wrong.
    quorum: { ...quorum, maxSpreadInBps: 0 },
    ...{ value: '/value', providerTime: '/timestamp', body: 'public' },
    ...rest,
  }
  // Here, and not where all definitions are checked: the code of Cryplets that read no chain stays what it is.
  const faults = chainReadFaults(declared)
  if (faults.length > 0) throw new CrypletDefinitionError(`with a read of ${declared.to}`, faults)
  return declared
}
