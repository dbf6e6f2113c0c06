import { once } from 'node:events'
import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import {
  EnclaveAnswerError,
  EnclaveRefusedError,
  EnclaveUnreachableError,
} from '../../../shared/execution/errors'
import { postToEnclave } from '../../../shared/execution/postToEnclave'
import { verifyRequest } from '../../../shared/execution/requestSignature'
import { localSigner } from '../../../shared/signing/localSigner'
import { recover } from '../../../shared/signing/recover'

const operator = localSigner(`0x${'41'.repeat(32)}`)
const clock = { nowInMs: () => 1_795_208_460_000 }
let server: Server

beforeAll(async () => {
  server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

function urlOf(): string {
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
}

async function post(listener: RequestListener, timeoutInMs = 5_000): Promise<unknown> {
  server.removeAllListeners('request').on('request', listener)
  const line = { url: urlOf(), operator, clock }
  return postToEnclave(line, { path: '/api/enclave/keys', body: { b: 1, a: 'é' }, timeoutInMs })
}

function answering(status: number, body: string) {
  return post((_, response) => {
    response.writeHead(status).end(body)
  })
}

describe('postToEnclave', () => {
  it('sends JSON signed by the operator, and gives what was answered', async () => {
    const answer = await post((request, response) => {
      void text(request).then((body) => {
        const headers = new Headers(request.headers as Record<string, string>)
        const policy = { operator: operator.address, recover, clock }
        const run = verifyRequest({ path: request.url ?? '', body, headers }, policy)
        response.end(JSON.stringify({ run, body, type: headers.get('content-type') }))
      })
    })
    expect(answer).toEqual({
      run: { run: `0x${'00'.repeat(32)}`, time: Math.floor(clock.nowInMs() / 1000) },
      body: '{"a":"é","b":1}',
      type: 'application/json',
    })
  })

  it.each([true, false])('keeps whether a refusal is retryable: %s', async (retryable) => {
    const problem = { code: 'KEY_NOT_HERE', detail: 'It is not here.', retryable }
    const refused = answering(503, JSON.stringify(problem))
    await expect(refused).rejects.toThrow(EnclaveRefusedError)
    await expect(refused).rejects.toMatchObject({
      message: 'The enclave refused with KEY_NOT_HERE (503): It is not here.',
      retryable,
    })
  })

  it.each([
    [502, '<html>Bad gateway</html>', true],
    [500, '', true],
    [503, '{"error":"no problem of ours"}', true],
    [404, '', true],
    [200, '<html>Welcome</html>', false],
  ])('refuses an answer of %i "%s"; retryable: %s', async (status, body, retryable) => {
    const refused = answering(status, body)
    await expect(refused).rejects.toThrow(EnclaveAnswerError)
    await expect(refused).rejects.toMatchObject({ status, retryable })
  })

  it('follows no redirect, because a signed request is for one place', async () => {
    const redirected = post((request, response) => {
      const isFirst = request.url === '/api/enclave/keys'
      response.writeHead(isFirst ? 307 : 200, { location: '/elsewhere' }).end('{}')
    })
    await expect(redirected).rejects.toThrow(EnclaveUnreachableError)
  })

  it('stops reading an answer that is too long', async () => {
    const body = JSON.stringify('x'.repeat(2 * 1024 * 1024))
    await expect(answering(200, body)).rejects.toThrow('it is longer than 2097152 bytes')
  })

  it('gives up, retryable, on an enclave that does not answer in time', async () => {
    const silent = post(() => undefined, 50)
    await expect(silent).rejects.toThrow(EnclaveUnreachableError)
    await expect(silent).rejects.toMatchObject({ retryable: true })
  })

  it('gives up, retryable, on an answer that breaks off', async () => {
    const broken = post((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{"a"', () => response.destroy())
    })
    await expect(broken).rejects.toThrow(EnclaveUnreachableError)
  })
})
