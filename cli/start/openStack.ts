import type { TakenPort } from '../../local/stack/errors'
import { PortsTakenError } from '../../local/stack/errors'
import type { PortName, StackPorts } from '../../local/stack/ports'
import { DEFAULT_PORT_BASE, freePorts, isFree, portNames, portsFrom } from '../../local/stack/ports'
import { listenerOn } from '../../local/stack/processTable'
import { Stack } from '../../local/stack/stack'
import type { ServiceKind, StackState } from '../../local/stack/state'
import { clearState, isRunning, readState } from '../../local/stack/state'
import type { Io } from '../io'
import type { StartOptions } from './options'

/**
 * Opens the stack of a state folder: takes over what still runs of it, or starts from nothing.
 *
 * @param options - Fresh or not, which ports; the folder's lock is the caller's.
 * @param io - Environment for its processes.
 * @returns Nothing has been started; the ports that it will listen on are free.
 * @throws PortsTakenError with every port that another process holds.
 */
export async function openStack(options: StartOptions, io: Io): Promise<Stack> {
  const { folder } = options
  const earlier = readState(folder)
  if (options.isFresh) {
    if (earlier !== undefined) await new Stack(folder, earlier, io).stop()
    clearState(folder)
  }
  const kept = options.isFresh ? undefined : earlier
  const ports = await choosePorts(options, kept)
  // Processes on other ports than those to be used now are not what is asked for.
  const moved = kept !== undefined && !isSame(kept.ports, ports)
  if (moved) await new Stack(folder, kept, io).stop()
  const processes = kept === undefined || moved ? [] : kept.processes
  const deployment = kept?.deployment
  const stack = new Stack(
    folder,
    { version: 1, ports, processes, ...(deployment === undefined ? {} : { deployment }) },
    io,
  )
  await assertFree(stack)
  return stack
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
}

async function assertFree(stack: Stack): Promise<void> {
  const { ports, processes } = stack.current
  const ours = processes.map(({ kind }) => kind)
  const wanted = portNames().filter((name) => !ours.includes(SERVICE_OF[name]))
  const found = await Promise.all(wanted.map((name) => takenPort(name, ports[name])))
  const taken = found.filter((port) => port !== undefined)
  if (taken.length > 0) throw new PortsTakenError(taken)
}

async function takenPort(name: PortName, port: number): Promise<TakenPort | undefined> {
  if (await isFree(port)) return undefined
  const by = listenerOn(port)
  return { name, port, ...(by === undefined ? {} : { by }) }
}
