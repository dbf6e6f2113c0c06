import type { RequestListener } from 'node:http'
import { type NetworkOptions, openNetwork } from '../../../shared/sources/network'
import { type JsonServer, jsonText, startServer } from '../../support/jsonServer'

const servers: JsonServer[] = []

async function serve(answer: RequestListener): Promise<JsonServer> {
  const server = await startServer(answer)
  servers.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

const codeOf = async (url: string, options: Partial<NetworkOptions> = {}): Promise<string> => {
  const network = openNetwork({ allowedPrivateOrigins: [new URL(url).origin], ...options })
  const outcome = await network.getJson(url)
  return outcome.ok ? outcome.value.toString() : outcome.fault.code
}

const faultOf = async (url: string, options: Partial<NetworkOptions>): Promise<unknown> => {
  const network = openNetwork({ allowedPrivateOrigins: [new URL(url).origin], ...options })
  const outcome = await network.getJson(url)
  return outcome.ok ? undefined : outcome.fault
}

describe('openNetwork', () => {
  it('gives the bytes of the body as they came', async () => {
    const { origin } = await serve(jsonText('{ "price": 4083.550 }\n'))

    expect(await codeOf(`${origin}/gold`)).toBe('{ "price": 4083.550 }\n')
  })

  it('asks an origin without TLS only when that very origin was allowed', async () => {
    const { origin, asked } = await serve(jsonText('{}'))
    const other = origin.replace('127.0.0.1', 'localhost')
    const refused = (of: string, why: string): unknown => ({
      code: 'SOURCE_ADDRESS_REFUSED',
      detail: `${of} ${why}`,
      retryable: false,
    })

    expect(await faultOf(origin, { allowedPrivateOrigins: [] })).toEqual(
      refused(origin, 'is not https'),
    )
    expect(await faultOf(other, { allowedPrivateOrigins: [origin] })).toEqual(
      refused(other, 'is not https'),
    )
    const secure = origin.replace('http:', 'https:')
    expect(await faultOf(secure, { allowedPrivateOrigins: [origin] })).toEqual(
      refused(secure, 'is not public'),
    )
    expect(asked).toEqual([])
  })

  it('refuses a name that resolves inward, over https too, until it resolves otherwise', async () => {
    const { origin, asked } = await serve(jsonText('{}'))
    const { port } = new URL(origin)
    const options = { allowedPrivateOrigins: [], resolveHost: async () => ['127.0.0.1'] }

    expect(await faultOf(`https://rebound.example:${port}/`, options)).toEqual({
      code: 'SOURCE_ADDRESS_REFUSED',
      detail: `https://rebound.example:${port} is not public`,
      retryable: true,
    })
    expect(asked).toEqual([])
  })

  it('connects to the address that it checked, and resolves the name once', async () => {
    const { origin } = await serve(jsonText('{}'))
    const { port } = new URL(origin)
    const names: string[] = []
    const resolveHost = async (name: string): Promise<readonly string[]> => {
      names.push(name)
      return names.length === 1 ? ['127.0.0.1'] : ['192.0.2.1']
    }

    // A name that no resolver knows: only the pinned address can have led to the server.
    expect(await codeOf(`http://gold.invalid:${port}/`, { resolveHost })).toBe('{}')
    expect(names).toEqual(['gold.invalid'])
  })

  it('asks over TLS where the URL says so, whatever answers', async () => {
    const { origin, asked } = await serve(jsonText('{}'))

    expect(await codeOf(origin.replace('http:', 'https:'))).toBe('SOURCE_UNREACHABLE')
    expect(asked).toEqual([])
  })

  it('follows a redirect within the origin', async () => {
    const { origin } = await serve((request, response) => {
      if (request.url === '/new') jsonText('{"moved":true}')(request, response)
      else response.writeHead(302, { location: '/new' }).end()
    })

    expect(await codeOf(`${origin}/old`)).toBe('{"moved":true}')
  })

  it.each([
    ['http://127.0.0.1:1/', 'SOURCE_REDIRECTED_INWARD'],
    ['http://localhost:1/', 'SOURCE_REDIRECTED_INWARD'],
    ['http://169.254.169.254/metadata/instance', 'SOURCE_REDIRECTED_INWARD'],
    ['https://[::1]/', 'SOURCE_REDIRECTED_INWARD'],
    ['http://2130706433/', 'SOURCE_REDIRECTED_INWARD'],
    ['https://elsewhere.example/', 'SOURCE_REDIRECTED_AWAY'],
    ['http://[', 'SOURCE_REDIRECTED_AWAY'],
    ['file:///etc/passwd', 'SOURCE_REDIRECTED_AWAY'],
    ['//user:secret@127.0.0.1/', 'SOURCE_REDIRECTED_AWAY'],
  ])('does not follow a redirect to %s', async (location, code) => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(307, { location }).end()
    })

    expect(await codeOf(origin)).toBe(code)
  })

  it('does not follow a redirect to another private origin that is allowed, but not this source’s', async () => {
    const inside = await serve(jsonText('{}'))
    const { origin } = await serve((_request, response) => {
      response.writeHead(302, { location: inside.origin }).end()
    })

    expect(await codeOf(origin, { allowedPrivateOrigins: [origin, inside.origin] })).toBe(
      'SOURCE_REDIRECTED_INWARD',
    )
    expect(inside.asked).toEqual([])
  })

  it('says what has become of a name once redirected: no address is not an inward one', async () => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(302, { location: '/again' }).end()
    })
    const named = `http://gold.invalid:${new URL(origin).port}`
    const first = [['127.0.0.1'], []]

    expect(await faultOf(named, { resolveHost: async () => first.shift() ?? [] })).toEqual({
      code: 'SOURCE_UNREACHABLE',
      detail: `${named} has no address`,
      retryable: true,
    })
  })

  it('gives up after three redirects', async () => {
    const { origin, asked } = await serve((_request, response) => {
      response.writeHead(302, { location: '/again' }).end()
    })

    expect(await codeOf(origin)).toBe('SOURCE_REDIRECTED_TOO_OFTEN')
    expect(asked).toHaveLength(4)
  })

  it.each([404, 429, 500, 204, 302])('refuses the status %s', async (status) => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end()
    })

    expect(await codeOf(origin)).toBe('SOURCE_STATUS')
  })

  it('refuses a body that says that it is too large', async () => {
    const { origin } = await serve((_request, response) => {
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': '9999999' })
        .flushHeaders()
    })

    expect(await codeOf(origin)).toBe('SOURCE_TOO_LARGE')
  })

  it('stops reading a body that turns out too large, though it never ends', async () => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const more = (): void => {
        while (!response.destroyed && response.write(' '.repeat(16_384))) continue
      }
      response.on('drain', more)
      more()
    })

    expect(await codeOf(origin)).toBe('SOURCE_TOO_LARGE')
  })

  it.each([
    ['the headers', false],
    ['the body', true],
  ])('gives up on an endpoint that never sends %s', async (_what, sendsHead) => {
    const { origin } = await serve((_request, response) => {
      if (sendsHead) response.writeHead(200, { 'content-type': 'application/json' }).write('{')
    })

    expect(await codeOf(origin, { limits: { timeoutInMs: 50 } })).toBe('SOURCE_TIMEOUT')
  })

  it('gives up on a resolver that never answers', async () => {
    const resolveHost = () => new Promise<never>(() => undefined)

    expect(
      await codeOf('https://gold.example/', { resolveHost, limits: { timeoutInMs: 50 } }),
    ).toBe('SOURCE_TIMEOUT')
  })

  it('calls an endpoint unreachable that is down, unknown, or hangs up', async () => {
    const { origin, stop } = await serve(jsonText('{}'))
    const hangsUp = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{')
      response.destroy()
    })
    await stop()

    expect(await codeOf(origin)).toBe('SOURCE_UNREACHABLE')
    expect(await codeOf(hangsUp.origin)).toBe('SOURCE_UNREACHABLE')
    const resolveHost = async () => await Promise.reject(new Error('no such host'))
    expect(await codeOf('https://gold.invalid/', { resolveHost })).toBe('SOURCE_UNREACHABLE')
  })

  it.each([
    ['content-type', 'SOURCE_NOT_JSON'],
    ['content-encoding', 'SOURCE_NOT_JSON'],
    ['location', 'SOURCE_REDIRECTED_AWAY'],
  ])('clips what a provider writes at length in %s', async (header, code) => {
    const long = header === 'location' ? `https://${'a'.repeat(3000)}/` : 'x'.repeat(3000)
    const { origin } = await serve((_request, response) => {
      const type = { 'content-type': 'application/json' }
      response.writeHead(header === 'location' ? 302 : 200, { ...type, [header]: long }).end('{}')
    })
    const network = openNetwork({ allowedPrivateOrigins: [origin] })

    const outcome = await network.getJson(origin)
    expect(outcome).toMatchObject({ ok: false, fault: { code } })
    expect(outcome.ok ? 0 : outcome.fault.detail.length).toBeLessThan(300)
  })

  it('says why at each address when a host refuses at all of them', async () => {
    const { origin, stop } = await serve(jsonText('{}'))
    await stop()
    const { port } = new URL(origin)
    const named = `http://gold.invalid:${port}`
    const network = openNetwork({
      allowedPrivateOrigins: [named],
      resolveHost: async () => ['127.0.0.1', '127.0.0.2'],
    })

    expect(await network.getJson(named)).toMatchObject({
      fault: {
        code: 'SOURCE_UNREACHABLE',
        detail: `${named}: connect ECONNREFUSED 127.0.0.1:${port}; connect ECONNREFUSED 127.0.0.2:${port}`,
      },
    })
  })

  it('shows nothing of a path or a query, where a key may stand', async () => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(500).end()
    })
    const network = openNetwork({ allowedPrivateOrigins: [origin] })

    const outcome = await network.getJson(`${origin}/secretPath?key=secretKey`)
    expect(JSON.stringify(outcome)).not.toContain('secret')
  })
})
