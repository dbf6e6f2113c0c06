import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(__dirname, '../..')

/** The `cryplet` command in a process of its own. */
export type CliProcess = {
  readonly child: ChildProcess
  /** Waits until stderr holds a text; throws with all of it when the process ends before. */
  readonly says: (text: string) => Promise<void>
  /** What it came to; never rejects. */
  readonly ended: Promise<CliResult>
}

/** What a command came to. */
export type CliResult = {
  readonly status: number | NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Starts the command.
 *
 * @param args - Without `node` and the script.
 * @param env - Besides this process's own.
 * @returns At once.
 */
export function startCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): CliProcess {
  const child = spawn(process.execPath, [join(root, 'cli/cryplet.cjs'), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = new Promise<CliResult>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ status: signal ?? code, stdout, stderr })
    })
  })
  const says = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (stderr.includes(text)) resolve()
      }
      child.stderr.on('data', look)
      look()
      void ended.then(() => {
        reject(new Error(`It ended without saying "${text}":\n${stderr}`))
      })
    })
  return { child, says, ended }
}

/**
 * Runs the command to its end.
 *
 * @param args - Without `node` and the script.
 * @param env - Besides this process's own.
 * @returns What it came to.
 */
export function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
  return startCli(args, env).ended
}
