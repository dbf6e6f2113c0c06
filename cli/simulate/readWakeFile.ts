import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import * as z from 'zod'
import { parseOverrides } from '../../shared/calendar/overrides'
import { FabricError, messageOf } from '../../shared/core/errors'
import type { Hex } from '../../shared/core/hex'
import type { ImaginedAnswer, ImaginedRun } from '../../shared/execution/simulate/simulateRun'
import type { ExactJson } from '../../shared/sources/parseExactJson'
import { parseExactJson } from '../../shared/sources/parseExactJson'
import { exactText } from './exactText'

/** A file that should say what wakes a Cryplet and what its sources answer, and does not. */
export class WakeFileError extends FabricError {
  override readonly name = 'WakeFileError'
  readonly code = 'WAKE_FILE_INVALID'
  readonly retryable = false

  constructor(
    readonly path: string,
    readonly faults: readonly string[],
    cause?: unknown,
  ) {
    super(
      `${path}: ${faults.join('; ')}. docs/how-to/replay-a-run.md shows what such a file holds.`,
      {
        cause,
      },
    )
  }
}

const instant = z.union(
  [
    z.iso
      .datetime({ offset: true })
      .transform((text) => Date.parse(text) / 1000)
      .refine(Number.isInteger),
    z.int().nonnegative().max(253_402_300_799),
  ],
  'expected an instant as in "2026-11-20T21:00:00Z" (whole seconds), or Unix seconds',
)

const EXPECTED =
  'expected { "body": … } (JSON, or text as it came), { "file": "…" } (beside this file), { "value": "4123.45" }, or a list of the first two'
const bodyAnswer = z.strictObject({ body: z.json() })
const fileAnswer = z.strictObject({ file: z.string().min(1) })
const valueAnswer = z.strictObject({
  value: z.string().regex(/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/, 'a number as text'),
})
const whole = z.union([bodyAnswer, fileAnswer], EXPECTED)
const answer = z.union([bodyAnswer, fileAnswer, valueAnswer, z.array(whole).min(1)], EXPECTED)

const fileSchema = z.strictObject({
  kind: z.string(),
  slot: instant,
  args: z.record(z.string(), z.unknown()).optional(),
  met: z.string().optional(),
  requestId: z
    .custom<Hex>(
      (value) => /^0x[0-9a-f]{64}$/.test(String(value)),
      'expected 32 bytes in lower case',
    )
    .optional(),
  overrides: z.unknown().optional(),
  fetchedAt: instant.optional(),
  sources: z.record(z.string(), answer),
})

type Whole = z.output<typeof whole>

/**
 * Reads what wakes a Cryplet and what its sources answer.
 *
 * @param path - Of the file.
 * @returns The run that it thinks of.
 * @throws WakeFileError that lists every fault of the file's shape.
 * @throws InvalidValueError when its overrides are none.
 */
export function readWakeFile(path: string): ImaginedRun {
  const text = readText(path, path).toString('utf8')
  const document = parseExactJson(text)
  if (document === undefined) {
    throw new WakeFileError(path, ['it is not JSON, or has a name twice in one object'])
  }
  const parsed = fileSchema.safeParse(JSON.parse(text))
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new WakeFileError(path, faults)
  }
  const { sources, fetchedAt, overrides, ...wake } = parsed.data
  const read = Object.entries(sources).map(([name, given]): [string, ImaginedAnswer] => {
    if ('value' in given) return [name, given]
    const node = memberOf(memberOf(document, 'sources'), name)
    if (!Array.isArray(given)) return [name, { bodies: [bytesOf(path, given, node)] }]
    return [name, { bodies: given.map((each, index) => bytesOf(path, each, itemOf(node, index))) }]
  })
  return {
    wake: { ...wake, ...(overrides !== undefined && { overrides: parseOverrides(overrides) }) },
    fetchedAt: fetchedAt ?? wake.slot,
    sources: Object.fromEntries(read),
  }
}

// JSON that stands in the file is taken with the digits that stand there; a double would change them.
function bytesOf(path: string, given: Whole, node: ExactJson | undefined): Uint8Array {
  if ('file' in given) return readText(resolve(dirname(path), given.file), path)
  const body = memberOf(node, 'body')
  const text = typeof given.body === 'string' ? given.body : body && exactText(body)
  return Buffer.from(text ?? '', 'utf8')
}

function memberOf(node: ExactJson | undefined, name: string): ExactJson | undefined {
  return node?.kind === 'object' ? node.members.get(name) : undefined
}

function itemOf(node: ExactJson | undefined, index: number): ExactJson | undefined {
  return node?.kind === 'array' ? node.items[index] : undefined
}

function readText(path: string, place: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new WakeFileError(place, [messageOf(error)], error)
  }
}
