/** The embedded Functions host as a process: serves one compiled app until SIGTERM or SIGINT. */
import { Console } from 'node:console'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { InvalidValueError } from '../../shared/core/errors'
import { systemClock } from './clock'
import { makeEndAt } from './endAt'
import { openKeys } from './http/keys'
import { installCoreModule } from './install'
import { loadApp, terminateApp } from './loadApp'
import { lockState } from './lock'
import { makeLogSink } from './log'
import { parseArguments } from './parseArguments'
import { registry } from './registry'
import { reportFailure } from './reportFailure'
import { exportLocalSettings, readHostSettings, resolveBindings, withoutDisabled } from './settings'
import type { Host } from './startHost'
import { startHost } from './startHost'

const DRAIN_DEADLINE_IN_MS = 10_000

/** The real host's, and the name of the setting that changes it. */
const DEFAULT_MAX_BODY_IN_BYTES = 104_857_600
const MAX_BODY_SETTING = 'FUNCTIONS_REQUEST_BODY_SIZE_LIMIT'

async function main(): Promise<void> {
  // Standard output says that the host listens, and nothing else.
  globalThis.console = new Console(process.stderr, process.stderr)
  registry.sink = makeLogSink({ clock: systemClock, logLevels: {} })
  installCoreModule()
  const { appDir, stateDir, port, auth } = parseArguments(process.argv.slice(2))
  exportLocalSettings(appDir, process.env)
  const settings = readHostSettings(appDir, process.env)
  const sink = makeLogSink({ clock: systemClock, logLevels: settings.logLevels })
  const endAt = makeEndAt(process.env, () => process.kill(process.pid, 'SIGKILL'))
  registry.sink = (entry) => {
    const line = sink(entry)
    if (line !== undefined) endAt(line)
  }
  mkdirSync(stateDir, { recursive: true, mode: 0o700 })
  const unlock = lockState(stateDir)
  // As the worker does: apps read files by paths that count from their own folder.
  process.chdir(appDir)
  const functions = withoutDisabled(await loadApp(appDir), process.env)
  const host = await startHost({
    functions: resolveBindings(functions, process.env),
    settings,
    env: process.env,
    databaseFile: join(stateDir, 'host.db'),
    clock: systemClock,
    port,
    keys: auth === 'keys' ? openKeys(stateDir) : undefined,
    maxBodyInBytes: parseMaxBody(process.env[MAX_BODY_SETTING]),
  })
  stopOnSignal(host, unlock)
  process.stdout.write(`listening http://127.0.0.1:${String(host.port)}\n`)
}

function parseMaxBody(text: string | undefined): number {
  const size = text === undefined ? DEFAULT_MAX_BODY_IN_BYTES : Number(text)
  if (Number.isSafeInteger(size) && size >= 0) return size
  throw new InvalidValueError(MAX_BODY_SETTING, 'a count of bytes', text)
}

function stopOnSignal(host: Host, unlock: () => void): void {
  let isStopping = false
  const stop = () => {
    if (isStopping) return
    isStopping = true
    void host
      .stop(DRAIN_DEADLINE_IN_MS)
      .then(terminateApp)
      .catch((error: unknown) => {
        reportFailure(undefined, error)
      })
      .finally(() => {
        unlock()
        process.exit(0)
      })
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

// As the worker does: the process is no longer to be trusted, and its work is taken up again at the next start.
process.on('uncaughtException', (error) => {
  reportFailure(undefined, error)
  process.exit(1)
})

main().catch((error: unknown) => {
  reportFailure(undefined, error)
  process.exit(1)
})
