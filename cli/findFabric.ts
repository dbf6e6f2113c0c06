import { describe, FabricError } from '../shared/core/errors'
import { parseUrl } from '../shared/core/settings'
import type { Io } from './io'
import type { LocalStack } from './localStack'
import { readKey, requireLocalStack, stateFolder } from './localStack'
import { UsageError } from './usage'

/** Which fabric a command is about: the local stack's unless it names another. */
export type FabricOptions = {
  readonly url?: string
  readonly key?: string
  readonly state?: string
}

/** A fabric and the key that opens it. */
export type FoundFabric = {
  readonly url: string
  readonly key: string
  /** Undefined for a fabric that was named by its URL. */
  readonly stack: LocalStack | undefined
}

/** What a command needs: the master key opens what changes things. */
export type KeyName = 'function' | 'master'

/** A fabric that is named without what opens it. */
export class FunctionKeyMissingError extends FabricError {
  override readonly name = 'FunctionKeyMissingError'
  readonly code = 'FUNCTION_KEY_MISSING'
  readonly retryable = false

  constructor(readonly needed: KeyName) {
    super(
      `--url needs ${needed === 'master' ? 'the master' : 'a function'} key: name it with --key, or better in ${variableOf(needed)}.`,
    )
  }
}

/**
 * Finds the fabric that a command is about.
 *
 * @param options - As given.
 * @param io - Its surroundings.
 * @param needed - Which key.
 * @returns Where it is.
 * @throws StackNotRunningError, StackStartingError, FunctionKeyMissingError, UsageError
 */
export function findFabric(options: FabricOptions, io: Io, needed: KeyName): FoundFabric {
  const { url, key, state } = options
  if (url === undefined) {
    const stack = requireLocalStack(stateFolder(io, state))
    return { url: stack.fabricUrl, key: readKey(stack.folder, needed), stack }
  }
  const origin = parseUrl(url)
  if (origin === undefined) {
    const expected = 'a URL with http or https, without credentials'
    throw new UsageError([{ name: '--url', received: describe(url), expected }])
  }
  // An argument shows in the list of processes; the environment does not, to other users.
  const found = key ?? io.env[variableOf(needed)]
  if (found === undefined || found === '') throw new FunctionKeyMissingError(needed)
  return { url: origin, key: found, stack: undefined }
}

function variableOf(needed: KeyName): string {
  return needed === 'master' ? 'CRYPLET_MASTER_KEY' : 'CRYPLET_FUNCTION_KEY'
}
