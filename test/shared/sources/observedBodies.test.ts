import { keccak256, toUtf8Bytes } from 'ethers'
import type { Cryplet } from '../../../shared/authoring/defineCryplet'
import { defineCryplet } from '../../../shared/authoring/defineCryplet'
import { seconds } from '../../../shared/authoring/duration'
import type { HttpJson } from '../../../shared/authoring/httpJson'
import { httpJson } from '../../../shared/authoring/httpJson'
import { interval } from '../../../shared/authoring/interval'
import { quantity } from '../../../shared/authoring/quantity'
import type { Network } from '../../../shared/sources/network'
import type { Observed } from '../../../shared/sources/observeAll'
import { observeAll } from '../../../shared/sources/observeAll'
import { noChain } from '../../support/noChain'

const SLOT = 1_795_208_400
const ORIGINS = ['https://a.example', 'https://b.example', 'https://c.example']

const goldFrom = (origins: readonly string[], body: Pick<HttpJson, 'body'>): Cryplet =>
  defineCryplet({
    name: 'goldOnly',
    version: '1.0.0',
    runsIn: 'enclave',
    wakes: interval({ every: seconds(60) }),
    sources: {
      gold: httpJson({
        url: origins,
        value: '/price',
        providerTime: '/at',
        unit: 'USD/XAU',
        decimals: 2,
        asOf: 'latest',
        maxAge: seconds(30),
        quorum: { atLeast: Math.floor(origins.length / 2) + 1, maxSpreadInBps: 100 },
        ...body,
      }),
    },
    output: { gold: quantity('int256', 'USD/XAU', 2) },
    run: ({ gold }) => ({ gold }),
  })

// The world is not here: each origin's answer is made up, and the last comes so many seconds after the others.
async function observe(
  cryplet: Cryplet,
  answers: Readonly<Record<string, string>>,
  lastInSeconds = 0,
): Promise<Observed> {
  let now = SLOT
  const last = Object.keys(answers).at(-1)
  const fakeNetwork: Network = {
    getJson: async (url) => {
      if (url === last) {
        await new Promise(setImmediate)
        now = SLOT + lastInSeconds
      }
      return { ok: true, value: Buffer.from(answers[url] ?? '') }
    },
  }
  const clock = { nowInMs: () => now * 1000 }
  return observeAll(cryplet, cryplet.sources, {
    slot: SLOT,
    clock,
    network: fakeNetwork,
    readChain: noChain,
  })
}

const price = (text: string, at = SLOT): string =>
  `{ "at": ${String(at)}, "price": ${text}, "on": "näher" }\n`

describe('observeAll', () => {
  it('gives the bodies of a public source byte for byte, and of no other', async () => {
    const [origin = ''] = ORIGINS
    const answers = { [origin]: price('4083.55') }
    const open = await observe(goldFrom([origin], { body: 'public' }), answers)
    expect(open.ok && open.bodies).toEqual([
      {
        source: 'gold',
        origin,
        responseHash: keccak256(toUtf8Bytes(price('4083.55'))),
        bytes: Buffer.from(price('4083.55')),
      },
    ])
    const closed = await observe(goldFrom([origin], {}), answers)
    expect(closed.ok && closed.bodies).toEqual([])
  })

  it('gives the bodies of those answers alone that count', async () => {
    const [a = '', b = '', c = ''] = ORIGINS
    const answers = { [a]: price('4090'), [b]: price('4080000'), [c]: price('4085') }
    const seen = await observe(goldFrom(ORIGINS, { body: 'public' }), answers)
    expect(seen.ok && seen.bodies.map(({ origin }) => origin)).toEqual([a, c])
    expect(seen.ok && seen.bodies.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([
      price('4090'),
      price('4085'),
    ])
  })

  it('holds every answer against the moment when the last had come, which the record has', async () => {
    const [early = '', late = ''] = ORIGINS
    const cryplet = goldFrom([early, late], {})
    const answers = { [early]: price('4083'), [late]: price('4083', SLOT + 30) }
    expect(await observe(cryplet, answers, 30)).toMatchObject({ ok: true, fetchedAt: SLOT + 30 })
    expect(await observe(cryplet, answers, 31)).toMatchObject({
      ok: false,
      faults: [{ code: 'SOURCE_QUORUM', detail: expect.stringContaining('31 s old') as string }],
    })
  })
})
