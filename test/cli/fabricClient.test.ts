import { openFabricClient } from '../../cli/fabricClient'
import { startServer } from '../support/jsonServer'

describe('openFabricClient', () => {
  it.each([
    [400, false],
    [401, false],
    [404, false],
    [422, false],
    [429, true],
    [500, true],
    [503, true],
  ])('takes an answer of %d as retryable: %s', async (status, retryable) => {
    const server = await startServer((_request, response) => response.writeHead(status).end())
    const asked = openFabricClient(server.origin, 'k').bundle(`0x${'ab'.repeat(32)}`)
    await expect(asked).rejects.toMatchObject({ code: 'FABRIC_ANSWER', status, retryable })
    await server.stop()
  })
})
