import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { openNetwork } from '../../../shared/sources/network'

const vector = (name: string) => readFileSync(join(__dirname, '../../vectors', name))

describe('openNetwork over TLS', () => {
  it('goes to the pinned address by its name, and refuses a certificate that nobody trusts', async () => {
    const asked: unknown[] = []
    const names: string[] = []
    const server = createServer(
      {
        key: vector('tls-test.key'),
        cert: vector('tls-test.crt'),
        SNICallback: (name, done) => {
          names.push(name)
          done(null)
        },
      },
      (request, response) => {
        asked.push(request.url)
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      },
    ).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const origin = `https://gold.invalid:${String((server.address() as AddressInfo).port)}`
    // A name that no resolver knows, and the right one for the certificate: only who signed it is wrong.
    const network = openNetwork({
      allowedPrivateOrigins: [origin],
      resolveHost: async () => ['127.0.0.1'],
    })

    const outcome = await network.getJson(`${origin}/gold`)
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
    expect(outcome).toEqual({
      ok: false,
      fault: {
        code: 'SOURCE_UNREACHABLE',
        detail: `${origin}: self-signed certificate`,
        retryable: true,
      },
    })
    expect(names).toEqual(['gold.invalid'])
    expect(asked).toEqual([])
  })
})
