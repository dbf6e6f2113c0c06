import type { AddressInfo, Server } from 'node:net'
import { createServer } from 'node:net'

/** What listens, and how far from the base its port lies; the base itself is kept for the console. */
export const PORT_OFFSETS = {
  fabric: 1,
  enclave: 2,
  chain: 3,
  blob: 4,
  queue: 5,
  table: 6,
  samples: 7,
  bus: 8,
} as const

/** Name of a port. */
export type PortName = keyof typeof PORT_OFFSETS

/** One loopback port for each. */
export type StackPorts = Readonly<Record<PortName, number>>

/** What 7071, the fabric's, is counted from. */
export const DEFAULT_PORT_BASE = 7070

/** The highest offset fits below 65536. */
export const MAX_PORT_BASE = 65_535 - Math.max(...Object.values(PORT_OFFSETS))

/**
 * Gives the names of all ports.
 *
 * @returns In the order of their offsets.
 */
export function portNames(): readonly PortName[] {
  return ['fabric', 'enclave', 'chain', 'blob', 'queue', 'table', 'samples', 'bus']
}

/**
 * Counts the ports from a base.
 *
 * @param base - 1024 to MAX_PORT_BASE.
 * @returns Base plus each offset.
 */
export function portsFrom(base: number): StackPorts {
  return eachPort((name) => base + PORT_OFFSETS[name])
}

/**
 * Asks the system for free ports, all different.
 *
 * @returns Free a moment ago; nobody holds them.
 */
export async function freePorts(): Promise<StackPorts> {
  // Held all at once, so that none is given twice.
  const servers = await Promise.all(portNames().map(() => listen(0)))
  const found = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map(close))
  return eachPort((name) => found[portNames().indexOf(name)] ?? 0)
}

/**
 * Tells whether nothing listens on a loopback port.
 *
 * @param port - 1 to 65535.
 * @returns False also when we may not listen there.
 */
export async function isFree(port: number): Promise<boolean> {
  try {
    await close(await listen(port))
    return true
  } catch {
    return false
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      resolve(server)
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
  })
}

function eachPort(portOf: (name: PortName) => number): StackPorts {
  return {
    fabric: portOf('fabric'),
    enclave: portOf('enclave'),
    chain: portOf('chain'),
    blob: portOf('blob'),
    queue: portOf('queue'),
    table: portOf('table'),
    samples: portOf('samples'),
    bus: portOf('bus'),
  }
}
