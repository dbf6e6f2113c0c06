import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { createConnection, createServer } from 'node:net'

/** A storage account of our own, in memory. */
export type Azurite = {
  readonly connection: string
  readonly pid: number
  readonly stop: () => Promise<void>
}

// Published by Microsoft for emulators; it opens nothing else.
const ACCOUNT = 'devstoreaccount1'
const KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

/**
 * Starts azurite on free ports and waits until it answers.
 *
 * @returns Its connection string, and how to stop it.
 */
export async function startAzurite(): Promise<Azurite> {
  const [blob, queue, table] = await Promise.all([freePort(), freePort(), freePort()])
  const child = spawn(
    process.execPath,
    [
      require.resolve('azurite/dist/src/azurite.js'),
      ...['--silent', '--skipApiVersionCheck', '--disableTelemetry', '--inMemoryPersistence'],
      ...['--blobPort', String(blob), '--queuePort', String(queue), '--tablePort', String(table)],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  // A test run that is killed leaves no child behind.
  const killed = (): boolean => child.kill('SIGKILL')
  process.once('exit', killed)
  await Promise.all([blob, queue, table].map((port) => answering(child, port)))
  return {
    connection: connectionString({ blob, queue, table }),
    pid: child.pid ?? 0,
    stop: () => {
      process.removeListener('exit', killed)
      const ended = new Promise<void>((resolve) => {
        child.once('close', () => {
          resolve()
        })
      })
      child.kill('SIGTERM')
      return ended
    },
  }
}

function connectionString(ports: { blob: number; queue: number; table: number }): string {
  const endpoints = Object.entries(ports).map(
    ([kind, port]) =>
      `${kind[0]?.toUpperCase() ?? ''}${kind.slice(1)}Endpoint=http://127.0.0.1:${String(port)}/${ACCOUNT};`,
  )
  return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};${endpoints.join('')}`
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function answering(child: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + 20_000
  while (child.exitCode === null && Date.now() < deadline) {
    if (await connects(port)) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`azurite does not answer on port ${String(port)}`)
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => {
      resolve(false)
    })
  })
}
