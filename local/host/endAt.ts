/**
 * Ends the process by SIGKILL when a line has been written that contains a text: so that kill tests can aim at a named
 * point, and the app carries no code for them.
 *
 * @param env - `HOST_END_AT` is the text, `HOST_END_AT_COUNT` says at which line that contains it, the first by default.
 * @param kill - Ends the process.
 * @returns To be called with each line after it was written.
 */
export function makeEndAt(env: NodeJS.ProcessEnv, kill: () => void): (line: string) => void {
  const text = env['HOST_END_AT']
  if (text === undefined || text === '') return () => undefined
  let left = Number(env['HOST_END_AT_COUNT'] ?? '1')
  return (line) => {
    if (!line.includes(text)) return
    left -= 1
    if (left === 0) kill()
  }
}
