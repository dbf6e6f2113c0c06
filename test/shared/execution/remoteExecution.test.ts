import { once } from 'node:events'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Hex } from '../../../shared/core/hex'
import { wakeId } from '../../../shared/core/ids'
import type { SignedRecord } from '../../../shared/envelope/record'
import { recordDigest } from '../../../shared/envelope/record'
import type { WakeFacts } from '../../../shared/envelope/wakeFacts'
import { EnclaveAnswerError } from '../../../shared/execution/errors'
import type { Execution } from '../../../shared/execution/execution'
import { remoteExecution } from '../../../shared/execution/remoteExecution'
import { localSigner } from '../../../shared/signing/localSigner'
import { recover } from '../../../shared/signing/recover'

const operator = localSigner(`0x${'41'.repeat(32)}`)
const cryplet = localSigner(`0x${'c1'.repeat(32)}`)
const crypletId: Hex = `0x${'1d'.repeat(32)}`
const id: Hex = `0x${'de'.repeat(32)}`
let server: Server
let execution: Execution
let answer: unknown

beforeAll(async () => {
  server = createServer((_, response) => {
    response.end(JSON.stringify(answer))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  execution = remoteExecution({ url, operator, recover, clock: { nowInMs: () => 0 } })
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

async function recordOf(slot: number): Promise<SignedRecord> {
  const wake: WakeFacts = { kind: 'schedule', crypletId, slot }
  const runId = wakeId('schedule', crypletId, slot)
  const unsigned = { runId, facts: { wake, observations: [] }, fetchedAt: slot, codeHash: id }
  return { ...unsigned, signature: await cryplet.sign(recordDigest(unsigned)) }
}

async function observe(answered: unknown) {
  answer = answered
  const { runId, facts } = await recordOf(1)
  return execution.observe({ cryplet: 'marketClose', runId, wake: facts.wake })
}

async function execute(answered: unknown) {
  answer = answered
  const domain = { chainId: 1, verifyingContract: operator.address }
  const policy = { timeToLiveInSeconds: 1, maxAgeInSeconds: 1, mode: 'latest' as const }
  const terms = { deliveryId: id, domain, subscription: id, codeHash: id, ...policy }
  const record = await recordOf(1)
  return execution.execute({ cryplet: 'marketClose', record, deliveries: [terms] })
}

describe('remoteExecution', () => {
  it('gives what the enclave observed', async () => {
    const observed = { status: 'observed', record: await recordOf(1) }
    await expect(observe(observed)).resolves.toEqual(observed)
  })

  it('gives the bodies that came along, and refuses what is none', async () => {
    const place = { source: 'gold', origin: 'https://gold.example', responseHash: id }
    const answered = { status: 'observed', record: await recordOf(1) }
    const bodies = [
      { ...place, body: 'e30=' },
      { ...place, leftOut: 'too large' },
    ]
    await expect(observe({ ...answered, bodies })).resolves.toEqual({ ...answered, bodies })
    const wrong: readonly (readonly [object, string])[] = [
      [{ ...place, body: 'e30' }, 'bodies[0].body'],
      [{ ...place, body: 'A'.repeat(87_388) }, 'bodies[0].body'],
      [{ ...place, leftOut: 'lost' }, 'bodies[0].leftOut'],
      [place, 'bodies[0].leftOut'],
      [{ ...place, body: '', leftOut: 'too large' }, 'bodies[0]'],
      [{ ...place, body: '', more: 1 }, 'bodies[0]'],
    ]
    for (const [body, argument] of wrong) {
      await expect(observe({ ...answered, bodies: [body] })).rejects.toThrow(`${argument}: `)
    }
  })

  it("gives a source's faults as values", async () => {
    const fault = { source: 'gold', code: 'SOURCE_STALE', detail: 'old', retryable: true }
    const faulty = { status: 'fault', faults: [fault] }
    await expect(observe(faulty)).resolves.toEqual(faulty)
    const wrong = { status: 'fault', faults: [{ ...fault, retryable: 'yes' }] }
    await expect(observe(wrong)).rejects.toThrow('faults[0].retryable')
  })

  it('refuses a record of another run than was asked for', async () => {
    const other = { status: 'observed', record: await recordOf(2) }
    await expect(observe(other)).rejects.toThrow(EnclaveAnswerError)
    await expect(observe(other)).rejects.toThrow('record.runId')
  })

  it('refuses a record that nobody can have signed', async () => {
    const record = { ...(await recordOf(1)), signature: `0x${'00'.repeat(64)}` }
    await expect(observe({ status: 'observed', record })).rejects.toThrow('nobody')
  })

  it.each([{ status: 'done' }, {}, [], null])('refuses the answer %j', async (answered) => {
    await expect(observe(answered)).rejects.toMatchObject({ status: 200, retryable: true })
    await expect(execute(answered)).rejects.toMatchObject({ status: 200, retryable: true })
  })

  it('gives the envelopes as they came, and refuses a malformed one', async () => {
    const envelope = { deliveryId: id, claim: {}, seals: `0x${'00'.repeat(128)}` }
    const payload = '0xab'
    const answer = { envelopes: [envelope], payload }
    await expect(execute(answer)).resolves.toEqual(answer)
    // Whoever asked ends, or asks again for, what has none.
    const none = { envelopes: [], payload }
    await expect(execute(none)).resolves.toEqual(none)
    const short = { ...envelope, seals: `0x${'00'.repeat(64)}` }
    await expect(execute({ envelopes: [short] })).rejects.toThrow('envelopes[0].seals')
  })
})
