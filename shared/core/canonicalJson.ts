import { InvalidValueError } from './errors'

/** What JSON can hold. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/**
 * Writes JSON in the one form that can be hashed.
 *
 * Source: RFC 8785 (JSON Canonicalization Scheme): members sorted by UTF-16 code units, numbers as ECMAScript writes
 * them, no white space. Members that are undefined are left out, as JSON.stringify does.
 *
 * @param value - Numbers must be finite, and integers safe: larger ones travel as decimal strings.
 * @returns The text.
 * @throws InvalidValueError for a number or a string that JSON cannot carry unchanged.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number') return canonicalNumber(value)
  if (typeof value === 'string') return canonicalString(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  let members = ''
  for (const key of Object.keys(value).sort(byCodeUnit)) {
    const member = value[key]
    if (member === undefined) continue
    if (members !== '') members += ','
    members += `${canonicalString(key)}:${canonicalJson(member)}`
  }
  return `{${members}}`
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    throw new InvalidValueError('JSON number', 'a finite number, integers below 2^53', value)
  }
  return JSON.stringify(value)
}

function canonicalString(value: string): string {
  if (!value.isWellFormed()) throw new InvalidValueError('JSON string', 'no lone surrogate', value)
  return JSON.stringify(value)
}

// Not localeCompare: RFC 8785 sorts by UTF-16 code units, as `<` does.
function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

// Array.isArray does not narrow a readonly array.
function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
