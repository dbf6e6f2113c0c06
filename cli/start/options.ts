import { MAX_PORT_BASE } from '../../local/stack/ports'
import type { Io } from '../io'
import { stateFolder } from '../localStack'
import type { UsageFault } from '../usage'
import { UsageError } from '../usage'

/** Options of `cryplet start` as the command line gives them. */
export type StartArguments = {
  readonly once?: boolean
  readonly json?: boolean
  readonly fresh?: boolean
  readonly portBase?: string
  readonly state?: string
  readonly func?: boolean
}

/** Options of `cryplet start`. */
export type StartOptions = {
  /** Ends when the last slot's delivery has ended. */
  readonly isOnce: boolean
  readonly isJson: boolean
  readonly isFresh: boolean
  /** Runs the apps under Core Tools. */
  readonly isFunc: boolean
  readonly portBase?: number
  /** State folder, absolute. */
  readonly folder: string
}

/**
 * Parses the options.
 *
 * @param given - As the command line gives them.
 * @param io - Its surroundings.
 * @returns What is asked for.
 * @throws UsageError that lists everything that is wrong.
 */
export function parseOptions(given: StartArguments, io: Io): StartOptions {
  const faults: UsageFault[] = []
  const portBase = given.portBase === undefined ? undefined : parsePortBase(given.portBase)
  if (given.portBase !== undefined && portBase === undefined) {
    const expected = `a whole number from 1024 to ${String(MAX_PORT_BASE)}`
    faults.push({ name: '--port-base', received: JSON.stringify(given.portBase), expected })
  }
  if (given.json === true && given.once !== true) {
    const expected = 'it beside --once: a stack that goes on has no one answer'
    faults.push({ name: '--json', received: 'it alone', expected })
  }
  if (faults.length > 0) throw new UsageError(faults)
  return {
    isOnce: given.once === true,
    isJson: given.json === true,
    isFresh: given.fresh === true,
    isFunc: given.func === true,
    folder: stateFolder(io, given.state),
    ...(portBase === undefined ? {} : { portBase }),
  }
}

function parsePortBase(text: string): number | undefined {
  const base = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  return base >= 1024 && base <= MAX_PORT_BASE ? base : undefined
}
