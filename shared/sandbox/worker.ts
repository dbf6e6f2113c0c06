import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import type { FailureCode, Outcome } from './outcome'
import { FAILURE_CODES } from './outcome'
import type { Run } from './runInEngine'

/** A process that waits for the one run of its life. */
export type SandboxWorker = {
  /** Resolves when it can take its run; false when it ended before. */
  readonly ready: Promise<boolean>
  readonly run: (run: Run, deadlineInMs: number) => Promise<Outcome>
  readonly kill: () => void
}

const HEAP_IN_MB = 64

/**
 * Starts a process with nothing of this one: no environment, no arguments, no streams. What it is to run comes by its channel.
 *
 * @param entry - The built program, beside its WebAssembly.
 * @returns The worker.
 */
export function startWorker(entry: string): SandboxWorker {
  const child = fork(entry, [], {
    ...{ env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'json' },
    execArgv: [`--max-old-space-size=${String(HEAP_IN_MB)}`, ...permissions(dirname(entry))],
  })
  const kill = (): void => {
    child.kill('SIGKILL')
  }
  // It may end at any time; whoever waits for a message is told.
  child.on('error', kill)
  const ready = firstMessage(child).then((message) => message === 'ready')
  return {
    ...{ ready, kill },
    run: async (run, deadlineInMs) => {
      const late = new AbortController()
      const timer = setTimeout(() => {
        late.abort()
        kill()
      }, deadlineInMs)
      const answered = firstMessage(child)
      child.send(run, () => undefined)
      const message = await answered
      clearTimeout(timer)
      kill()
      // Whatever it says: who was late has no result.
      return late.signal.aborted ? { status: 'failed', code: 'deadline' } : parseOutcome(message)
    },
  }
}

// Reads its own folder, and may neither write nor start anything. Node's own word: a belt, no wall; the engine is the wall.
function permissions(folder: string): readonly string[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isStable = major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13)
  const flag = isStable ? '--permission' : '--experimental-permission'
  return [flag, `--allow-fs-read=${folder}/*`, '--no-warnings']
}

async function firstMessage(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController()
  const { signal } = ended
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([message]: unknown[]) => message),
      once(child, 'exit', { signal }).then(() => undefined),
    ])
  } catch {
    return undefined
  } finally {
    ended.abort()
  }
}

// Another process's word, even though it is ours.
function parseOutcome(message: unknown): Outcome {
  const lost = { status: 'failed', code: 'engineLost' } as const
  if (typeof message !== 'object' || message === null) return lost
  const { status, output, code } = message as Readonly<Record<string, unknown>>
  if (status === 'done' && typeof output === 'string') return { status, output }
  const known = FAILURE_CODES.find((each): each is FailureCode => each === code)
  return status === 'failed' && known !== undefined ? { status, code: known } : lost
}
