/** One message. */
export type BusMessage = {
  /** What JSON holds. */
  readonly body: object
  readonly contentType: 'application/json'
  /** Those of one session are received one at a time, in order. */
  readonly sessionId: string
}

/** A Service Bus namespace, as far as the fabric sends to it. */
export type Bus = {
  /** Resolves when the broker has taken it; throws BusUnreachableError while it cannot. */
  readonly send: (entity: string, message: BusMessage) => Promise<void>
}
