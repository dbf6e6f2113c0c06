import type { ArgType } from './args'
import type { HttpJson } from './httpJson'
import type { IntegerAbiType } from './quantity'
import type { Unit } from './unit'

/** A function of a contract, and which of what it returns. */
export type ChainCall = {
  /** As in `priceOf(bytes32)`. */
  readonly function: string
  /** In order; left out where it takes none. Integers in decimal digits, as text; addresses and bytes as `0x…`. */
  readonly args?: readonly (string | boolean)[]
  /** The types of what it returns, in order. */
  readonly returns: readonly ArgType[]
  /** Which of them is the number, from 0; the first when left out. */
  readonly value?: number
}

/** A word of a contract's storage. */
export type ChainStorage = {
  /** 32 bytes. */
  readonly slot: `0x${string}`
  /** What stands in the word, from its lowest byte on. */
  readonly type: IntegerAbiType
  /** How many bytes lie below it, where the compiler has packed; 0 when left out. */
  readonly offset?: number
}

/** How deep a block must lie to be read at: a count of blocks upon it, or as the chain calls it. */
export type ReadDepth = number | 'safe' | 'finalized'

/**
 * An integer that a contract has, at a block that is chosen by its time. The reader makes a JSON document of it, as a URL
 * would answer: of that `value` and `providerTime` are pointers.
 */
export type ChainRead<U extends Unit = Unit, D extends number = number> = Omit<
  HttpJson<U, D>,
  'kind' | 'body'
> & {
  readonly kind: 'chainRead'
  readonly chainId: number
  /** Address of the contract: 20 bytes, or `%NAME%`, a setting. */
  readonly to: string
  readonly depth: ReadDepth
  /** What a chain says is everybody's. */
  readonly body: 'public'
} & ({ readonly call: ChainCall } | { readonly storage: ChainStorage })
