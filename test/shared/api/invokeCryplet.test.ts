import type { HttpAnswer } from '../../../shared/core/http'
import { ask } from '../../support/apiFixture'
import type { AskerBed } from '../../support/askerBed'
import { startAskerBed } from '../../support/askerBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let bed: AskerBed

beforeAll(async () => {
  bed = await startAskerBed()
})

afterAll(() => bed.stop())

function invoke(amountE3: unknown, key?: string): Promise<HttpAnswer> {
  return ask(bed.api, 'invokeCryplet', {
    path: { name: 'priceOnRequest' },
    body: { args: { amountE3 } },
    ...(key !== undefined && { headers: { 'Idempotency-Key': key } }),
  })
}

describe('invokeCryplet', () => {
  it('answers, and gives the stored answer to the same question, however late', async () => {
    const first = await invoke('2500', 'first')
    expect(first).toMatchObject({
      status: 200,
      json: {
        cryplet: 'priceOnRequest',
        values: [{ name: 'requestId' }, { name: 'price', unit: 'USD', decimals: 8 }],
        record: { facts: { wake: { kind: 'http' }, observations: [{ source: 'gold' }] } },
      },
    })
    bed.clock.advance(3_600_000)
    expect(await invoke('2500', 'first')).toEqual(first)
  })

  it('gives another question another answer', async () => {
    const [one, two] = [await invoke('1000', 'one'), await invoke('2000', 'two')]
    expect(one.json).not.toEqual(two.json)
  })

  it('refuses a key that named another question', async () => {
    await invoke('1', 'again')
    expect(await invoke('2', 'again')).toMatchObject({
      status: 409,
      json: { code: 'IDEMPOTENCY_KEY_REUSED' },
    })
  })

  it.each<[string, { amount: string; key?: string; detail: string }]>([
    ['no key', { amount: '1', detail: 'headers.idempotency-key: expected a header' }],
    ['a key with a space', { amount: '1', key: 'a b', detail: 'key: expected 1 to 255' }],
    [
      'text for a number',
      { amount: 'one', key: 'text', detail: 'args.amountE3: expected an integer' },
    ],
    [
      'a number that is too large',
      { amount: String(2n ** 64n), key: 'large', detail: 'args: expected uint64' },
    ],
  ])('refuses %s', async (_, { amount, key, detail }) => {
    const answer = await invoke(amount, key)
    expect(answer).toMatchObject({ status: 400 })
    expect(JSON.stringify(answer.json)).toContain(detail)
  })

  it('leaves a run that the keeper ends, and that owes nothing', async () => {
    await invoke('3', 'ended')
    const wakes = await bed.openWakes()
    for (const wake of wakes) {
      expect(await bed.run(wake)).toMatchObject({ result: { outcomes: [] } })
    }
    expect(await bed.openWakes()).toEqual([])
  })
})
