import { FabricError } from './errors'

/** An error as HTTP tells it. Source: RFC 9457, with our code and whether to try again as extensions. */
export type Problem = {
  /** Names the kind of problem; a URN, not to be fetched. */
  readonly type: string
  /** The same for every problem of its type. */
  readonly title: string
  readonly status: number
  /** What came, what was expected and what to do; never a secret. */
  readonly detail: string
  /** Of the FabricError, as in docs/reference/errors.md. */
  readonly code: string
  readonly retryable: boolean
}

/** Gives the HTTP status of a code, or undefined when its table does not list it. */
export type StatusOf = (code: string) => number | undefined

const STATUS_OF_CORE: Readonly<Record<string, number>> = {
  INVALID_VALUE: 400,
  INTEGER_OUT_OF_RANGE: 400,
  BODY_MALFORMED: 400,
  BODY_TOO_LARGE: 413,
  MEDIA_TYPE_UNSUPPORTED: 415,
}

/**
 * Turns whatever was thrown into a problem.
 *
 * Of an error that is not ours nothing is told: its message may hold anything. It goes to the log instead.
 *
 * @param error - What a catch clause got.
 * @param statusOf - The app's table; it goes before the few codes of core, which are known here.
 * @returns Of a code that no table lists: 503 when trying again may help, else 500.
 */
export function problemOf(error: unknown, statusOf: StatusOf = () => undefined): Problem {
  if (!(error instanceof FabricError)) {
    return problem(500, { code: 'INTERNAL', name: 'InternalError', message: '', retryable: true })
  }
  const status = statusOf(error.code) ?? STATUS_OF_CORE[error.code]
  return problem(status ?? (error.retryable ? 503 : 500), error)
}

type Fault = Pick<FabricError, 'code' | 'name' | 'message' | 'retryable'>

function problem(status: number, { code, name, message, retryable }: Fault): Problem {
  return {
    type: `urn:problem-type:cryplet:${code}`,
    title: titleOf(name),
    status,
    detail: message || 'Something failed that has no name; the log says what.',
    code,
    retryable,
  }
}

// KeyNotHereError reads "Key not here".
function titleOf(name: string): string {
  const words = name.replace(/Error$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
  return words.slice(0, 1) + words.slice(1).toLowerCase()
}
