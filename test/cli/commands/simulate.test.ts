import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CliAnswer, cryplet } from '../../support/cliRig'

const root = join(__dirname, '../../..')
const example = (name: string): string => join(root, 'examples/simulate', `${name}.json`)

let home: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cryplet-simulate-'))
})

afterEach(() => {
  rmSync(home, { recursive: true })
})

function simulate(name: string, wake: string, ...more: readonly string[]): Promise<CliAnswer> {
  return cryplet(['simulate', name, '--wake', wake, ...more], root)
}

function file(text: string, name = 'wake.json'): string {
  writeFileSync(join(home, name), text)
  return join(home, name)
}

const closing = (sources: string): string =>
  `{ "kind": "schedule", "slot": "2026-11-20T21:00:00Z", "sources": ${sources} }`
const sofr = '"sofr": { "value": "4.31" }'

describe('cryplet simulate', () => {
  it('runs the example of a schedule', async () => {
    const { exitCode, out, err } = await simulate('marketClose', example('marketClose'))
    expect([exitCode, err]).toEqual([0, ''])
    expect(out).toContain('marketClose 1.0.0 would claim:')
    // Of ten decimals eight are kept, half to even.
    expect(out).toContain('gold        4083.55123457 USD/XAU')
    expect(out).toContain('observedAt  1795208400')
  })

  it('runs the example of a request, as one JSON document', async () => {
    const { out } = await simulate('priceOnRequest', example('priceOnRequest'), '--json')
    expect(JSON.parse(out)).toMatchObject({
      ...{ cryplet: 'priceOnRequest', ok: true },
      values: [{ name: 'requestId' }, { name: 'price', value: '1024012500000', unit: 'USD' }],
    })
  })

  it('takes each digit of a body as it stands in the file, and files beside it', async () => {
    const price = '{ "price": 9007199254740993.00000001, "updatedAt": 1795208400 }'
    const inline = file(closing(`{ "gold": { "body": ${price} }, ${sofr} }`))
    const exact = '"value": "900719925474099300000001"'
    expect((await simulate('marketClose', inline, '--json')).out).toContain(exact)
    file(price, 'gold.json')
    const beside = file(closing(`{ "gold": [{ "file": "gold.json" }], ${sofr} }`))
    expect((await simulate('marketClose', beside, '--json')).out).toContain(exact)
    const asText = file(closing(`{ "gold": { "body": ${JSON.stringify(price)} }, ${sofr} }`))
    expect((await simulate('marketClose', asText, '--json')).out).toContain(exact)
  })

  it('ends with 1 where the sources would end the run, and says by what', async () => {
    const old = '{ "price": 1, "updatedAt": "2026-11-20T20:54:59Z" }'
    const path = file(closing(`{ "gold": { "body": ${old} }, ${sofr} }`))
    const { exitCode, out } = await simulate('marketClose', path)
    expect(exitCode).toBe(1)
    expect(out).toContain('marketClose 1.0.0 would claim nothing:')
    expect(out).toContain('gold        SOURCE_STALE: 301 s old')
  })

  it.each([
    ['no JSON', '<html>', 'it is not JSON'],
    ['a name twice', '{ "kind": "schedule", "kind": "http" }', 'has a name twice'],
    ['nothing in it', '{}', 'kind: Invalid input'],
    ['no instant', closing('{}').replace('21:00:00Z', '9pm'), 'slot: expected an instant as in'],
    ['what nobody asked for', closing('{}').replace('"kind"', '"wind": 1, "kind"'), '"wind"'],
    ['a number as a number', closing('{ "gold": { "value": 1 } }'), 'sources.gold: expected {'],
    ['a body that is not there', closing(`{ "gold": { "file": "no" }, ${sofr} }`), 'ENOENT'],
  ])('says of a file with %s what is expected', async (_, text, fault) => {
    const { exitCode, err } = await simulate('marketClose', file(text))
    expect(exitCode).toBe(1)
    expect(err).toContain(fault)
    expect(err).toContain('(WAKE_FILE_INVALID)')
    expect(err).toContain('docs/how-to/replay-a-run.md')
  })

  it('says that the file, or the Cryplet, is not there, and asks for a file', async () => {
    expect((await simulate('marketClose', join(home, 'none'))).err).toContain('(WAKE_FILE_INVALID)')
    expect((await simulate('marketOpen', example('marketClose'))).err).toContain(
      '(CRYPLET_UNKNOWN)',
    )
    expect((await cryplet(['simulate', 'marketClose'], root)).exitCode).toBe(2)
  })
})
