import type { ObservedBody } from '../sources/observeAll'
import type { ResponseBody } from './responseBody'
import { MAX_BODIES, MAX_BODIES_IN_BYTES, MAX_BODY_IN_BYTES } from './responseBody'

/**
 * Packs the bodies of a run for their way out of the container, within the bounds.
 *
 * @param bodies - Of public sources, in the order of the observations.
 * @returns One for each, at most MAX_BODIES: with its bytes as long as they fit, else with the word that they do not.
 */
export function boundBodies(bodies: readonly ObservedBody[]): readonly ResponseBody[] {
  let room = MAX_BODIES_IN_BYTES
  return bodies.slice(0, MAX_BODIES).map(({ bytes, ...place }) => {
    if (bytes.length > Math.min(room, MAX_BODY_IN_BYTES)) return { ...place, leftOut: 'too large' }
    room -= bytes.length
    return { ...place, body: Buffer.from(bytes).toString('base64') }
  })
}
