import { toInvocation, toReply } from '../../../../local/host/http/convert'
import { encodeCookie } from '../../../../local/host/http/cookie'

describe('toInvocation', () => {
  it('joins repeated query values, and leaves out a body that is not there', () => {
    const { data, triggerMetadata } = toInvocation(
      {
        method: 'GET',
        url: new URL('http://127.0.0.1:1/api/x?a=1&a=2&b='),
        path: '/api/x',
        headers: { accept: '*/*' },
        body: Buffer.alloc(0),
      },
      { id: '7' },
    )
    expect(data).toEqual({
      http: {
        method: 'GET',
        url: 'http://127.0.0.1:1/api/x?a=1&a=2&b=',
        nullableHeaders: { accept: { value: '*/*' } },
        nullableQuery: { a: { value: '1,2' }, b: { value: '' } },
        nullableParams: { id: { value: '7' } },
      },
    })
    expect(triggerMetadata).toMatchObject({ id: { string: '7' } })
  })
})

describe('toReply', () => {
  it('answers 204 for nothing', () => {
    expect(toReply({})).toEqual({ status: 204 })
    expect(toReply({ returnValue: null })).toEqual({ status: 204 })
  })

  it('keeps status, headers and bytes, but not the headers of the connection', () => {
    const http = {
      statusCode: '418',
      headers: { 'x-a': 'b', 'Content-Length': '99', 'transfer-encoding': 'chunked' },
      body: { bytes: Uint8Array.from([0, 255]) },
      cookies: [
        { name: 'a', value: '1' },
        { name: 'b', value: '2' },
      ],
    }
    expect(toReply({ returnValue: { http } })).toEqual({
      status: 418,
      headers: { 'x-a': 'b', 'set-cookie': ['a=1', 'b=2'] },
      body: Buffer.from([0, 255]),
    })
  })
})

describe('encodeCookie', () => {
  it.each([
    [{}, ''],
    [{ domain: { value: 'd' }, path: { value: '/' } }, '; Domain=d; Path=/'],
    [{ expires: { value: { seconds: 0 } } }, '; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
    [{ maxAge: { value: 0 } }, '; Max-Age=0'],
    [{ secure: { value: true }, httpOnly: { value: true } }, '; Secure; HttpOnly'],
    [{ sameSite: 'none' }, ''],
    [{ sameSite: 'explicitNone' }, '; SameSite=None'],
    [{ sameSite: 'lax' }, '; SameSite=Lax'],
  ])('writes %j', (attributes, text) => {
    expect(encodeCookie({ name: 'c', value: 'a;b', ...attributes })).toBe(`c=a%3Bb${text}`)
  })
})
