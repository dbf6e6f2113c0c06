import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openRpc } from '../../../shared/chain/openRpc'
import type { RpcCall } from '../../../shared/chain/rpc'

type Handle = (body: string, response: ServerResponse) => void

const closing: (() => Promise<unknown>)[] = []

afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

async function serve(handle: Handle): Promise<string> {
  const server = createServer((request: IncomingMessage, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      handle(body, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${String(port)}/secret-key`
}

type Request = { readonly id: number; readonly method: string }

const call = (method: string): RpcCall => ({ method, params: [] })

async function reasonOf(url: string, timeoutInMs = 5_000): Promise<string> {
  try {
    await openRpc({ url, timeoutInMs }).send([call('a')])
  } catch (error) {
    if (error instanceof Error) return `${error.name}: ${error.message}`
  }
  throw new Error('it answered')
}

describe('openRpc', () => {
  it('asks all in one post, a single one outside a list, and puts the replies in order', async () => {
    const bodies: string[] = []
    const url = await serve((body, response) => {
      bodies.push(body)
      const asked = JSON.parse(body) as Request | Request[]
      const reply = ({ id, method }: Request): object =>
        method === 'bad'
          ? { id, error: { code: -32_000, message: 'nonce too low', data: '0x01' } }
          : { id, result: method }
      response.end(JSON.stringify(Array.isArray(asked) ? asked.map(reply).reverse() : reply(asked)))
    })
    const rpc = openRpc({ url })
    expect(await rpc.send([call('one')])).toEqual([{ ok: true, result: 'one' }])
    expect(await rpc.send([call('first'), call('bad'), call('last')])).toEqual([
      { ok: true, result: 'first' },
      { ok: false, code: -32_000, message: 'nonce too low', data: '0x01' },
      { ok: true, result: 'last' },
    ])
    expect(bodies.map((body) => body.startsWith('['))).toEqual([false, true])
    const many = await rpc.send(
      Array.from({ length: 250 }, (_, index) => call(`m${String(index)}`)),
    )
    expect(many.map((reply) => reply.ok && reply.result)).toEqual(
      Array.from({ length: 250 }, (_, index) => `m${String(index)}`),
    )
    expect(bodies).toHaveLength(5)
  })

  it.each<readonly [string, Handle, RegExp]>([
    ['a page', (_, response) => response.writeHead(502).end('<html>'), /HTTP 502 without JSON/],
    ['a limit of our rate', (_, response) => response.writeHead(429).end('{}'), /limits our rate/],
    ['no reply to the call', (_, response) => response.end('[]'), /0 replies to one call/],
    [
      'two replies to one call',
      (_, response) => response.end('[{"id":0,"result":1},{"id":0,"result":2}]'),
      /2 replies to one call/,
    ],
    [
      'another address',
      (_, response) => response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end(),
      /sends us elsewhere \(HTTP 307\)/,
    ],
    ['a cut', (_, response) => response.destroy(), /did not answer/],
    [
      'more than it may',
      (_, response) => response.end(Buffer.alloc(11 * 1024 * 1024, 32)),
      /more than 10485760 bytes/,
    ],
  ])('takes %s for no answer', async (_, handle, reason) => {
    const said = await reasonOf(await serve(handle))
    expect(said).toMatch(reason)
    expect(said).toMatch(/^EndpointUnreachableError: http:\/\/127\.0\.0\.1:\d+ /)
    expect(said).not.toContain('secret-key')
  })

  it('takes a longer reply where it is told to', async () => {
    const reply = JSON.stringify({ id: 0, result: 'x'.repeat(11 * 1024 * 1024) })
    const url = await serve((_, response) => response.end(reply))
    const [{ ok } = { ok: false }] = await openRpc({ url, mostBytes: 12 * 1024 * 1024 }).send([
      call('a'),
    ])
    expect(ok).toBe(true)
  })

  it('waits no longer than it is told', async () => {
    const url = await serve(() => undefined)
    expect(await reasonOf(url, 50)).toMatch(/timeout/)
  })
})
