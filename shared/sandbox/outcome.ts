/**
 * Why a run gave nothing. No text of the algorithm's leaves the sandbox: an error may say what its input was.
 *
 * `syntax`: it cannot be read; `notAFunction`: its value is none; `threw`; `outOfFuel`, `outOfMemory`, `stackOverflow`;
 * `outputNotJson`: not plain JSON, or a number or text that JSON cannot carry; `outputTooLarge`, `inputTooLarge`; `deadline`:
 * the wall clock ended it; `engineLost`: the process ended.
 */
export type FailureCode =
  | 'syntax'
  | 'notAFunction'
  | 'threw'
  | 'outOfFuel'
  | 'outOfMemory'
  | 'stackOverflow'
  | 'outputNotJson'
  | 'outputTooLarge'
  | 'inputTooLarge'
  | 'deadline'
  | 'engineLost'

/** What a run came to. */
export type Outcome =
  /** Canonical JSON. */
  | { readonly status: 'done'; readonly output: string }
  | { readonly status: 'failed'; readonly code: FailureCode }

/** All codes. */
export const FAILURE_CODES: readonly FailureCode[] = [
  ...(['syntax', 'notAFunction', 'threw', 'outOfFuel', 'outOfMemory'] as const),
  ...(['stackOverflow', 'outputNotJson', 'outputTooLarge'] as const),
  ...(['inputTooLarge', 'deadline', 'engineLost'] as const),
]
