import type { Io } from '../io'

/** What a step gave; `but` for what has come to an end, and not to the one that was hoped for. */
export type StepEnd = string | { readonly but: string }

/** One calm list: a line a step. */
export type Progress = {
  /** Shows a step while it runs, then what it gave; a failed one is marked, and its error goes on. */
  readonly step: <T>(
    title: string,
    run: () => Promise<T>,
    say: (result: T) => StepEnd,
  ) => Promise<T>
  /** Shows no step any more: nobody waits for what is still under way. */
  readonly hush: () => void
  /** Writes a line of its own. */
  readonly note: (text: string) => void
}

const TITLE_WIDTH = 11

/**
 * Opens a list on stderr.
 *
 * @param io - On a terminal a step's line is written over; elsewhere it is written once, when it is done.
 * @param nowInMs - A clock for durations.
 * @returns The list.
 */
export function openProgress(io: Io, nowInMs: () => number): Progress {
  const line = (mark: string, title: string, detail: string): string =>
    `  ${mark} ${title.padEnd(TITLE_WIDTH)} ${detail}`.trimEnd()
  let isHushed = false
  // On a terminal a step's line stays open until the step ends.
  let isOpen = false
  const show = (text: string): void => {
    if (!isHushed) io.err(text)
  }
  return {
    hush: () => {
      if (isOpen) io.err('\n')
      isHushed = true
      isOpen = false
    },
    note: (text) => {
      io.err(`${text}\n`)
    },
    step: async (title, run, say) => {
      const seconds = stopwatch(nowInMs)
      if (io.isTerminal) {
        show(line('…', title, ''))
        isOpen = !isHushed
      }
      const end = (mark: string, detail: string): void => {
        show(`${io.isTerminal ? '\r\u001b[2K' : ''}${line(mark, title, detail)}\n`)
        isOpen = false
      }
      try {
        const result = await run()
        const said = say(result)
        if (typeof said === 'string') end('✔', `${said} (${seconds()})`)
        else end('!', `${said.but} (${seconds()})`)
        return result
      } catch (error) {
        end('✖', `failed after ${seconds()}`)
        throw error
      }
    },
  }
}

function stopwatch(nowInMs: () => number): () => string {
  const begun = nowInMs()
  return () => `${((nowInMs() - begun) / 1000).toFixed(1)} s`
}
