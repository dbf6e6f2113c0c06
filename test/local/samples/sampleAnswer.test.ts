import { sampleAnswer } from '../../../local/samples/sampleAnswer'
import { startSamples } from '../../../local/samples/startSamples'

const SLOT = 1_795_208_400

describe('sampleAnswer', () => {
  it('answers the same to the same question', () => {
    const path = `/sample/gold?asOf=${String(SLOT)}`

    expect(sampleAnswer(path)).toEqual(sampleAnswer(path))
    expect(sampleAnswer(path)).toMatchInlineSnapshot(`
      {
        "body": {
          "currency": "USD",
          "name": "Gold (sample)",
          "price": 4108.07,
          "sample": true,
          "symbol": "XAU",
          "updatedAt": "2026-11-20T20:59:28.000Z",
        },
        "status": 200,
      }
    `)
  })

  it('has the shape of the New York Fed’s reference rates', () => {
    expect(sampleAnswer('/sample/sofr?date=2026-11-20')).toMatchInlineSnapshot(`
      {
        "body": {
          "refRates": [
            {
              "effectiveDate": "2026-11-19",
              "percentRate": 4.14,
              "revisionIndicator": "",
              "type": "SOFR (sample)",
              "volumeInBillions": 3081,
            },
          ],
          "sample": true,
        },
        "status": 200,
      }
    `)
  })

  it('has a lively price besides, which goes up and down in four minutes', () => {
    const path = (slot: number) => `/sample/spot?asOf=${String(slot)}`
    expect(sampleAnswer(path(SLOT + 1))).toMatchInlineSnapshot(`
      {
        "body": {
          "currency": "USD",
          "name": "Gold spot (sample)",
          "price": 4000.83,
          "sample": true,
          "symbol": "XAU",
          "updatedAt": "2026-11-20T21:00:00.000Z",
        },
        "status": 200,
      }
    `)
    expect(sampleAnswer(path(SLOT + 120)).body).toMatchObject({ price: 4100 })
    expect(sampleAnswer(path(SLOT + 240)).body).toMatchObject({ price: 4000 })
    expect(sampleAnswer('/sample/spot?asOf=now').status).toBe(400)
  })

  it.each([
    ['2026-11-20', '2026-11-19'],
    ['2026-11-23', '2026-11-20'],
    ['2026-11-22', '2026-11-20'],
    ['2026-03-01', '2026-02-27'],
  ])('knows on %s the rate of %s', (date, night) => {
    expect(sampleAnswer(`/sample/sofr?date=${date}`).body).toMatchObject({
      refRates: [{ effectiveDate: night }],
    })
  })

  it('stays within sane bounds and never moves by two percent a day, nor from the future', () => {
    const goldAt = (slot: number) =>
      sampleAnswer(`/sample/gold?asOf=${String(slot)}`).body as { price: number; updatedAt: string }
    const odd: number[] = []
    for (let slot = SLOT; slot < SLOT + 300 * 86_400; slot += 86_400) {
      const [today, tomorrow] = [goldAt(slot), goldAt(slot + 86_400)]
      const age = slot - Date.parse(today.updatedAt) / 1000
      const step = Math.abs(tomorrow.price / today.price - 1)
      const isSane = today.price >= 3900 && today.price <= 4300 && step < 0.02
      if (!isSane || age < 0 || age >= 60) odd.push(slot)
    }

    expect(odd).toEqual([])
  })

  it.each([
    '/sample/gold',
    '/sample/gold?asOf=now',
    '/sample/gold?asOf=-1',
    '/sample/sofr?date=2026-02-30',
    '/sample/sofr?date=today',
  ])('refuses %s', (path) => {
    expect(sampleAnswer(path)).toMatchObject({ status: 400, body: { sample: true } })
  })

  it('knows no other path', () => {
    expect(sampleAnswer('/')).toMatchObject({ status: 404, body: { sample: true } })
  })
})

describe('startSamples', () => {
  it('serves the answers on the loopback, named sample in header and body', async () => {
    const samples = await startSamples(0)
    const url = `http://127.0.0.1:${String(samples.port)}/sample/gold?asOf=${String(SLOT)}`

    const response = await fetch(url)
    const body: unknown = await response.json()
    const refused = await fetch(url, { method: 'POST' })
    await samples.stop()

    expect(response.headers.get('x-sample')).toBe('true')
    expect(body).toEqual(sampleAnswer(`/sample/gold?asOf=${String(SLOT)}`).body)
    expect(refused.status).toBe(405)
  })

  it('says when its port is taken', async () => {
    const samples = await startSamples(0)

    await expect(startSamples(samples.port)).rejects.toThrow('EADDRINUSE')
    await samples.stop()
  })
})
