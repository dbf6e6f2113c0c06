import { removeAged } from '../../../shared/activities/removeAged'
import type { ApiPorts } from '../../../shared/api/ports'
import { nowInSeconds } from '../../../shared/core/clock'
import type { Hex } from '../../../shared/core/hex'
import type { HttpAnswer } from '../../../shared/core/http'
import { ask } from '../../support/apiFixture'
import type { AskerBed } from '../../support/askerBed'
import { priceOfNow, startAskerBed } from '../../support/askerBed'
import { recordingLog } from '../../support/recordingLog'

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

  it('is forgotten with its post, and its key is free, when it is older than posts may be', async () => {
    const { runs } = bed.api
    const { wakeId } = (await invoke('5', 'old')).json as { wakeId: Hex }
    const ports = { runs, clock: bed.clock, log: recordingLog(), retention: bed.api.retention }
    bed.clock.advance(31 * 86_400_000)
    expect((await removeAged(ports)).posts).toMatchObject({ removed: 0, failed: 0 })
    for (const wake of await bed.openWakes()) await bed.run(wake)
    bed.clock.advance(86_400_001)
    expect(await runs.deliveries.getRecord(wakeId)).toBeDefined()
    expect((await removeAged(ports)).posts).toMatchObject({ postponed: 0, failed: 0 })
    expect(await runs.wakes.get(wakeId)).toBeUndefined()
    expect(await runs.deliveries.getRecord(wakeId)).toBeUndefined()
    expect(await runs.answers.get(wakeId)).toBeUndefined()
    expect((await removeAged(ports)).posts).toMatchObject({ looked: 0 })
    const args = `0x${'6'.padStart(64, '0')}`
    const again = { record: { facts: { wake: { args } } } }
    expect(await invoke('6', 'old')).toMatchObject({ status: 200, json: again })
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

describe('invokeCryplet by a source that knows only now', () => {
  let bedOfNow: AskerBed

  beforeAll(async () => {
    bedOfNow = await startAskerBed('instant', priceOfNow)
  })

  afterAll(() => bedOfNow.stop())

  it('goes on with a question whose sources have failed for longer than the grace', async () => {
    const { api, clock } = bedOfNow
    const reasons = ['the source is down']
    const down: ApiPorts['answer'] = async () => ({ status: 'fault', retryable: true, reasons })
    const question = {
      path: { name: 'priceOnRequest' },
      body: { args: { amountE3: '2500' } },
      headers: { 'Idempotency-Key': 'patient' },
    }
    expect(await ask({ ...api, answer: down }, 'invokeCryplet', question)).toMatchObject({
      status: 503,
      json: { code: 'NO_ANSWER', retryable: true },
    })
    clock.advance(3_600_000)
    const answer = await ask(api, 'invokeCryplet', question)
    // What it answers is of now, and says so.
    expect(answer).toMatchObject({
      status: 200,
      json: { record: { fetchedAt: nowInSeconds(clock) } },
    })
    expect(await ask(api, 'invokeCryplet', question)).toEqual(answer)
  })
})
