import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

// A server on the loopback, for one test.
export type JsonServer = {
  readonly origin: string
  /** Paths that were asked for, in order. */
  readonly asked: string[]
  readonly stop: () => Promise<void>
}

export async function startServer(answer: RequestListener): Promise<JsonServer> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    asked,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

// Answers with a JSON text as it stands, so that numbers keep their digits.
export function jsonText(text: string): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(text)
  }
}
