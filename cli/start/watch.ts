import type { Stack } from '../../local/stack/stack'

/** The wish of whoever sits at the terminal, or of the system, to end. */
export type Interruption = {
  /** Settles with the first signal. */
  readonly asked: Promise<'asked'>
  /** Stops listening. */
  readonly dispose: () => void
}

/**
 * Listens for Ctrl-C and the signals that ask a process to end.
 *
 * @returns The wish; the stack is stopped by whoever hears it.
 */
export function listenForEnd(): Interruption {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  let hear: () => void = () => undefined
  const asked = new Promise<'asked'>((resolve) => {
    hear = () => {
      resolve('asked')
    }
  })
  for (const signal of signals) process.on(signal, hear)
  return {
    asked,
    dispose: () => {
      for (const signal of signals) process.off(signal, hear)
    },
  }
}

/** Attention to the processes of a stack. */
export type Watch = {
  /** Rejects as soon as a process has ended by itself; never resolves. */
  readonly fault: Promise<never>
  /** Rejects with the end of a process when the next look finds one, which says more, and else with the error. */
  readonly explain: (error: unknown) => Promise<never>
  /** Looks away. */
  readonly dispose: () => void
}

const LOOK_EVERY_MS = 250

/**
 * Watches the processes of a stack.
 *
 * A host that has died is not started again in silence: whoever develops it wants to see that. The next start goes on.
 *
 * @param stack - Up.
 * @returns The fault, if there ever is one.
 */
export function watch(stack: Stack): Watch {
  let timer: NodeJS.Timeout | undefined
  const fault = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      const error = stack.ended()
      if (error !== undefined) reject(error)
    }, LOOK_EVERY_MS)
  })
  // It may come when nobody waits any more.
  fault.catch(() => undefined)
  return {
    fault,
    explain: async (error) => {
      // A process closes its connections shortly before it is gone.
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
      throw stack.ended() ?? error
    },
    dispose: () => {
      clearInterval(timer)
    },
  }
}
