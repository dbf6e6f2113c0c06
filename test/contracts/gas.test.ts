import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runForge } from './forge'
import type { Figures } from './gasFigures'
import { measureGas } from './gasFigures'

const path = join(__dirname, '../../contracts/gas.json')
// a commit that moves a figure says why: UPDATE_GAS=1 npx jest test/contracts/gas.test.ts
const update = process.env['UPDATE_GAS'] === '1'

/** Protocol, section 6. */
const bounds: Readonly<Record<string, number>> = {
  'three tiers, one rail, one word, no callback': 66_000,
  'three tiers, one rail, policy as immutable code': 60_000,
  'cryplet and host, one rail': 61_000,
  'three tiers, one rail, callback writing one more slot': 72_000,
  GoldNote: 80_000,
  'PriceAsker, answer': 90_000,
  GoldAlarm: 72_000,
  'added by CrypletRequested, 32 bytes of args': 3_500,
  'added by CrypletRequested, 128 bytes of args': 3_500,
}

/** Likewise, above the first figure. */
const additions: Readonly<Record<string, number>> = {
  'mode each, used bitmap word': 6_000,
  'mode each, used bitmap word, minInterval': 6_000,
  'the same, first delivery of the subscription': 17_000,
  'three tiers, one rail, anchored within 256 blocks': 500,
}

let figures: Figures

beforeAll(async () => {
  await runForge(['build'])
  figures = await measureGas()
  if (update) writeFileSync(path, `${JSON.stringify(figures, null, 2)}\n`)
}, 600_000)

function gasOf(name: string): number {
  const figure = figures[name]
  if (figure === undefined) throw new Error(`There is no figure "${name}".`)
  return figure.gas
}

describe('gas on a chain under the rules of Osaka', () => {
  it('is what was committed, to the unit', () => {
    expect(figures).toEqual(JSON.parse(readFileSync(path, 'utf8')))
  })

  it.each(Object.entries(bounds))('%s: at most %d', (name, bound) => {
    expect(gasOf(name)).toBeLessThanOrEqual(bound)
  })

  it.each(Object.entries(additions))('%s: at most %d more than steady', (name, bound) => {
    const steady = gasOf('three tiers, one rail, one word, no callback')
    expect(gasOf(name) - steady).toBeLessThanOrEqual(bound)
  })
})
