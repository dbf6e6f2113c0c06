/** What an argument of an event may be: integers as bigint, bytes and addresses in lower-case hexadecimal, strings as text. */
export type EventValue = bigint | boolean | string
