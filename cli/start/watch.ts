import type { Stack } from '../../local/stack/stack'

/** Why a stack that goes on came to its end. */
export type Ending =
  | { readonly reason: 'asked' }
  | { readonly reason: 'fault'; readonly error: Error }

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

const LOOK_EVERY_MS = 500

/**
 * Waits until the stack is asked to end, or one of its processes ends by itself.
 *
 * A host that has died is not started again in silence: whoever develops it wants to see that. The next start goes on.
 *
 * @param stack - Up.
 * @param interruption - The wish to end.
 * @returns Which came first.
 */
export async function watch(stack: Stack, interruption: Interruption): Promise<Ending> {
  let timer: NodeJS.Timeout | undefined
  const fault = new Promise<Ending>((resolve) => {
    timer = setInterval(() => {
      const error = stack.ended()
      if (error !== undefined) resolve({ reason: 'fault', error })
    }, LOOK_EVERY_MS)
  })
  const asked = interruption.asked.then((): Ending => ({ reason: 'asked' }))
  const ending = await Promise.race([asked, fault])
  clearInterval(timer)
  return ending
}
