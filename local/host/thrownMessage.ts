import { inspect } from 'node:util'
import { messageOf } from '../../shared/core/errors'

/**
 * Gives the message of whatever user code threw; never throws itself.
 *
 * @param thrown - Anything, also what is neither an Error nor JSON.
 * @returns Of an Error its message, of other objects their JSON where they have one.
 */
export function thrownMessage(thrown: unknown): string {
  try {
    const isBare = thrown instanceof Error || typeof thrown !== 'object'
    return isBare ? messageOf(thrown) : JSON.stringify(thrown)
  } catch {
    return inspect(thrown, { customInspect: false, getters: false })
  }
}
