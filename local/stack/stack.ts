import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ServiceFailedError } from './errors'
import { findByVariable, startTimeOf } from './processTable'
import type { Service } from './service'
import { fingerprintOf } from './service'
import type { ServiceKind, StackDeployment, StackProcess, StackStarting, StackState } from './state'
import { isRunning, writeState } from './state'

/** How a service came to run. */
export type Arrival = 'adopted' | 'started'

/** How processes are started and stopped. */
export type StackOptions = {
  /** What every process gets besides its own settings. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** How long to wait for a process's end before it is killed; 20 s when left out. */
  readonly stoppedInMs?: number
}

const READY_IN_MS = 30_000
/** Longer than a host gives to what runs in it. */
const STOPPED_IN_MS = 20_000
const LOOK_EVERY_MS = 20
const MARK = 'STACK_PROCESS_MARK'

/**
 * The processes of one state folder.
 *
 * They are in groups of their own and write to log files, so that neither Ctrl-C in the terminal nor the end of
 * this process reaches them: what ends them is `stop`, in the right order, or the next start after a crash.
 */
export class Stack {
  private state: StackState
  private isStopping = false

  /**
   * Takes over what the folder's list says; starts and stops nothing.
   *
   * @param folder - State folder, absolute; its lock is the caller's.
   * @param state - As read, with the ports to use now.
   * @param options - For its processes.
   */
  constructor(
    readonly folder: string,
    state: StackState,
    private readonly options: StackOptions,
  ) {
    this.state = whatRuns(state)
    writeState(folder, this.state)
  }

  /**
   * What the folder's list says now.
   *
   * @returns Also ports and deployment.
   */
  get current(): StackState {
    return this.state
  }

  /**
   * Keeps what was deployed, for the next start and for other commands.
   *
   * @param deployment - Addresses on the local chain.
   */
  keepDeployment(deployment: StackDeployment): void {
    this.save({ ...this.state, deployment })
  }

  /**
   * Makes a service run: adopts the one on the list when it is the same and answers, else starts it.
   *
   * @param service - What to run.
   * @returns How it came to run; it is ready.
   * @throws ServiceFailedError when it ends, or is not ready in 30 s.
   */
  async ensure(service: Service): Promise<Arrival> {
    const listed = this.state.processes.find(({ kind }) => kind === service.kind)
    const isSame = listed?.fingerprint === fingerprintOf(service) && isRunning(listed)
    if (isSame && (await service.isReady())) return 'adopted'
    await this.stopOnly(service.kind)
    const started = this.start(service)
    await this.untilReady(service, started)
    return 'started'
  }

  /**
   * Looks for a process that has ended by itself.
   *
   * @returns The fault, or undefined while all run.
   */
  ended(): ServiceFailedError | undefined {
    const gone = this.state.processes.find((process) => !isRunning(process))
    if (gone === undefined) return undefined
    return this.failed(gone.kind, `(pid ${String(gone.pid)}) has ended`)
  }

  /** Stops every process of the list, the last started first, and nothing else. */
  async stop(): Promise<void> {
    this.isStopping = true
    for (const process of [...this.state.processes].reverse()) await this.stopOne(process)
  }

  /**
   * Stops one process, if it runs.
   *
   * @param kind - Which.
   */
  async stopOnly(kind: ServiceKind): Promise<void> {
    const listed = this.state.processes.find((process) => process.kind === kind)
    if (listed !== undefined) await this.stopOne(listed)
  }

  private start(service: Service): StackProcess {
    if (this.isStopping) throw this.failed(service.kind, 'was not started: the stack is stopping')
    // The chain keeps its state only in a folder that is there, and says nothing where it is not.
    for (const name of ['logs', 'chain']) {
      mkdirSync(join(this.folder, name), { recursive: true, mode: 0o700 })
    }
    const { kind } = service
    const starting = { kind, port: service.ports[0], fingerprint: fingerprintOf(service) }
    const mark = randomUUID()
    // First: should this process end before the list is saved again, the next start still finds what it started.
    const { state } = this
    this.save({ ...state, starting: { ...starting, mark } })
    const pid = this.spawn(service, mark)
    if (pid === undefined) {
      this.save(state)
      throw this.failed(kind, 'could not be started')
    }
    const process: StackProcess = { ...starting, pid, startedAt: startTimeOf(pid) ?? '' }
    this.save({ ...state, processes: [...state.processes, process] })
    return process
  }

  private spawn(service: Service, mark: string): number | undefined {
    const log = openSync(this.logFile(service.kind), 'a', 0o600)
    const child = spawn(service.command, service.args, {
      cwd: service.cwd ?? this.folder,
      detached: true,
      env: { ...this.options.env, ...service.env, [MARK]: mark },
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    child.unref()
    return child.pid
  }

  private async untilReady(service: Service, process: StackProcess): Promise<void> {
    const deadline = Date.now() + READY_IN_MS
    while (!(await service.isReady())) {
      if (!isRunning(process)) throw this.failed(service.kind, 'ended before it was ready')
      if (Date.now() > deadline) {
        throw this.failed(service.kind, `was not ready in ${String(READY_IN_MS / 1000)} s`)
      }
      await pause(LOOK_EVERY_MS)
    }
  }

  private async stopOne(process: StackProcess): Promise<void> {
    const deadline = Date.now() + (this.options.stoppedInMs ?? STOPPED_IN_MS)
    signal(process, 'SIGTERM')
    while (isRunning(process)) {
      if (Date.now() > deadline) signal(process, 'SIGKILL')
      await pause(LOOK_EVERY_MS)
    }
    this.save({
      ...this.state,
      processes: this.state.processes.filter(({ kind }) => kind !== process.kind),
    })
  }

  private save(state: StackState): void {
    this.state = state
    writeState(this.folder, state)
  }

  private logFile(kind: ServiceKind): string {
    return join(this.folder, 'logs', `${kind}.log`)
  }

  private failed(kind: ServiceKind, fault: string): ServiceFailedError {
    const file = this.logFile(kind)
    return new ServiceFailedError(kind, fault, { file, lastLines: lastLines(file) })
  }
}

/**
 * Tells which processes of a list run, that one too which a kill kept from the list as it was started.
 *
 * @param state - As read.
 * @returns The same, of what runs.
 */
export function whatRuns(state: StackState): StackState {
  const { starting, ...rest } = state
  const processes = [...state.processes, ...findStarted(starting)].filter(isRunning)
  return { ...rest, processes }
}

function findStarted(starting: StackStarting | undefined): readonly StackProcess[] {
  const pid = starting === undefined ? undefined : findByVariable(MARK, starting.mark)
  if (starting === undefined || pid === undefined) return []
  const { kind, port, fingerprint } = starting
  return [{ kind, port, fingerprint, pid, startedAt: startTimeOf(pid) ?? '' }]
}

// Asked again right before: a pid that has gone to somebody else is never signalled.
function signal(process: StackProcess, name: 'SIGTERM' | 'SIGKILL'): void {
  if (!isRunning(process)) return
  try {
    globalThis.process.kill(process.pid, name)
  } catch {
    // It has ended meanwhile.
  }
}

function lastLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-5)
  } catch {
    return []
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
