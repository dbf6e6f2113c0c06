import { accessSync, constants, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StateFolderError } from './errors'
import { LOCKS, readState } from './state'

/**
 * What a state folder holds: nothing yet, a stack's state, or one whose `stack.json` was cut short or is of another
 * version.
 */
export type FolderContent = 'nothing' | 'stack' | 'damaged'

/**
 * Tells what a folder holds, before anything is written to it or removed from it.
 *
 * @param folder - Absolute; may be missing.
 * @returns What of ours is there.
 * @throws StateFolderError when it is no folder, cannot be read, or holds something and none of it says that it is ours.
 */
export function inspectFolder(folder: string): FolderContent {
  const names = namesIn(folder).filter((name) => !isPassing(name))
  if (names.length === 0) return 'nothing'
  if (!names.includes('stack.json')) {
    throw new StateFolderError(folder, `it holds ${listed(names)}, and no stack has started there`)
  }
  try {
    readState(folder)
    return 'stack'
  } catch (error) {
    if (isCutShort(join(folder, 'stack.json'))) return 'damaged'
    throw error
  }
}

/**
 * Makes a state folder where there is none.
 *
 * @param folder - Absolute.
 * @throws StateFolderError when it cannot be made, or not be written to.
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw new StateFolderError(folder, `it cannot be written to (${codeOf(error)})`, error)
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return []
    const said = code === 'ENOTDIR' ? 'it is no folder' : `it cannot be read (${code})`
    throw new StateFolderError(folder, said, error)
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code)
}

// What a start that was killed at its very beginning leaves: its lock, and a list not written to its end.
function isPassing(name: string): boolean {
  return LOCKS.includes(name) || name === 'stack.json.part'
}

// `version` stands first in the list; after a loss of power the file may be empty.
function isCutShort(path: string): boolean {
  return /^\s*(\{\s*("version"|$)|$)/.test(readFileSync(path, 'utf8'))
}

function listed(names: readonly string[]): string {
  const few = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${few} and ${String(names.length - 3)} more` : few
}
