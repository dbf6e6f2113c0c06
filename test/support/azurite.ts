import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { createConnection } from 'node:net'
import { portsFrom } from '../../local/stack/ports'
import { freePortBase } from './freePortBase'

/** The tables of a storage account of our own. */
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
 * Starts azurite's tables on a free port and waits until they answer.
 *
 * @param folder - Where it keeps its journal, as the local stack's does; in memory when left out.
 * @returns Its connection string, and how to stop it.
 */
export async function startAzurite(folder?: string): Promise<Azurite> {
  const { table: port } = portsFrom(await freePortBase())
  const child = spawn(
    process.execPath,
    [
      require.resolve('azurite/dist/src/table/main.js'),
      ...['--silent', '--skipApiVersionCheck', '--disableTelemetry'],
      ...(folder === undefined ? ['--inMemoryPersistence'] : ['--location', folder]),
      ...['--tablePort', String(port)],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  // A test run that is killed leaves no child behind.
  const killed = (): boolean => child.kill('SIGKILL')
  process.once('exit', killed)
  try {
    await answering(child, port)
  } catch (error) {
    killed() // a child that is left would keep the test run from ending
    throw error
  }
  return {
    connection: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};TableEndpoint=http://127.0.0.1:${String(port)}/${ACCOUNT};`,
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

async function answering(child: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + 60_000
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
