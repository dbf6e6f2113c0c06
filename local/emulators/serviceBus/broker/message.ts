/** The sections of an encoded message as their sender wrote them: the broker carries them and looks into none. */
export type Sections = {
  readonly durable: boolean
  readonly priority: number
  /** Each with its descriptor; empty where the sender wrote none. */
  readonly annotations: Buffer
  readonly properties: Buffer
  readonly applicationProperties: Buffer
  readonly body: Buffer
}

/** What was sent, and what of it the broker acts on. */
export type Content = {
  /** Given by the broker where the sender gave none. */
  readonly messageId: string
  readonly sessionId: string | undefined
  readonly correlationId: string | undefined
  readonly to: string | undefined
  readonly replyTo: string | undefined
  readonly subject: string | undefined
  readonly replyToSessionId: string | undefined
  readonly contentType: string | undefined
  /** Application properties, for filters. */
  readonly properties: Readonly<Record<string, unknown>>
  readonly timeToLiveInMs: number | undefined
  readonly scheduledForInMs: number | undefined
  readonly sections: Sections
}

/** A message in a queue. */
export type Message = {
  /** Rises within a queue; a message that is due, or dead-lettered, gets a new one. */
  readonly sequence: number
  /** The one that it got when it was sent. */
  readonly enqueuedSequence: number
  readonly content: Content
  readonly state: 'active' | 'deferred' | 'scheduled'
  /** Deliveries that failed. */
  readonly deliveryCount: number
  readonly enqueuedAtInMs: number
  readonly expiresAtInMs: number
}

/** A message on its way to a receiver. */
export type Delivery = {
  readonly message: Message
  /** 16 bytes in hex; undefined where the message is gone with its delivery. */
  readonly lockToken: string | undefined
  readonly lockedUntilInMs: number | undefined
}

/** What a receiver wants to become of a message that it has locked. */
export type Disposition =
  | { readonly kind: 'complete' }
  | { readonly kind: 'abandon'; readonly properties: Readonly<Record<string, unknown>> }
  | { readonly kind: 'defer'; readonly properties: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'deadLetter'
      readonly reason: string | undefined
      readonly description: string | undefined
      readonly properties: Readonly<Record<string, unknown>>
    }
