/** What a command may touch of its surroundings, so that a test can watch it. */
export type Io = {
  /** Writes to stdout: answers, and with `--json` one document and nothing else. */
  readonly out: (text: string) => void
  /** Writes to stderr: progress and faults. */
  readonly err: (text: string) => void
  /** Whether stderr is a terminal, where a line may be written over. */
  readonly isTerminal: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  /** The repository's root; `.fabric/` lies there unless `--state` says otherwise. */
  readonly root: string
  /** Sets what the process ends with: 0 done, 1 failed, 2 wrong usage. */
  readonly setExitCode: (code: 0 | 1 | 2) => void
}

/**
 * Takes the surroundings of this process.
 *
 * @param root - The repository's root, absolute.
 * @returns The real streams, environment and exit code.
 */
export function processIo(root: string): Io {
  return {
    out: (text) => {
      process.stdout.write(text)
    },
    err: (text) => {
      process.stderr.write(text)
    },
    isTerminal: process.stderr.isTTY,
    env: process.env,
    root,
    setExitCode: (code) => {
      process.exitCode = code
    },
  }
}

/**
 * Lets this process write to a pipe that nobody reads any more, as `head` leaves one, or to a terminal that was closed: what
 * was read is all that was wanted, nobody is there to be told of a fault, and a stack is still to be stopped. Once in a
 * process.
 */
export function endQuietlyWithoutReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
    })
  }
}
