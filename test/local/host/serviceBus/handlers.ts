import type { InvocationContext } from '@azure/functions'

/** One invocation of a function. */
export type Run = {
  readonly value: unknown
  readonly metadata: NonNullable<InvocationContext['triggerMetadata']>
  isOver: boolean
}

/** A handler that keeps what it gets, and does what the test says. */
export type Recorder = {
  readonly runs: Run[]
  /** Of the runs, in their order. */
  readonly values: () => readonly unknown[]
  /** What the next runs do; nothing by default. */
  behave: (value: unknown, run: Run) => unknown
  readonly handler: (value: unknown, context: InvocationContext) => Promise<void>
}

/**
 * Makes a handler for one function.
 *
 * @returns With no runs yet.
 */
export function makeRecorder(): Recorder {
  const recorder: Recorder = {
    runs: [],
    values: () => recorder.runs.map(({ value }) => value),
    behave: () => undefined,
    handler: async (value, { triggerMetadata = {} }) => {
      const run: Run = { value, metadata: triggerMetadata, isOver: false }
      recorder.runs.push(run)
      try {
        await recorder.behave(value, run)
      } finally {
        run.isOver = true
      }
    },
  }
  return recorder
}

/** Something that is waited for until the test says so. */
export type Gate = { readonly opened: Promise<void>; readonly open: () => void }

/**
 * Makes a gate.
 *
 * @returns Closed.
 */
export function makeGate(): Gate {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return {
    opened,
    open: () => {
      open()
    },
  }
}
