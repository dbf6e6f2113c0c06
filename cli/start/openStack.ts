import type { TakenPort } from '../../local/stack/errors'
import { PortsTakenError, StateFolderError } from '../../local/stack/errors'
import { inspectFolder } from '../../local/stack/inspectFolder'
import type { PortName, StackPorts } from '../../local/stack/ports'
import { DEFAULT_PORT_BASE, freePorts, isFree, portNames, portsFrom } from '../../local/stack/ports'
import { listenerOn } from '../../local/stack/processTable'
import { Stack, whatRuns } from '../../local/stack/stack'
import type { ServiceKind, StackState } from '../../local/stack/state'
import { assertClearable, clearState, isRunning, readState } from '../../local/stack/state'
import type { Io } from '../io'
import type { StartOptions } from './options'

/**
 * Refuses a state folder that cannot be gone on with, or with `--fresh` emptied, before anything is written there.
 *
 * @param options - Which folder, fresh or not.
 * @throws StateFolderError when it is none of a stack's, or damaged and not to be started anew.
 */
export function assertStateFolder(options: StartOptions): void {
  const { folder, isFresh } = options
  const content = inspectFolder(folder)
  if (isFresh) assertClearable(folder)
  else if (content === 'damaged') {
    const fault = 'stack.json is damaged or of another version; --fresh forgets what is there'
    throw new StateFolderError(folder, fault)
  }
}

/**
 * Opens the stack of a state folder: takes over what still runs of it, or starts from nothing.
 *
 * @param options - Fresh or not, which ports; the folder's lock is the caller's.
 * @param io - Environment for its processes.
 * @returns Nothing has been started; the ports that it will listen on are free.
 * @throws StateFolderError as assertStateFolder does.
 * @throws PortsTakenError with every port that another process holds; then nothing was stopped or forgotten.
 */
export async function openStack(options: StartOptions, io: Io): Promise<Stack> {
  const { folder, isFresh } = options
  assertStateFolder(options)
  const earlier = readEarlier(folder, io)
  const kept = isFresh ? undefined : earlier
  const ports = await choosePorts(options, kept)
  await assertFree(ports, earlier)
  // Processes on other ports than those to be used now are not what is asked for.
  const isKept = kept !== undefined && isSame(kept.ports, ports)
  if (earlier !== undefined && !isKept) await new Stack(folder, earlier, io).stop()
  if (isFresh) clearState(folder)
  const processes = isKept ? kept.processes : []
  const deployment = kept?.deployment
  return new Stack(
    folder,
    { version: 2, ports, processes, ...(deployment === undefined ? {} : { deployment }) },
    io,
  )
}

// What runs of it counts. One that is damaged has passed the check above: it is replaced.
function readEarlier(folder: string, io: Io): StackState | undefined {
  if (inspectFolder(folder) !== 'damaged') {
    const state = readState(folder)
    return state === undefined ? undefined : whatRuns(state)
  }
  io.err(`  ${folder}/stack.json is damaged: --fresh replaces it.\n`)
  return undefined
}

async function choosePorts(
  { portBase, isOnce }: StartOptions,
  earlier: StackState | undefined,
): Promise<StackPorts> {
  if (portBase !== undefined) return portsFrom(portBase)
  // What is left of a stack is gone on with where it is.
  if (earlier?.processes.some(isRunning) === true) return earlier.ports
  if (!isOnce) return portsFrom(DEFAULT_PORT_BASE)
  // The same ports again, where that can be: they are part of the code's hash.
  const isUsable = earlier !== undefined && (await areFree(earlier.ports))
  return isUsable ? earlier.ports : freePorts()
}

async function areFree(ports: StackPorts): Promise<boolean> {
  return (await Promise.all(portNames().map((name) => isFree(ports[name])))).every(Boolean)
}

function isSame(a: StackPorts, b: StackPorts): boolean {
  return portNames().every((name) => a[name] === b[name])
}

const SERVICE_OF: Readonly<Record<PortName, ServiceKind>> = {
  fabric: 'fabric',
  enclave: 'enclave',
  chain: 'chain',
  blob: 'storage',
  queue: 'storage',
  table: 'storage',
  samples: 'samples',
  bus: 'bus',
}

async function assertFree(ports: StackPorts, earlier: StackState | undefined): Promise<void> {
  const ours = portsOfRunning(earlier)
  const wanted = portNames().filter((name) => !ours.includes(ports[name]))
  const found = await Promise.all(wanted.map((name) => takenPort(name, ports[name])))
  const taken = found.filter((port) => port !== undefined)
  if (taken.length > 0) throw new PortsTakenError(taken)
}

// What our own earlier processes hold is gone on with, or free as soon as they are stopped.
function portsOfRunning(earlier: StackState | undefined): readonly number[] {
  if (earlier === undefined) return []
  const kinds = earlier.processes.filter(isRunning).map(({ kind }) => kind)
  const names = portNames().filter((name) => kinds.includes(SERVICE_OF[name]))
  return names.map((name) => earlier.ports[name])
}

async function takenPort(name: PortName, port: number): Promise<TakenPort | undefined> {
  if (await isFree(port)) return undefined
  const by = listenerOn(port)
  return { name, port, ...(by === undefined ? {} : { by }) }
}
