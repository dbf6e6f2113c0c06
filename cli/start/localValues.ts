import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { describe } from '../../shared/core/errors'
import type { SettingFault } from '../../shared/core/settings'

/** What `local.settings.json` says. */
export type LocalValues = {
  /** Settings by name. */
  readonly values: Readonly<Record<string, string>>
  readonly faults: readonly SettingFault[]
}

const FILE = 'local.settings.json'

// As Core Tools take it; what else it holds is theirs.
const fileSchema = z.object({ Values: z.record(z.string(), z.unknown()).default({}) })

/**
 * Reads the settings of `local.settings.json`, which is optional.
 *
 * @param root - The repository's root, absolute.
 * @returns Its settings, and a fault for each that is none: under its own name, or the file's.
 */
export function readLocalValues(root: string): LocalValues {
  let text: string
  try {
    text = readFileSync(join(root, FILE), 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? { values: {}, faults: [] } : fileFault(`a file (${String(code)})`)
  }
  const json = parseOrUndefined(text)
  if (json === undefined) return fileFault('what is not JSON')
  const parsed = fileSchema.safeParse(json)
  if (parsed.success) return sort(Object.entries(parsed.data.Values))
  const [issue] = parsed.error.issues
  const where = issue?.path[0] === 'Values' ? 'another Values' : describe(json)
  return fileFault(where)
}

function sort(entries: readonly (readonly [string, unknown])[]): LocalValues {
  const values = entries.flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  )
  const faults = entries.flatMap(([name, value]) =>
    typeof value === 'string'
      ? []
      : [{ name, received: describe(value), expected: `a text in ${FILE}` }],
  )
  return { values: Object.fromEntries(values), faults }
}

function fileFault(received: string): LocalValues {
  const expected = 'a JSON object whose Values, if there, are an object'
  return { values: {}, faults: [{ name: FILE, received, expected }] }
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
