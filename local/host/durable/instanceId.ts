const MAX_LENGTH = 100

// The client puts ids into URLs as they are; @ begins the ids of entities.
const FORBIDDEN = /^@|[/\\#?\u0000-\u001f\u007f-\u009f]/

/** What an id may be, for messages. */
export const instanceIdRule = `Instance ids have at most ${String(MAX_LENGTH)} characters, do not begin with @ and contain no /, \\, #, ? or control characters.`

/**
 * Tells whether a text can be the id of an instance.
 *
 * @param id - As given by a user.
 * @returns False for what `instanceIdRule` forbids.
 */
export function isInstanceId(id: string): boolean {
  return id.length <= MAX_LENGTH && !FORBIDDEN.test(id)
}
