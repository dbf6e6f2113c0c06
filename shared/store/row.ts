import type { Json } from '../core/canonicalJson'
import { InvalidValueError } from '../core/errors'

/** What a row holds: JSON by column name (letters and digits, first a letter). */
export type Row = { readonly [column: string]: Json | undefined }

/** A row as Table storage keeps it: flat columns. */
export type Columns = Record<string, string | number | boolean>

// Table storage takes 32 K UTF-16 code units a string.
const CHUNK = 32_000
const OBJECT_MARK = '__json'

/**
 * Flattens a row to columns.
 *
 * Short ASCII strings, numbers and booleans are columns of their own, for people who look into the table; everything else
 * is JSON in ASCII, cut into as many columns as it needs (`facts__json0`, `facts__json1`, …).
 *
 * @param row - Members that are undefined are left out; numbers must be safe integers.
 * @returns Columns.
 * @throws InvalidValueError for a number that is no safe integer: it might come back as another.
 */
export function toColumns(row: Row): Columns {
  const columns: Columns = {}
  for (const [name, value] of Object.entries(row)) {
    if (value !== undefined) addColumn(columns, name, value)
  }
  return columns
}

/**
 * Puts columns together to the row they came from.
 *
 * One damaged row must not keep its neighbours from being listed: what cannot be put together becomes `null`, which no
 * reader's schema takes, not even where a column may be left out.
 *
 * @param columns - As Table storage gives them; the keys, the etag and the time stamp are left out.
 * @returns The row.
 */
export function fromColumns(columns: Readonly<Record<string, unknown>>): Row {
  const row: Record<string, Json> = {}
  for (const [name, value] of Object.entries(columns)) {
    const marked = name.indexOf(OBJECT_MARK)
    if (marked === -1) {
      if (isPlain(value)) row[name] = value
    } else if (name.endsWith(`${OBJECT_MARK}0`)) {
      row[name.slice(0, marked)] = parseChunks(columns, name.slice(0, marked))
    }
  }
  return row
}

function addColumn(columns: Columns, name: string, value: Json): void {
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) {
    throw new InvalidValueError('column', 'letters and digits', name)
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new InvalidValueError(name, 'a safe integer', value)
  }
  if (isPlain(value) && (typeof value !== 'string' || fitsInColumn(value))) {
    columns[name] = value
    return
  }
  const text = escaped(JSON.stringify(value))
  for (let i = 0; i * CHUNK < text.length; i++) {
    columns[`${name}${OBJECT_MARK}${String(i)}`] = text.slice(i * CHUNK, (i + 1) * CHUNK)
  }
}

function fitsInColumn(text: string): boolean {
  return text.length <= CHUNK && !/[\u0080-\uffff]/.test(text)
}

// Azurite 3.35 breaks a character of several bytes that lies across two network chunks of a body.
function escaped(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function parseChunks(columns: Readonly<Record<string, unknown>>, name: string): Json {
  let text = ''
  for (let i = 0; ; i++) {
    const chunk = columns[`${name}${OBJECT_MARK}${String(i)}`]
    if (typeof chunk !== 'string') return parseOrNull(text)
    text += chunk
  }
}

function parseOrNull(text: string): Json {
  try {
    return JSON.parse(text) as Json // toColumns wrote it
  } catch {
    return null
  }
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
