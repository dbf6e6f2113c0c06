import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { ServiceKind } from './state'

/** One process of the stack: how to start it, and how to tell that it is ready. */
export type Service = {
  readonly kind: ServiceKind
  /** Where it listens; every one of these must be free before it starts. */
  readonly ports: readonly [number, ...number[]]
  readonly command: string
  readonly args: readonly string[]
  /** Where it runs; the state folder when left out. */
  readonly cwd?: string
  /** Besides what every process of the stack inherits. */
  readonly env: Readonly<Record<string, string>>
  /** Its code: files whose bytes tell whether what runs is still what would be started. */
  readonly code: readonly string[]
  /** Asks it once; never throws. */
  readonly isReady: () => Promise<boolean>
}

/**
 * Tells one start of a service from another.
 *
 * @param service - Its command, settings and code count.
 * @returns SHA-256, hexadecimal.
 */
export function fingerprintOf(service: Service): string {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([service.command, service.args, Object.entries(service.env).sort()]))
  for (const path of service.code) hash.update(readFileSync(path))
  return hash.digest('hex')
}

/**
 * Asks whether something accepts connections on loopback ports.
 *
 * @param ports - All of them must.
 * @returns False also for a refusal.
 */
export async function acceptsOn(ports: readonly number[]): Promise<boolean> {
  return (await Promise.all(ports.map(accepts))).every(Boolean)
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    const answer = (isOpen: boolean): void => {
      socket.destroy()
      resolve(isOpen)
    }
    socket.once('connect', () => {
      answer(true)
    })
    socket.once('error', () => {
      answer(false)
    })
  })
}

/**
 * Asks a URL once.
 *
 * @param url - Of a service of ours.
 * @param init - As fetch takes it.
 * @returns The answer's text when it is a success; undefined for anything else, as long as it has not come in 2 s.
 */
export async function ask(url: string, init: RequestInit = {}): Promise<string | undefined> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(2000) })
    const text = await response.text()
    return response.ok ? text : undefined
  } catch {
    return undefined
  }
}
