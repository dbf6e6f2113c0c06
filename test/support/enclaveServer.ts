import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HttpRequest } from '@azure/functions'
import type { Enclave } from '../../enclave/enclave'
import { attestRoute, executeRoute, keysRoute, observeRoute } from '../../enclave/routes'
import type { HttpRoute } from '../../shared/triggers/http'
import { answerHttp } from '../../shared/triggers/http'

/** An enclave's routes on loopback HTTP, without a Functions host. */
export type EnclaveServer = {
  readonly url: string
  /** Everything that was logged. */
  readonly lines: readonly unknown[]
  readonly close: () => Promise<void>
}

export async function serveEnclave(enclave: Enclave): Promise<EnclaveServer> {
  const routes = [attestRoute, keysRoute, observeRoute, executeRoute].map((make) => make(enclave))
  const lines: unknown[] = []
  const write = (...args: unknown[]) => {
    lines.push(...args)
  }
  const sink = { debug: write, info: write, warn: write, error: write }
  const server = createServer((incoming, outgoing) => {
    void answer({ routes, sink, incoming, outgoing })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${String(port)}`,
    lines,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

type Exchange = {
  readonly routes: readonly HttpRoute[]
  readonly sink: Parameters<typeof answerHttp>[2]
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

async function answer({ routes, sink, incoming, outgoing }: Exchange): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const { pathname, href } = new URL(incoming.url ?? '/', 'http://127.0.0.1')
  const route = routes.find((each) => `/api/${each.route}` === pathname)
  if (!route) {
    outgoing.writeHead(404).end()
    return
  }
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])
  const request = new HttpRequest({
    method: 'POST',
    url: href,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: { bytes: Buffer.concat(chunks) },
  })
  const { status = 200, headers: answered, body } = await answerHttp(route, request, sink)
  outgoing.writeHead(status, answered as Record<string, string>).end(body)
}
