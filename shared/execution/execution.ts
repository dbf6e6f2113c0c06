import type { CalendarOverrides } from '../calendar/overrides'
import type { Hex } from '../core/hex'
import type { ClaimDomain } from '../envelope/claim'
import type { SignedRecord } from '../envelope/record'
import type { WakeFacts } from '../envelope/wakeFacts'
import type { ResponseBody } from './responseBody'

/** Asks for what a wake's sources say. */
export type ObserveRequest = {
  /** Name of the Cryplet. */
  readonly cryplet: string
  /** Id of the wake, 32 bytes. */
  readonly runId: Hex
  readonly wake: WakeFacts
  /** What the operator knew better than the Cryplet's calendar when the wake came. */
  readonly overrides?: CalendarOverrides
}

/** Why a source gave nothing that may be signed. */
export type SourceFault = {
  readonly source: string
  /** As in SOURCE_STALE. */
  readonly code: string
  readonly detail: string
  /** Whether asking again may help. */
  readonly retryable: boolean
}

/** What observing gave; a source's fault is a value, not an error. */
export type ObserveResult =
  | {
      readonly status: 'observed'
      readonly record: SignedRecord
      /** Of public sources, beside the record: it is their hashes that are signed. Left out where there are none. */
      readonly bodies?: readonly ResponseBody[]
    }
  | { readonly status: 'fault'; readonly faults: readonly SourceFault[] }

/** What a subscription asks of a claim. */
export type DeliveryTerms = {
  /** 32 bytes. */
  readonly deliveryId: Hex
  readonly domain: ClaimDomain
  /** 32 bytes. */
  readonly subscription: Hex
  readonly mode: 'latest' | 'each'
  /** The nonce of mode `each`, in decimal digits. */
  readonly nonce?: string
  /** Whether the claim rests on the block of the event that woke its Cryplet: one of the same chain. */
  readonly isAnchored?: true
  readonly timeToLiveInSeconds: number
  readonly maxAgeInSeconds: number
  /** The code that the subscription was admitted for, 32 bytes. */
  readonly codeHash: Hex
}

/** Asks for claims made of a record. */
export type ExecuteRequest = {
  readonly cryplet: string
  readonly record: SignedRecord
  readonly deliveries: readonly DeliveryTerms[]
}

/** A claim with the seals of tiers 1 and 2, on its way to the fabric. */
export type InnerEnvelope = {
  /** 32 bytes. */
  readonly deliveryId: Hex
  /** As claimToJson writes it. */
  readonly claim: unknown
  /** Tiers 1 and 2, 128 bytes. */
  readonly seals: Hex
}

/** What executing gave. */
export type ExecuteResult = {
  /** In the order of the terms. */
  readonly envelopes: readonly InnerEnvelope[]
  /** abi.encode of what the Cryplet returned: that of each claim, and an answer where there is none. */
  readonly payload: Hex
}

/** Observing and executing, wherever that is done. */
export type Execution = {
  /** Reads the sources once and signs what they said. */
  readonly observe: (request: ObserveRequest) => Promise<ObserveResult>
  /** Runs the Cryplet on a record; the same request gives the same bytes while the tier-2 key lives. */
  readonly execute: (request: ExecuteRequest) => Promise<ExecuteResult>
}
