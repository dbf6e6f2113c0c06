/** What a lane waits for, and what would end the wait. */
export type Wait = {
  readonly what: string
  readonly unblockedBy: string
  /** How many of its deliveries say so; undefined when it is about the lane. */
  readonly deliveries?: number
}

// By how the lane's own words begin (`waitingFor` of a row); what is not here is a contract's refusal in its own words.
const UNBLOCKED_BY: readonly (readonly [RegExp, string])[] = [
  [/^funds: /, 'Fund that account; it goes on by itself.'],
  [
    /^its subscription's budget /,
    'Admit the subscription again with a greater budgetInWei; it goes on by itself.',
  ],
  [
    /^a fee below its cap /,
    'A lower fee on the chain, or a greater maxFeePerGasInWei of the subscription; it goes on by itself.',
  ],
  [
    /^its envelope: /,
    'What seals it again: the enclave app, the registry, the tables; it is tried again by itself.',
  ],
  [/^(?:a later block|blocks that|its policy to expire)/, 'Further blocks of its chain.'],
  [/^its lane to be resumed/, 'cryplet lanes resume, with its lane.'],
  [
    /^the key of its sender/,
    'The key file of that sender among SENDER_KEY_FILES; what has expired ends by itself.',
  ],
  [/^another nonce: /, 'It goes on by itself, when its cap and its budget allow.'],
  [/^another turn: /, 'It is simulated again by itself, and ends as reverted after three reverts.'],
  [
    /^a fresh nonce: /,
    'It goes on by itself. Find out who else sends from this account: a lane has one writer.',
  ],
  [
    /^(?:an estimate of its gas|endpoints that agree)/,
    'Endpoints in CHAINS that answer this and agree; it is tried again by itself.',
  ],
]

/**
 * Says what would end a wait.
 *
 * @param waitingFor - As a row of the lane says it.
 * @returns In words, for an operator.
 */
export function unblockedBy(waitingFor: string): string {
  const known = UNBLOCKED_BY.find(([begins]) => begins.test(waitingFor))
  return (
    known?.[1] ??
    'Its receiver or the registry, which would refuse it as it is now; it is tried again by itself, a minute later at most.'
  )
}

/**
 * Counts how many deliveries wait for the same.
 *
 * @param waits - One a delivery.
 * @returns Each once, in the order of their first.
 */
export function together(waits: readonly Wait[]): readonly Wait[] {
  const counted = new Map<string, Wait>()
  for (const wait of waits) {
    const deliveries = (counted.get(wait.what)?.deliveries ?? 0) + 1
    counted.set(wait.what, { ...wait, deliveries })
  }
  return [...counted.values()]
}
