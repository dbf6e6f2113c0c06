import type { Json } from '../../core/canonicalJson'
import type { Address, Hex } from '../../core/hex'
import type { SignedRecord } from '../../envelope/record'
import type { WakeFacts } from '../../envelope/wakeFacts'
import type { DeliveryTerms } from '../execution'
import type { LeftOut } from '../responseBody'

/** Why a run tells no body of a response. */
export type BodyLack = LeftOut | 'not public' | 'not kept'

/** The body of the response that one observation was read from, or why it is not there. */
export type RunBody = {
  /** Name of the source in the definition. */
  readonly source: string
  readonly origin: string
  /** keccak256 of the body's bytes, 32 bytes. */
  readonly responseHash: Hex
} & (
  | {
      /** Its bytes in base64. */
      readonly body: string
    }
  | { readonly leftOut: BodyLack }
)

/** Which code made a record. */
export type RunCode = {
  /** 32 bytes. */
  readonly codeHash: Hex
  /** Of the Cryplet; left out where an earlier version of the fabric stored the record. */
  readonly version?: string
  /** Of its resolved sources; left out where the version is. */
  readonly origins?: readonly string[]
}

/** One generation of a delivery's claim. */
export type RunClaim = {
  readonly generation: number
  /** Of the claim in its domain, 32 bytes. */
  readonly digest: Hex
  /** What the container was asked for. */
  readonly terms: DeliveryTerms
  /** As claimToJson writes it. */
  readonly claim: unknown
}

/** What a run made for one subscription. */
export type RunDelivery = {
  readonly deliveryId: Hex
  readonly chainId: number
  readonly receiver: Address
  readonly subscription: Hex
  /** As in `applied`; left out while it is under way. */
  readonly outcome?: string
  /** Oldest first; none before an envelope is sealed. */
  readonly claims: readonly RunClaim[]
}

/** All that is remembered of a run: what `cryplet replay` repeats. */
export type RunDocument = {
  readonly version: 1
  /** Id of the wake, 32 bytes. */
  readonly runId: Hex
  /** Name of the Cryplet. */
  readonly cryplet: string
  readonly state: 'open' | 'ended'
  readonly wake: WakeFacts
  readonly wokenAtInMs: number
  /** The operator's overrides of its calendar, as they stood when the wake came. */
  readonly overrides?: Json
  /** From here on left out before its sources were read. */
  readonly record?: SignedRecord
  readonly code?: RunCode
  /** One an observation, in their order. */
  readonly bodies: readonly RunBody[]
  /** abi.encode of what was answered to whoever posted. */
  readonly answer?: Hex
  readonly deliveries: readonly RunDelivery[]
  /** What last kept it from its envelopes. */
  readonly fault?: { readonly reasons: readonly string[]; readonly notedAtInMs: number }
}
