import { cryplet } from '../../support/cliRig'
import { startServer } from '../../support/jsonServer'

// The whole way of an invocation is in test/flow; here is what goes wrong before it begins.
describe('cryplet invoke', () => {
  it('says what to do where no stack runs', async () => {
    const { exitCode, err } = await cryplet(['invoke', 'marketClose', '--state', '/nowhere'])
    expect(exitCode).toBe(1)
    expect(err).toContain('Start one with "npm start"')
  })

  it('wants the key of a fabric that it is pointed at', async () => {
    const { err } = await cryplet(['invoke', 'marketClose', '--url', 'http://127.0.0.1:1'])
    expect(err).toContain('(FUNCTION_KEY_MISSING)')
  })

  it('passes the slot on as it was meant, and the refusal of the fabric back', async () => {
    const bodies: unknown[] = []
    const problem = { code: 'SLOT_NOT_DUE', detail: 'marketClose has no slot there.' }
    const server = await startServer((request, response) => {
      let text = ''
      request.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      request.on('end', () => {
        bodies.push(JSON.parse(text))
        response.writeHead(422).end(JSON.stringify(problem))
      })
    })
    const where = ['--url', `${server.origin}/`, '--key', 'k']
    for (const slot of ['last', '1795208400', '2026-11-20T21:00:00Z']) {
      const args = ['invoke', 'marketClose', '--slot', slot, ...where]
      const { exitCode, err } = await cryplet(args)
      expect(exitCode).toBe(1)
      expect(err).toContain('422 SLOT_NOT_DUE: marketClose has no slot there.')
    }
    await server.stop()
    expect(bodies).toEqual([
      { slot: 'last' },
      { slot: 1_795_208_400 },
      { slot: '2026-11-20T21:00:00Z' },
    ])
    expect(server.asked[0]).toBe('/api/cryplets/marketClose/wakes')
  })

  it('says why nobody answers, and that the key is wrong where it is', async () => {
    const server = await startServer((_request, response) => response.writeHead(401).end())
    const where = ['invoke', 'marketClose', '--url', server.origin, '--key', 'k']
    expect((await cryplet(where)).err).toMatch(/with 401: it does not take this key.*--key/)
    await server.stop()
    const { exitCode, err } = await cryplet(where)
    expect(exitCode).toBe(1)
    expect(err).toContain('ECONNREFUSED')
    expect(err).toContain('(FABRIC_UNREACHABLE)')
  })

  it.each([
    ['--url', ['--url', 'nonsense', '--key', 'k']],
    ['--url', ['--url', 'ftp://127.0.0.1', '--key', 'k']],
    ['--rpc', ['--rpc', 'http://127.0.0.1:1']],
  ])('ends with 2 when %s cannot be meant so: %j', async (name, args) => {
    const { exitCode, err } = await cryplet(['invoke', 'marketClose', ...args])
    expect(exitCode).toBe(2)
    expect(err).toContain(`${name}: expected`)
  })
})
