import { cryplet } from '../../support/cliRig'
import type { JsonServer } from '../../support/jsonServer'
import { jsonText, startServer } from '../../support/jsonServer'

const AT = Date.UTC(2026, 10, 20, 21) / 1000

const watch = {
  ...{ cryplet: 'goldWatch', source: 'gold', unit: 'USD/XAU', decimals: 8, everyInSeconds: 5 },
  wakes: 2,
  conditions: [
    {
      ...{ name: 'high', isArmed: true },
      condition: { kind: 'crossesUp', level: '4080', band: { amount: '10' } },
    },
    {
      ...{ name: 'moved', isArmed: true, reference: '408050000000' },
      condition: { kind: 'movedBy', bps: 50 },
    },
    { name: 'silent', isArmed: false, condition: { kind: 'silentFor', seconds: 120 } },
  ],
}
const seen = { ...watch, lookedAt: AT, heardAt: AT - 5, value: '401666000000' }
const trouble = { reasons: ['SOURCE_STALE: 61 s old'], since: AT - 10, until: AT, looks: 3 }

let server: JsonServer

afterEach(() => server.stop())

async function told(answer: object, ...more: readonly string[]): Promise<string> {
  server = await startServer(jsonText(JSON.stringify(answer)))
  const args = ['watch', 'goldWatch', '--url', server.origin, '--key', 'k', ...more]
  const { exitCode, out, err } = await cryplet(args)
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
  expect(server.asked).toEqual(['/api/cryplets/goldWatch/watch'])
  return out
}

describe('cryplet watch', () => {
  it('says what was seen, what is armed, and since when looks have given nothing', async () => {
    expect(await told({ ...seen, trouble })).toMatchInlineSnapshot(`
      "  gold, each 5 s: looked at 2026-11-20T21:00:00Z, heard 2026-11-20T20:59:55Z
          value      4016.66 USD/XAU
          wakes      2
          high       crossesUp 4080, armed
          moved      movedBy 50 bps since 4080.5, armed
          silent     silentFor 120 s, not armed
          trouble    3 looks gave nothing usable, 2026-11-20T20:59:50Z to now
                     SOURCE_STALE: 61 s old
      "
    `)
  })

  it('says until when, once there was an answer again', async () => {
    const over = { ...trouble, until: AT - 5 }
    expect(await told({ ...seen, trouble: over })).toContain('Z to 2026-11-20T20:59:55Z')
  })

  it('says that nobody has looked yet', async () => {
    expect(await told(watch)).toContain('not looked at yet')
  })

  it('writes one document with --json', async () => {
    expect(JSON.parse(await told(seen, '--json'))).toEqual(seen)
  })

  it('refuses what is no watch', async () => {
    server = await startServer(jsonText(JSON.stringify({ ...seen, value: '4016.66' })))
    const args = ['watch', 'goldWatch', '--url', server.origin, '--key', 'k']
    expect(await cryplet(args)).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('FABRIC_ANSWER') as string,
    })
  })
})
