import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sampleAnswer } from './sampleAnswer'

/** A running server of sample sources. */
export type Samples = {
  readonly port: number
  readonly stop: () => Promise<void>
}

/**
 * Serves the sample sources on the loopback.
 *
 * @param port - 0 takes any that is free.
 * @returns The server, once it accepts connections.
 * @throws Error when the port is taken.
 */
export async function startSamples(port: number): Promise<Samples> {
  const server = createServer((request, response) => {
    const { status, body } = sampleAnswer(request.url ?? '/')
    response.writeHead(request.method === 'GET' ? status : 405, {
      'content-type': 'application/json',
      'x-sample': 'true',
    })
    response.end(JSON.stringify(body))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  // A server on a TCP port has such an address.
  const address = server.address() as AddressInfo
  return {
    port: address.port,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
