import { HttpRequest } from '@azure/functions'
import { InvalidValueError } from '../../../shared/core/errors'
import type { HttpHandler } from '../../../shared/core/http'
import { parseJsonText } from '../../../shared/core/http'
import type { HttpRoute } from '../../../shared/triggers/http'
import { answerHttp } from '../../../shared/triggers/http'

const echo: HttpHandler = async (call) => ({
  status: 200,
  headers: { etag: '"1"' },
  json: { said: parseJsonText(await call.bodyText()), id: call.params['id'] },
})

function sink() {
  const lines: unknown[] = []
  const write = (...args: unknown[]) => {
    lines.push(...args)
  }
  return { lines, debug: write, info: write, warn: write, error: write }
}

type Sent = { readonly body?: string | Uint8Array; readonly contentType?: string }

async function answer(handler: HttpHandler, sent: Sent = {}, logs = sink()) {
  const route: HttpRoute = {
    name: 'echo',
    method: 'POST',
    route: 'things/{id}',
    authLevel: 'anonymous',
    handler,
    maxBodyInBytes: 64,
  }
  const { body = '{"a":1}', contentType = 'application/json' } = sent
  const request = new HttpRequest({
    method: 'POST',
    url: 'http://127.0.0.1/api/things/7',
    params: { id: '7' },
    headers: { 'content-type': contentType },
    body: { bytes: Buffer.from(body) },
  })
  const { status, headers, body: answered } = await answerHttp(route, request, logs)
  return { status, headers, json: JSON.parse(answered as string) as unknown }
}

describe('answerHttp', () => {
  it('hands the handler its call and answers its JSON, not to be cached', async () => {
    expect(await answer(echo)).toEqual({
      status: 200,
      headers: {
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-type': 'application/json',
        etag: '"1"',
      },
      json: { said: { a: 1 }, id: '7' },
    })
  })

  it.each(['application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'takes %s',
    async (contentType) => {
      expect((await answer(echo, { contentType })).status).toBe(200)
    },
  )

  it.each(['', 'text/plain', 'application/jsonp', 'application/json; charset=latin1'])(
    'refuses the content type "%s"',
    async (contentType) => {
      const { status, headers, json } = await answer(echo, { contentType })
      expect(status).toBe(415)
      expect(headers).toMatchObject({ 'content-type': 'application/problem+json' })
      expect(json).toMatchObject({ code: 'MEDIA_TYPE_UNSUPPORTED' })
    },
  )

  it('refuses a body over the limit, and takes one at it', async () => {
    expect(await answer(echo, { body: JSON.stringify('x'.repeat(63)) })).toMatchObject({
      status: 413,
      json: { detail: 'The body has 65 bytes; this route takes at most 64.' },
    })
    expect((await answer(echo, { body: JSON.stringify('x'.repeat(62)) })).status).toBe(200)
  })

  it.each([
    ['UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
    ['JSON', '{"a":'],
  ])('refuses a body that is not %s', async (expected, body) => {
    expect(await answer(echo, { body })).toMatchObject({
      status: 400,
      json: { code: 'BODY_MALFORMED', detail: `The body is not ${expected}.` },
    })
  })

  it('keeps a byte order mark, because a signature covers the bytes as they came', async () => {
    const text: HttpHandler = async (call) => ({ status: 200, json: await call.bodyText() })
    expect((await answer(text, { body: '\uFEFF1' })).json).toBe('\uFEFF1')
  })

  it('answers a fault of ours by its table and logs its code', async () => {
    const logs = sink()
    const refuse: HttpHandler = () => Promise.reject(new InvalidValueError('id', 'a word', '7'))
    expect(await answer(refuse, {}, logs)).toMatchObject({
      status: 400,
      json: { detail: 'id: expected a word, got "7".' },
    })
    expect(logs.lines).toEqual([
      'refused code=INVALID_VALUE status=400 detail="id: expected a word, got \\"7\\"."',
    ])
  })

  it('answers 500 to an unknown fault, whose cause goes to the log alone', async () => {
    const logs = sink()
    const cause = new Error('the disk is full')
    const { status, json } = await answer(() => Promise.reject(cause), {}, logs)
    expect(status).toBe(500)
    expect(JSON.stringify(json)).not.toContain('disk')
    expect(logs.lines).toEqual(['failed', cause])
  })
})
