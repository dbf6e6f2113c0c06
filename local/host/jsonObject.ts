/** What JSON.parse gave for `{…}`. */
export type JsonObject = Readonly<Record<string, unknown>>

/**
 * Takes a value for an object.
 *
 * @param value - Any JSON.
 * @returns It; empty when it is none.
 */
export function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {}
}

/**
 * Gives an object within an object.
 *
 * @param object - The outer.
 * @param key - Of the inner.
 * @returns It; empty when there is none.
 */
export function objectAt(object: JsonObject, key: string): JsonObject {
  return asObject(object[key])
}

/**
 * Gives a count of at least 1.
 *
 * @param object - Holds it.
 * @param key - Of the count.
 * @returns Undefined when it is no such count.
 */
export function countAt(object: JsonObject, key: string): number | undefined {
  const value = object[key]
  return typeof value === 'number' && value >= 1 ? value : undefined
}
