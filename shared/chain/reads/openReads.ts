import { openRpc } from '../openRpc'
import type { Rpc } from '../rpc'
import type { Read, ReadResult } from './readAtBlock'
import { readAtBlock } from './readAtBlock'

/** What is read, of which chain, through which endpoints. */
export type ChainRead = Read & {
  readonly chainId: number
  readonly urls: readonly string[]
  /** How many of the endpoints must agree. */
  readonly needed: number
}

/**
 * Opens chains for sources.
 *
 * @param open - How an endpoint is opened by its URL; by HTTP when left out.
 * @returns Reads a contract; rejects with ChainUnreachableError or ChainDisagreementError.
 */
export function openReads(
  open: (url: string) => Rpc = (url) => openRpc({ url, ...LIMITS }),
): (read: ChainRead) => Promise<ReadResult> {
  return ({ chainId, urls, needed, ...read }) =>
    readAtBlock({ chainId, rpcs: urls.map(open), needed }, read)
}

// For a block without its transactions' bodies, or a number. One that is silent is waited for once a run.
const LIMITS = { mostBytes: 1024 * 1024, timeoutInMs: 5_000 }
