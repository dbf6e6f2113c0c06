import type { Io } from '../io'
import type { StartOptions } from './options'
import type { Progress } from './progress'

/** A start under way. */
export type Start = {
  readonly options: StartOptions
  readonly io: Io
  readonly progress: Progress
  /** Whether another command runs the stack. */
  readonly isLent: boolean
  /** Core Tools' `func`, to run the apps instead of the embedded host. */
  readonly func?: string
  /** Milliseconds since the Unix epoch. */
  readonly begunInMs: number
}
