import { defineCryplet } from '../../../shared/authoring/defineCryplet'
import { minutes } from '../../../shared/authoring/duration'
import { httpJson } from '../../../shared/authoring/httpJson'
import { quantity } from '../../../shared/authoring/quantity'
import { originsOf, resolveSources } from '../../../shared/authoring/resolveSources'
import { schedule } from '../../../shared/authoring/schedule'
import { marketClose } from '../../../shared/cryplets/marketClose'

const goldWith = (url: string, asOf: 'slot' | 'latest' = 'slot') =>
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
      }),
    },
    output: { gold: quantity('int256', 'USD/XAU', 8) },
    run: ({ gold }) => ({ gold }),
  })

describe('resolveSources', () => {
  it('fills the settings in and leaves the slot', () => {
    const resolution = resolveSources(marketClose, {
      GOLD_URL: 'https://gold.example/v1?asOf={slot}',
      SOFR_URL: 'https://sofr.example/rates/{slot:date}.json',
    })

    expect(resolution.ok && originsOf(resolution.sources)).toEqual([
      'https://gold.example',
      'https://sofr.example',
    ])
    expect(resolution.ok && resolution.sources['gold']?.urls).toEqual([
      'https://gold.example/v1?asOf={slot}',
    ])
  })

  it('collects every fault, and shows no value of a setting', () => {
    expect(
      resolveSources(marketClose, { SOFR_URL: 'ftp://user:secret@sofr.example/{slot:date}' }),
    ).toEqual({
      ok: false,
      faults: [
        'marketClose, source gold: setting GOLD_URL is missing',
        'marketClose, source sofr: %SOFR_URL% is neither https nor http',
      ],
    })
  })

  it.each([
    ['nonsense', 'is not a URL'],
    ['file:///etc/passwd', 'is neither https nor http'],
    ['https://user:secret@gold.example/{slot}', 'holds credentials'],
    ['https://{slot}.example/', 'has the slot in its host'],
    ['https://gold.example/now', 'has neither {slot} nor {slot:date}'],
    ['https://gold.example/{slot}/{day}', 'has braces other than {slot} and {slot:date}'],
    ['', 'setting GOLD_URL is missing'],
  ])('refuses %p: it %s', (url, fault) => {
    const resolution = resolveSources(goldWith('%GOLD_URL%'), { GOLD_URL: url })

    expect(resolution.ok ? [] : resolution.faults[0]).toContain(fault)
  })

  it('lets a source that only knows now do without the slot', () => {
    const resolution = resolveSources(goldWith('https://gold.example/now', 'latest'), {})

    expect(resolution.ok).toBe(true)
  })

  it('leaves letters that are percent-encoded', () => {
    const url = 'https://a.example/caf%C3%A9?at={slot}'
    const resolution = resolveSources(goldWith(url), { C3: 'no' })

    expect(resolution.ok && resolution.sources['gold']?.urls).toEqual([url])
  })

  it('fills a setting into a part of a URL', () => {
    const resolution = resolveSources(goldWith('https://%HOST%/v1?at={slot}'), {
      HOST: 'a.example',
    })

    expect(resolution.ok && originsOf(resolution.sources)).toEqual(['https://a.example'])
  })
})
