import type { ReadChain } from '../../shared/sources/chainReader'

// For tests whose Cryplets read no chain.
export const noChain: ReadChain = () => Promise.reject(new Error('no chain is read here'))
