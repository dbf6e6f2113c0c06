import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { AppStartError } from '../errors'
import type { HttpHandler, HttpReply, HttpRequest } from './message'

/** Where hosts listen, and nowhere else. */
export const LOOPBACK = '127.0.0.1'

const KEEP_ALIVE_IN_MS = 65_000

/** How requests are taken. */
export type ListenerOptions = {
  /** 0 = any that is free. */
  readonly port: number
  readonly maxBodyInBytes: number
  readonly handle: HttpHandler
  readonly onError: (error: unknown) => void
}

/** An open port. */
export type Listener = {
  readonly port: number
  /** Takes no more requests; resolves when those in flight are answered. */
  readonly close: () => Promise<void>
  /** Hangs up on those in flight. */
  readonly abort: () => void
}

/**
 * Listens on the loopback interface.
 *
 * @param options - Port and handler.
 * @returns When it listens.
 * @throws AppStartError when the port is taken.
 */
export async function listen(options: ListenerOptions): Promise<Listener> {
  let isClosing = false
  const server = createServer((request, response) => {
    response.once('finish', () => {
      // A connection that is kept alive would keep the server open.
      if (isClosing) request.socket.end()
    })
    void answer(options, request, response)
  })
  server.keepAliveTimeout = KEEP_ALIVE_IN_MS
  const port = await open(server, options.port)
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        isClosing = true
        server.close(() => {
          resolve()
        })
        server.closeIdleConnections()
      }),
    abort: () => {
      server.closeAllConnections()
    },
  }
}

function open(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE'
      const message = `Port ${String(port)} is taken. Choose another by --port, or 0 for any that is free.`
      reject(isTaken ? new AppStartError(message, { cause: error }) : error)
    })
    server.listen(port, LOOPBACK, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

async function answer(
  options: ListenerOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const request = await readRequest(incoming, options.maxBodyInBytes)
    const reply =
      request === 'tooLarge'
        ? { status: 413, headers: { connection: 'close' } }
        : request === 'malformed'
          ? { status: 400 }
          : await options.handle(request)
    write(outgoing, reply ?? { status: 404 })
  } catch (error) {
    // The client has hung up: nobody waits for an answer, and nothing is wrong here.
    if (outgoing.destroyed) return
    options.onError(error)
    if (!outgoing.headersSent) outgoing.writeHead(500, { 'content-length': 0 })
    outgoing.end()
  }
}

async function readRequest(
  incoming: IncomingMessage,
  maxBodyInBytes: number,
): Promise<HttpRequest | 'tooLarge' | 'malformed'> {
  const place = parsePlace(incoming)
  const body = await readBody(incoming, maxBodyInBytes)
  if (body === undefined) return 'tooLarge'
  if (place === undefined) return 'malformed'
  const headers = Object.entries(incoming.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(',') : (value ?? ''),
  ])
  return {
    method: incoming.method ?? 'GET',
    ...place,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body,
  }
}

function parsePlace(incoming: IncomingMessage): Pick<HttpRequest, 'url' | 'path'> | undefined {
  const target = incoming.url ?? '/'
  // Anything else names a host of its own, past the header: //host/path, /\\host/path, http://host/path.
  if (!/^\/(?![/\\])/.test(target)) return undefined
  try {
    const url = new URL(target, `http://${incoming.headers.host ?? LOOPBACK}`)
    return { url, path: decodeURIComponent(url.pathname.replace(/%2f/gi, '%252F')) }
  } catch {
    return undefined
  }
}

// Reads on after the limit, without keeping it, so that the client gets its answer and not a broken pipe.
async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
    if (size > 2 * limit) return undefined
  }
  return size <= limit ? Buffer.concat(chunks) : undefined
}

function write(outgoing: ServerResponse, { status, headers = {}, body }: HttpReply): void {
  for (const [name, value] of Object.entries(headers)) {
    outgoing.setHeader(name, typeof value === 'string' ? value : [...value])
  }
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const hasNone = status === 204 || status === 304
  if (!hasNone) outgoing.setHeader('content-length', bytes?.length ?? 0)
  outgoing.writeHead(status)
  outgoing.end(hasNone ? undefined : bytes)
}
