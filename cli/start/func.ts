import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { hexlify, randomBytes } from 'ethers'
import { FabricError } from '../../shared/core/errors'
import type { Io } from '../io'

/** Core Tools are asked for, and there are none. */
export class FuncMissingError extends FabricError {
  override readonly name = 'FuncMissingError'
  readonly code = 'FUNC_MISSING'
  readonly retryable = false

  constructor() {
    super(
      'No "func" is on the PATH: install Azure Functions Core Tools 4, or run "npm start", whose embedded host runs the same apps.',
    )
  }
}

/**
 * Finds Core Tools.
 *
 * @param env - For the PATH.
 * @returns Path of `func`.
 * @throws FuncMissingError
 */
export function requireFunc(env: Io['env']): string {
  const places = (env['PATH'] ?? '').split(delimiter)
  const found = places.map((place) => join(place, 'func')).find(isExecutable)
  if (found === undefined) throw new FuncMissingError()
  return found
}

/**
 * Makes the key file that other commands read, as the embedded host would: Core Tools ask for no keys, so any will do.
 *
 * @param folder - State folder, absolute.
 */
export function ensureKeys(folder: string): void {
  const path = join(folder, 'fabric/keys.json')
  if (existsSync(path)) return
  mkdirSync(join(folder, 'fabric'), { recursive: true, mode: 0o700 })
  const keys = { function: newKey(), master: newKey(), durabletask: newKey() }
  writeFileSync(path, `${JSON.stringify(keys)}\n`, { mode: 0o600 })
}

function newKey(): string {
  return hexlify(randomBytes(32)).slice(2)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
