import type { RequestListener } from 'node:http'
import { keccak256, toUtf8Bytes } from 'ethers'
import { sampleAnswer } from '../../../local/samples/sampleAnswer'
import { startSamples } from '../../../local/samples/startSamples'
import { type Cryplet, defineCryplet } from '../../../shared/authoring/defineCryplet'
import { minutes } from '../../../shared/authoring/duration'
import { httpJson } from '../../../shared/authoring/httpJson'
import { quantity } from '../../../shared/authoring/quantity'
import { resolveSources } from '../../../shared/authoring/resolveSources'
import { schedule } from '../../../shared/authoring/schedule'
import { sessionsOf } from '../../../shared/calendar/sessionsOf'
import { marketClose } from '../../../shared/cryplets/marketClose'
import { pointsInward, type ResolveHost } from '../../../shared/sources/admitHost'
import { type Network, openNetwork } from '../../../shared/sources/network'
import { type Observed, observeAll } from '../../../shared/sources/observeAll'
import { valuesOf } from '../../../shared/sources/valuesOf'
import { type JsonServer, jsonText, startServer } from '../../support/jsonServer'
import { noChain } from '../../support/noChain'

const SLOT = Date.parse('2026-11-20T21:00:00Z') / 1000
const clock = { nowInMs: () => (SLOT + 60) * 1000 + 999 }

const servers: JsonServer[] = []

async function serve(answer: RequestListener | string): Promise<JsonServer> {
  const server = await startServer(typeof answer === 'string' ? jsonText(answer) : answer)
  servers.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

const goldFrom = (urls: readonly string[], atLeast = urls.length) =>
  defineCryplet({
    name: 'goldOnly',
    version: '1.0.0',
    runsIn: 'enclave',
    wakes: schedule({ at: 'close', calendar: 'XNYS' }),
    sources: {
      gold: httpJson({
        url: urls,
        value: '/price',
        providerTime: '/at',
        unit: 'USD/XAU',
        decimals: 2,
        asOf: 'slot',
        maxAge: minutes(5),
        quorum: { atLeast, maxSpreadInBps: 100 },
      }),
    },
    output: { gold: quantity('int256', 'USD/XAU', 2) },
    run: ({ gold }) => ({ gold }),
  })

type Surroundings = {
  readonly settings?: Readonly<Record<string, string>>
  readonly resolveHost?: ResolveHost
}

async function observe(
  cryplet: Cryplet,
  allowed: readonly string[],
  { settings = {}, ...resolver }: Surroundings = {},
): Promise<Observed> {
  const origins = { allowedPrivateOrigins: allowed }
  const resolution = resolveSources(cryplet, settings, { ...origins, pointsInward })
  if (!resolution.ok) throw new Error(resolution.faults.join())
  const network = openNetwork({ ...origins, ...resolver, limits: { timeoutInMs: 2000 } })
  const context = { slot: SLOT, calendar: 'XNYS', clock, network, readChain: noChain } as const
  return await observeAll(cryplet, resolution.sources, context)
}

async function observeOne(answer: RequestListener | string): Promise<Observed> {
  const { origin } = await serve(answer)
  return await observe(goldFrom([`${origin}/?at={slot}`]), [origin])
}

describe('observeAll', () => {
  it('observes what marketClose declares from the sample sources, as of the slot', async () => {
    const samples = await startSamples(0)
    const origin = `http://127.0.0.1:${String(samples.port)}`

    const settings = {
      GOLD_URL: `${origin}/sample/gold?asOf={slot}`,
      SOFR_URL: `${origin}/sample/sofr?date={slot:date}`,
    }
    const seen = await observe(marketClose, [origin], { settings })
    await samples.stop()

    expect(seen).toMatchObject({
      ok: true,
      fetchedAt: SLOT + 60,
      observations: [
        { source: 'gold', origin },
        { source: 'sofr', origin, providerTime: Date.parse('2026-11-19T00:00:00Z') / 1000 },
      ],
    })
    expect(seen.ok && marketClose.run(seen.values, { kind: 'schedule', slot: SLOT })).toEqual(
      seen.ok && valuesOf(marketClose, seen.observations),
    )
  })

  it('says what was read: value, provider’s time and hash of the bytes', async () => {
    const body = `{"at":"2026-11-20T20:59:00Z","price":4083.555}`
    const { origin, asked } = await serve(body)

    expect(await observe(goldFrom([`${origin}/?at={slot}&on={slot:date}`]), [origin])).toEqual({
      ok: true,
      observations: [
        {
          source: 'gold',
          origin,
          responseHash: keccak256(toUtf8Bytes(body)),
          providerTime: SLOT - 60,
          value: '408356',
        },
      ],
      bodies: [],
      values: { gold: { scaled: 408_356n, unit: 'USD/XAU', decimals: 2 } },
      fetchedAt: SLOT + 60,
    })
    expect(asked).toEqual([`/?at=${String(SLOT)}&on=2026-11-20`])
  })

  it.each([
    [`{"at":${String(SLOT)}}`, 'SOURCE_VALUE_MISSING'],
    [`{"at":${String(SLOT)},"price":null}`, 'SOURCE_VALUE_MISSING'],
    [`{"at":${String(SLOT)},"price":[4083]}`, 'SOURCE_VALUE_INVALID'],
    [`{"at":${String(SLOT)},"price":"4,083"}`, 'SOURCE_VALUE_INVALID'],
    [`{"at":${String(SLOT)},"price":1e999999999}`, 'SOURCE_VALUE_INVALID'],
    [`{"at":${String(SLOT)},"price":true}`, 'SOURCE_VALUE_INVALID'],
    ['{"price":4083.55}', 'SOURCE_VALUE_MISSING'],
    ['{"at":null,"price":4083.55}', 'SOURCE_VALUE_MISSING'],
    ['{"at":"today","price":4083.55}', 'SOURCE_VALUE_INVALID'],
    ['{"at":"2026-11-20T21:00:00","price":4083.55}', 'SOURCE_VALUE_INVALID'],
    [`{"at":${String(SLOT - 301)},"price":4083.55}`, 'SOURCE_STALE'],
    [`{"at":${String(SLOT + 1)},"price":4083.55}`, 'SOURCE_FROM_FUTURE'],
    ['{"price":4083.55,', 'SOURCE_NOT_JSON'],
    ['', 'SOURCE_NOT_JSON'],
    ['<!doctype html>', 'SOURCE_NOT_JSON'],
  ])('makes of %s the fault %s, to be tried again', async (body, code) => {
    expect(await observeOne(body)).toMatchObject({
      ok: false,
      faults: [{ source: 'gold', code, retryable: true }],
    })
  })

  it('takes a number that is sent as text', async () => {
    const seen = await observeOne(`{"at":"${String(SLOT)}","price":"4083.55"}`)

    expect(seen).toMatchObject({ ok: true, observations: [{ value: '408355' }] })
  })

  it('refuses bytes that are no UTF-8', async () => {
    const seen = await observeOne((_request, response) => {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(Buffer.from([0x22, 0xff, 0x22]))
    })

    expect(seen).toMatchObject({ ok: false, faults: [{ code: 'SOURCE_NOT_JSON' }] })
  })

  it('names the faults of all sources at once', async () => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(503).end()
    })

    const settings = { GOLD_URL: `${origin}/{slot}`, SOFR_URL: `${origin}/{slot:date}` }
    const seen = await observe(marketClose, [origin], { settings })
    expect(seen).toEqual({
      ok: false,
      faults: ['gold', 'sofr'].map((source) => ({
        source,
        code: 'SOURCE_STATUS',
        detail: `${origin} answered 503`,
        retryable: true,
      })),
    })
  })

  it('does not ask a private address that a name has and nobody allowed', async () => {
    const resolveHost: ResolveHost = async () => ['10.0.0.5']

    expect(await observe(goldFrom(['https://gold.example/{slot}']), [], { resolveHost })).toEqual({
      ok: false,
      faults: [
        {
          source: 'gold',
          code: 'SOURCE_ADDRESS_REFUSED',
          detail: 'https://gold.example is not public',
          retryable: true,
        },
      ],
    })
  })

  describe('with a quorum of two in three', () => {
    const price = (text: string): string => `{"at":${String(SLOT)},"price":${text}}`

    async function observeThree(answers: readonly (RequestListener | string)[]): Promise<Observed> {
      const three = await Promise.all(answers.map(serve))
      const origins = three.map(({ origin }) => origin)
      return await observe(
        goldFrom(
          origins.map((origin) => `${origin}/{slot}`),
          2,
        ),
        origins,
      )
    }

    const valuesSeen = (seen: Observed): unknown =>
      seen.ok ? seen.observations.map(({ value }) => value) : seen.faults

    it('observes all three, in the order of their URLs, and takes the median', async () => {
      const seen = await observeThree([price('4090'), price('4080'), price('4085')])

      expect(valuesSeen(seen)).toEqual(['409000', '408000', '408500'])
      expect(seen.ok && seen.values['gold']?.scaled).toBe(408_500n)
    })

    it('leaves out the one that is a thousand times too large', async () => {
      const seen = await observeThree([price('4090'), price('4080000'), price('4085')])

      expect(valuesSeen(seen)).toEqual(['409000', '408500'])
      expect(seen.ok && seen.values['gold']?.scaled).toBe(408_750n)
    })

    it('does without the one that is down', async () => {
      const seen = await observeThree([price('4090'), '<html>', price('4085')])

      expect(valuesSeen(seen)).toEqual(['409000', '408500'])
    })

    it('gives nothing when one is down and the two left disagree', async () => {
      const seen = await observeThree([price('4090'), '<html>', price('4085000')])
      const [fault] = seen.ok ? [] : seen.faults

      expect(fault).toMatchObject({ source: 'gold', code: 'SOURCE_QUORUM', retryable: true })
      expect(fault?.detail).toContain('2 of 3 answered, 0 agree, 2 must: SOURCE_NOT_JSON')
    })

    it('gives nothing when only one is left', async () => {
      const seen = await observeThree([price('4090'), '<html>', '<html>'])

      expect(seen).toMatchObject({ ok: false, faults: [{ code: 'SOURCE_QUORUM' }] })
    })
  })
})

describe('the sample sources', () => {
  it('answer the closes after weekends and holidays in a way that marketClose may sign', async () => {
    const urls = {
      GOLD_URL: 'http://127.0.0.1:1/sample/gold?asOf={slot}',
      SOFR_URL: 'http://127.0.0.1:1/sample/sofr?date={slot:date}',
    }
    const policy = { allowedPrivateOrigins: ['http://127.0.0.1:1'], pointsInward }
    const resolution = resolveSources(marketClose, urls, policy)
    // Without the way over HTTP, which the first test goes.
    const network: Network = {
      getJson: async (url) => ({
        ok: true,
        value: Buffer.from(JSON.stringify(sampleAnswer(url).body)),
      }),
    }
    const isAfterHoliday = (close: number, before = close): boolean => close - before > 90_000
    const closes = [2001, 2012, 2026].flatMap((year) =>
      sessionsOf('XNYS', { year })
        .map(({ close }) => close)
        .filter((close, index, all) => isAfterHoliday(close, all[index - 1]) && index % 4 === 0),
    )

    const faults: unknown[] = []
    for (const slot of closes) {
      const sources = resolution.ok ? resolution.sources : {}
      const context = { slot, calendar: 'XNYS', clock, network, readChain: noChain } as const
      const seen = await observeAll(marketClose, sources, context)
      if (!seen.ok) faults.push({ slot, faults: seen.faults })
    }

    expect(closes.length).toBeGreaterThan(30)
    expect(faults).toEqual([])
  })
})
