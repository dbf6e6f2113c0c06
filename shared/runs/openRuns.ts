import type { OpenTable } from '../store/table'
import type { Answers } from './answers'
import { openAnswers } from './answers'
import type { Bodies } from './bodies'
import { openBodies } from './bodies'
import type { Checkpoints } from './checkpoints'
import { openCheckpoints } from './checkpoints'
import type { Deliveries } from './deliveries'
import { openDeliveries } from './deliveries'
import type { Envelopes } from './envelopes'
import { openEnvelopes } from './envelopes'
import type { Nonces } from './nonces'
import { openNonces } from './nonces'
import type { Posts } from './posts'
import { openPosts } from './posts'
import type { Retractions } from './retractions'
import { openRetractions } from './retractions'
import type { Subscriptions } from './subscriptions'
import { openSubscriptions } from './subscriptions'
import type { Wakes } from './wakes'
import { openWakes } from './wakes'
import type { Watches } from './watches'
import { openWatches } from './watches'

/** Everything that is remembered of runs. */
export type Runs = {
  readonly wakes: Wakes
  readonly deliveries: Deliveries
  readonly bodies: Bodies
  readonly envelopes: Envelopes
  readonly subscriptions: Subscriptions
  readonly checkpoints: Checkpoints
  readonly watches: Watches
  readonly nonces: Nonces
  readonly answers: Answers
  readonly posts: Posts
  readonly retractions: Retractions
}

/**
 * Opens all rows of runs.
 *
 * @param open - How to open a table.
 * @returns The rows.
 */
export function openRuns(open: OpenTable): Runs {
  return {
    wakes: openWakes(open),
    deliveries: openDeliveries(open),
    bodies: openBodies(open),
    envelopes: openEnvelopes(open),
    subscriptions: openSubscriptions(open),
    checkpoints: openCheckpoints(open),
    watches: openWatches(open),
    nonces: openNonces(open),
    answers: openAnswers(open),
    posts: openPosts(open),
    retractions: openRetractions(open),
  }
}
