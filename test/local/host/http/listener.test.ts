import { connect } from 'node:net'
import type { Listener, ListenerOptions } from '../../../../local/host/http/listener'
import { listen } from '../../../../local/host/http/listener'

let listener: Listener | undefined
const errors: unknown[] = []

async function open(options: Partial<ListenerOptions> = {}): Promise<string> {
  listener = await listen({
    port: 0,
    maxBodyInBytes: 10,
    onError: (error) => errors.push(error),
    handle: async ({ body }) => ({ status: 200, body }),
    ...options,
  })
  return `http://127.0.0.1:${String(listener.port)}`
}

beforeEach(() => {
  errors.length = 0
})

afterEach(() => {
  listener?.abort()
  return listener?.close()
})

// Sends bytes as they are, which fetch would not.
function send(url: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text))
    socket.on('data', (data) => (answer += String(data)))
    socket.on('close', () => {
      resolve(answer)
    })
  })
}

describe('listen', () => {
  it('answers 404 for what is not handled, and 500 without a body for what throws', async () => {
    const notFound = await open({ handle: () => Promise.resolve(undefined) })
    expect((await fetch(notFound)).status).toBe(404)
    listener?.abort()
    const failing = await open({ handle: () => Promise.reject(new Error('inside')) })
    const response = await fetch(failing)
    expect([response.status, await response.text()]).toEqual([500, ''])
    expect(errors).toEqual([new Error('inside')])
  })

  it('takes bodies up to the limit', async () => {
    const url = await open()
    const post = (body: string): Promise<Response> => fetch(url, { method: 'POST', body })
    expect(await (await post('1234567890')).text()).toBe('1234567890')
    expect((await post('12345678901')).status).toBe(413)
    expect((await post('1'.repeat(15))).status).toBe(413)
  })

  it.each([
    ['a target that names a host', 'GET //a/b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['one by a backslash', 'GET /\\a/b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['one with a scheme', 'GET http://a/b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['a path', 'GET /%ff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['a host', 'GET / HTTP/1.1\r\nHost: a b:c\r\nConnection: close\r\n\r\n'],
    ['a request', 'HELLO\r\n\r\n'],
  ])('answers 400 to %s that is not well-formed', async (_, text) => {
    expect(await send(await open(), text)).toMatch(/^HTTP\/1.1 400 /)
  })

  it('undoes escapes in paths, but for a slash', async () => {
    const url = await open({ handle: async ({ path }) => ({ status: 200, body: path }) })
    expect(await (await fetch(`${url}/a%20b%2Fc%C3%A4`)).text()).toBe('/a b%2Fcä')
  })

  it('says nothing when the client hangs up', async () => {
    const url = await open({ maxBodyInBytes: 1000 })
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf')
    await (await fetch(url)).text()
    socket.destroy()
    await (await fetch(url)).text()
    expect(errors).toEqual([])
  })

  it('answers what is in flight before it closes, and keeps no connection', async () => {
    let finish: () => void = () => undefined
    const begun = new Promise<void>((resolve) => {
      void open({
        handle: async () => {
          resolve()
          await new Promise<void>((done) => (finish = done))
          return { status: 200, body: 'late' }
        },
      })
        .then((url) => fetch(url))
        .then((response) => response.text())
        .then((text) => answers.push(text))
    })
    const answers: string[] = []
    await begun
    const closed = listener?.close()
    finish()
    await closed
    expect(answers).toEqual(['late'])
  })

  it('names the port that is taken', async () => {
    const url = await open()
    const port = Number(new URL(url).port)
    const taken = listen({
      port,
      maxBodyInBytes: 1,
      onError: () => undefined,
      handle: () => Promise.resolve(undefined),
    })
    await expect(taken).rejects.toThrow(`Port ${String(port)} is taken.`)
  })
})
