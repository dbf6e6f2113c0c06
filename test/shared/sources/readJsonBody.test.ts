import type { RequestListener } from 'node:http'
import { openNetwork } from '../../../shared/sources/network'
import { startServer } from '../../support/jsonServer'

const stops: (() => Promise<void>)[] = []

async function serve(answer: RequestListener): Promise<{ readonly origin: string }> {
  const server = await startServer(answer)
  stops.push(server.stop)
  return server
}

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

const codeOf = async (origin: string): Promise<string> => {
  const outcome = await openNetwork({ allowedPrivateOrigins: [origin] }).getJson(origin)
  return outcome.ok ? outcome.value.toString() : outcome.fault.code
}

describe('readJsonBody, over HTTP', () => {
  it.each([
    ['text/html'],
    ['text/html; charset=utf-8'],
    ['application/json; charset=utf-16'],
    ['application/json; charset='],
    ['application/json; version=1; CHARSET = "latin1"'],
    ['text/html; application/json'],
    ['application/jsonp'],
    [undefined],
  ])('refuses the content type %p', async (type) => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end('{}')
    })

    expect(await codeOf(origin)).toBe('SOURCE_NOT_JSON')
  })

  it.each([
    'application/json',
    'application/json;',
    'Application/JSON ; version=1',
    'application/json; charset=UTF-8',
    'application/json;odata.metadata=minimal;charset="utf-8"',
    'application/vnd.api+json',
  ])('takes the content type %p', async (type) => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': type }).end('{}')
    })

    expect(await codeOf(origin)).toBe('{}')
  })

  it('refuses a compressed body, which it did not ask for', async () => {
    const { origin } = await serve((_request, response) => {
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .end('x')
    })

    expect(await codeOf(origin)).toBe('SOURCE_NOT_JSON')
  })
})
