/** What a run of a secret algorithm may use. All but the deadline are part of the algorithm's digest. */
export type SandboxLimits = {
  /** Steps of the engine's own count, each some ten thousand branches and calls: the same on every machine. */
  readonly fuel: number
  /** Of the engine's heap. */
  readonly memoryInBytes: number
  readonly stackInBytes: number
  /** Of the input, as canonical JSON in UTF-8. */
  readonly inputInBytes: number
  /** Of the output, likewise. */
  readonly outputInBytes: number
  /** By the wall clock, for what fuel does not count. A run that meets it never gives a result. */
  readonly deadlineInMs: number
}

/** What a run may use when nobody says otherwise. */
export const DEFAULT_LIMITS: SandboxLimits = {
  ...{ fuel: 10_000, memoryInBytes: 32 * 1024 * 1024, stackInBytes: 256 * 1024 },
  ...{ inputInBytes: 256 * 1024, outputInBytes: 64 * 1024 },
  deadlineInMs: 30_000,
}
