import { defineCryplet } from '../../../shared/authoring/defineCryplet'
import { minutes } from '../../../shared/authoring/duration'
import { httpJson } from '../../../shared/authoring/httpJson'
import { quantity } from '../../../shared/authoring/quantity'
import { originsOf, resolveSources } from '../../../shared/authoring/resolveSources'
import { schedule } from '../../../shared/authoring/schedule'
import { marketClose } from '../../../shared/cryplets/marketClose'
import { pointsInward } from '../../../shared/sources/admitHost'

const ALLOWED = 'http://127.0.0.1:7073'
const policy = { allowedPrivateOrigins: [ALLOWED, 'https://10.0.0.2'], pointsInward }

const goldWith = (url: string | readonly string[], asOf: 'slot' | 'latest' = 'slot') =>
  defineCryplet({
    name: 'goldOnly',
    version: '1.0.0',
    runsIn: 'enclave',
    wakes: schedule({ at: 'close', calendar: 'XNYS' }),
    sources: {
      gold: httpJson({
        url,
        value: '/price',
        providerTime: '/updatedAt',
        unit: 'USD/XAU',
        decimals: 8,
        asOf,
        maxAge: minutes(5),
        quorum: { atLeast: typeof url === 'string' ? 1 : url.length, maxSpreadInBps: 10 },
      }),
    },
    output: { gold: quantity('int256', 'USD/XAU', 8) },
    run: ({ gold }) => ({ gold }),
  })

describe('resolveSources', () => {
  it('fills the settings in and leaves the slot', () => {
    const urls = {
      GOLD_URL: 'https://gold.example/v1?asOf={slot}',
      SOFR_URL: 'https://sofr.example/rates/{slot:date}.json',
    }
    const resolution = resolveSources(marketClose, urls, policy)

    expect(resolution.ok && originsOf(resolution.sources)).toEqual([
      'https://gold.example',
      'https://sofr.example',
    ])
    expect(resolution.ok && resolution.sources['gold']?.urls).toEqual([
      'https://gold.example/v1?asOf={slot}',
    ])
  })

  it('collects every fault, and shows no value of a setting', () => {
    const urls = { SOFR_URL: 'ftp://sofr.example/{slot:date}?key=secret' }
    expect(resolveSources(marketClose, urls, policy)).toEqual({
      ok: false,
      faults: [
        'marketClose, source gold: setting GOLD_URL is missing',
        'marketClose, source sofr: %SOFR_URL% is not https, and ALLOWED_PRIVATE_ORIGINS does not list its origin',
      ],
    })
  })

  it.each([
    ['nonsense', 'is not a URL'],
    ['file:///etc/passwd', 'is not https'],
    ['http://gold.example/{slot}', 'is not https'],
    ['http://127.0.0.1:7074/{slot}', 'is not https'],
    ['https://10.0.0.1/{slot}', 'points inward'],
    ['https://2130706433/{slot}', 'points inward'],
    ['https://[::1]/{slot}', 'points inward'],
    ['https://localhost/{slot}', 'points inward'],
    ['https://gold.example./{slot}', 'has a dot at the end of its host'],
    ['https://user:secret@gold.example/{slot}', 'holds credentials'],
    ['https://{slot}.example/', 'has the slot in its host'],
    ['https://gold.example/now', 'has neither {slot} nor {slot:date}'],
    ['https://gold.example/{slot}/{day}', 'has braces other than {slot} and {slot:date}'],
    ['', 'setting GOLD_URL is missing'],
  ])('refuses %p: it %s', (url, fault) => {
    const resolution = resolveSources(goldWith('%GOLD_URL%'), { GOLD_URL: url }, policy)

    expect(resolution.ok ? [] : resolution.faults[0]).toContain(fault)
  })

  it('lets a source that only knows now do without the slot', () => {
    const resolution = resolveSources(goldWith('https://gold.example/now', 'latest'), {}, policy)

    expect(resolution.ok).toBe(true)
  })

  it('leaves letters that are percent-encoded', () => {
    const url = 'https://a.example/caf%C3%A9?at={slot}'
    const resolution = resolveSources(goldWith(url), { C3: 'no' }, policy)

    expect(resolution.ok && resolution.sources['gold']?.urls).toEqual([url])
  })

  it('fills a setting into a part of a URL', () => {
    const gold = goldWith('https://%HOST%/v1?at={slot}')
    const resolution = resolveSources(gold, { HOST: 'a.example' }, policy)

    expect(resolution.ok && originsOf(resolution.sources)).toEqual(['https://a.example'])
  })

  it.each([`${ALLOWED}/{slot}`, 'https://10.0.0.2/{slot}'])('takes %s, which is allowed', (url) => {
    expect(resolveSources(goldWith(url), {}, policy).ok).toBe(true)
  })

  it.each([
    ['the same URL', 'https://a.example/{slot}'],
    ['another case', 'HTTPS://A.example/{slot}'],
    ['its port said', 'https://a.example:443/{slot}'],
    ['an empty query', 'https://a.example/{slot}?'],
    ['a fragment', 'https://a.example/{slot}#x'],
    ['another path', 'https://a.example/v2/{slot}'],
  ])('gives no origin two votes: %s', (_what, B) => {
    const gold = goldWith(['%FIRST%', '%SECOND%'])
    const settings = { FIRST: 'https://a.example/{slot}', SECOND: B }

    expect(resolveSources(gold, settings, policy)).toEqual({
      ok: false,
      faults: ['goldOnly, source gold: its 2 URLs have 1 origins: each must be another'],
    })
    const other = { ...settings, SECOND: 'https://b.example/{slot}' }
    expect(resolveSources(gold, other, policy).ok).toBe(true)
  })
})
