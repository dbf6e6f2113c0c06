import type { ApiPorts } from '../../../shared/api/ports'
import { routes } from '../../../shared/api/routes'
import { registryAbi } from '../../../shared/registry/registryAbi'
import { admitted, ask, FRIDAY_CLOSE, openPorts } from '../../support/apiFixture'
import { type Azurite, startAzurite } from '../../support/azurite'
import { deployFixture, type Fixture } from '../../support/deployFixture'
import { type Anvil, startAnvil } from '../../support/foundry'

describe('routes', () => {
  let azurite: Azurite
  let anvil: Anvil
  let fixture: Fixture

  beforeAll(async () => {
    ;[azurite, anvil] = await Promise.all([startAzurite(), startAnvil()])
    fixture = await deployFixture(anvil.url)
  }, 30_000)

  afterAll(async () => {
    fixture.provider.destroy()
    await Promise.all([azurite.stop(), anvil.stop()])
  })

  function open(overrides: Partial<ApiPorts> = {}): ApiPorts {
    const registry = { provider: fixture.provider, address: fixture.registry, abi: registryAbi }
    const registryOf = (): ReturnType<ApiPorts['registryOf']> => ({ ...registry, at: 'latest' })
    return openPorts(azurite.connection, fixture, { registryOf, ...overrides })
  }

  it('have unique names and paths, and only health opens without a key', () => {
    expect(new Set(routes.map(({ name }) => name)).size).toBe(routes.length)
    expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length)
    expect(routes.filter(({ role }) => role === 'anonymous').map(({ path }) => path)).toEqual([
      'health',
    ])
  })

  describe('getHealth', () => {
    it('is degraded, but up, while the chain is away', async () => {
      const probes = {
        storage: async () => undefined,
        chain: () => Promise.reject(new Error('http://secret-endpoint')),
      }
      expect(await ask(open({ probes }), 'getHealth')).toEqual({
        status: 200,
        json: { status: 'degraded', dependencies: { storage: 'ok', chain: 'unavailable' } },
      })
    })

    it('is 503 without its storage, since nothing can be taken in', async () => {
      const probes = { storage: () => Promise.reject(new Error('down')) }
      expect((await ask(open({ probes }), 'getHealth')).status).toBe(503)
    })

    it('tells a probe to stop after two seconds, and waits no longer for one that does not', async () => {
      const limit = new AbortController()
      const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal)
      const signals: AbortSignal[] = []
      const enclave = (signal: AbortSignal): Promise<void> => {
        signals.push(signal)
        return new Promise(() => undefined)
      }
      const asked = ask(open({ probes: { enclave } }), 'getHealth')
      limit.abort()
      expect((await asked).json).toMatchObject({ dependencies: { enclave: 'unavailable' } })
      expect(signals).toEqual([limit.signal])
      expect(timeout.mock.calls).toEqual([[2_000]])
      timeout.mockRestore()
    })

    it('asks its dependencies once for all who ask within two seconds', async () => {
      let asked = 0
      let nowInMs = 1_000_000
      const storage = async (): Promise<void> => {
        asked += 1
      }
      const ports = open({ probes: { storage }, clock: { nowInMs: () => nowInMs } })
      await Promise.all([ask(ports, 'getHealth'), ask(ports, 'getHealth')])
      expect(asked).toBe(1)
      nowInMs += 2_000
      await ask(ports, 'getHealth')
      expect(asked).toBe(2)
    })
  })

  describe('listCryplets', () => {
    it('names ids, origins, slots and what tier 2 runs on, but no path and no key of a source', async () => {
      const ports = open()
      await ports.runs.subscriptions.admit(admitted(fixture))
      const { status, json } = await ask(ports, 'listCryplets')
      expect(status).toBe(200)
      expect(JSON.stringify(json)).not.toContain('secret')
      expect(json).toMatchObject({
        cryplets: [
          {
            name: 'marketClose',
            version: '1.0.0',
            crypletId: fixture.crypletId,
            codeHash: fixture.codeHash,
            wakes: [{ kind: 'schedule', at: 'close', calendar: 'XNYS' }],
            sources: [
              { name: 'gold', origins: ['http://127.0.0.1:9'], sample: true },
              { name: 'sofr', origins: ['https://provider.example'] },
            ],
            subscriptions: 1,
            // Monday, 23 November.
            slots: { last: FRIDAY_CLOSE, next: FRIDAY_CLOSE + 3 * 86_400 },
            tier2: [{ chainId: 31_337, runsOn: 'simulated, no hardware' }],
          },
        ],
      })
    })

    it('says that it does not know what tier 2 runs on while the chain is away', async () => {
      const reader = { provider: fixture.provider, address: fixture.goldNote, abi: registryAbi }
      const ports = open({ registryOf: () => ({ ...reader, at: 'latest' }) })
      await ports.runs.subscriptions.admit(admitted(fixture))
      expect((await ask(ports, 'listCryplets')).status).toBe(200)
    })
  })
})
