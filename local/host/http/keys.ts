import { randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../../../shared/core/errors'
import { AppStartError } from '../errors'
import type { HttpRequest } from './message'

/** Who may call what: any key of a level opens it, the master key opens all. */
export type HostKeys = {
  /** Opens functions of authLevel `function`. */
  readonly function: string
  /** Opens everything, `admin` and the host's own routes included. */
  readonly master: string
  /** Opens the durable management API. */
  readonly durabletask: string
}

const NAMES = ['function', 'master', 'durabletask'] as const

/**
 * Reads the keys of a host, and makes them on the first start.
 *
 * @param stateDir - Holds `keys.json`, mode 0600.
 * @returns The keys.
 * @throws AppStartError when the file is there and is not what it should be.
 */
export function openKeys(stateDir: string): HostKeys {
  const path = join(stateDir, 'keys.json')
  const text = readIfThere(path)
  if (text !== undefined) return parseKeys(text, path)
  const keys = { function: newKey(), master: newKey(), durabletask: newKey() }
  // Whole or not at all: a file that is cut short would refuse every later start.
  const part = `${path}.part`
  writeFileSync(part, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  renameSync(part, path)
  return keys
}

/**
 * Tells whether a request carries a key: in the header `x-functions-key` or as `?code=`.
 *
 * @param request - The request.
 * @param accepted - Keys that open the door.
 * @returns True if one of them is there.
 */
export function hasKey(request: HttpRequest, accepted: readonly string[]): boolean {
  const shown = request.headers['x-functions-key'] ?? request.url.searchParams.get('code')
  if (shown === null || shown === '') return false
  return accepted.some((key) => isSame(key, shown))
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function newKey(): string {
  return randomBytes(32).toString('base64url')
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new AppStartError(`${path} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}

function parseKeys(text: string, path: string): HostKeys {
  let parsed: Partial<Record<string, unknown>>
  try {
    parsed = JSON.parse(text) as Partial<Record<string, unknown>>
  } catch (error) {
    throw new AppStartError(`${path} is not JSON. Delete it to get new keys.`, { cause: error })
  }
  const missing = NAMES.filter((name) => typeof parsed[name] !== 'string' || parsed[name] === '')
  if (missing.length > 0) {
    throw new AppStartError(`${path} lacks ${missing.join(', ')}. Delete it to get new keys.`)
  }
  return parsed as HostKeys
}
