import { clip } from '../core/errors'
import type { Hex } from '../core/hex'

/** A block of a chain. */
export type BlockPlace = {
  readonly chainId: number
  readonly number: number
  /** 32 bytes. */
  readonly hash: Hex
}

/** One response that was read: the public part, which the claim's provenance hashes. */
export type Observation = {
  /** Name of the source in the definition. With a quorum, several observations have the same. */
  readonly source: string
  /** Scheme, host and port that answered, as in `https://example.com`; of a contract `eip155:1:0x…`. */
  readonly origin: string
  /** keccak256 of the body's bytes as they came. */
  readonly responseHash: Hex
  /** Unix seconds, as the provider said; of a date, its midnight in UTC; of a block its time. */
  readonly providerTime: number
  /** The number times 10^decimals, in decimal digits. */
  readonly value: string
  /** Where it was read, if on a chain. */
  readonly block?: BlockPlace
}

/** What may be wrong with a source; how each comes about is said in docs/reference/errors.md. */
export type SourceFaultCode =
  | 'SOURCE_UNREACHABLE'
  | 'SOURCE_TIMEOUT'
  | 'SOURCE_STATUS'
  | 'SOURCE_TOO_LARGE'
  | 'SOURCE_ADDRESS_REFUSED'
  | 'SOURCE_REDIRECTED_INWARD'
  | 'SOURCE_REDIRECTED_AWAY'
  | 'SOURCE_REDIRECTED_TOO_OFTEN'
  | 'SOURCE_NOT_JSON'
  | 'SOURCE_VALUE_MISSING'
  | 'SOURCE_VALUE_INVALID'
  | 'SOURCE_STALE'
  | 'SOURCE_FROM_FUTURE'
  | 'SOURCE_QUORUM'

/** Of a detail: less than what takes it in reads, and enough for a quorum's. */
const MAX_DETAIL = 1000

/** Why an endpoint gave nothing that may be signed. */
export type EndpointFault = {
  readonly code: SourceFaultCode
  /** For an operator; of a URL it shows the origin at most, since a query may hold a key. */
  readonly detail: string
  /** Whether asking again may help without anybody changing a setting. */
  readonly retryable: boolean
}

/** Why a source gave nothing that may be signed. */
export type SourceFault = EndpointFault & { readonly source: string }

/** A result, or the fault that it ended with. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: EndpointFault }

/**
 * Ends with a result.
 *
 * @param value - The result.
 * @returns An outcome that is well.
 */
export function succeed<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

/**
 * Ends with a fault that may have gone when the provider is asked again.
 *
 * @param code - What is wrong.
 * @param detail - For an operator; what a provider wrote in it is clipped by the caller.
 * @returns An outcome that is not well; its detail has at most 1,000 characters.
 */
export function fail(
  code: SourceFaultCode,
  detail: string,
): { readonly ok: false; readonly fault: EndpointFault } {
  return { ok: false, fault: { code, detail: clip(detail, MAX_DETAIL), retryable: true } }
}
