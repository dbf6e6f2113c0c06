import { AbiCoder } from 'ethers'
import type { Hex } from '../../shared/core/hex'
import { wakeId } from '../../shared/core/ids'
import { parseInnerEnvelope } from '../../shared/envelope/parseInnerEnvelope'
import { recordDigest, type SignedRecord } from '../../shared/envelope/record'
import { claimOf } from '../../shared/execution/claimOf'
import type { DeliveryTerms, ExecuteResult } from '../../shared/execution/execution'
import { localSigner } from '../../shared/signing/localSigner'
import { recover } from '../../shared/signing/recover'
import {
  CRYPLET_KEY,
  later,
  NEWER_KEY,
  observed,
  openStory,
  operator,
  SLOT,
  type Story,
  termsOf,
} from '../support/enclaveFixture'

const cryplet = localSigner(CRYPLET_KEY)

function bothTerms(): readonly DeliveryTerms[] {
  return [
    termsOf(story.codeHash),
    termsOf(story.codeHash, { mode: 'each', nonce: '7', deliveryId: `0x${'df'.repeat(32)}` }),
  ]
}

async function execute(record: SignedRecord): Promise<ExecuteResult> {
  const request = { cryplet: 'marketClose', record, deliveries: bothTerms() }
  return story.running.execution.execute(request)
}

let story: Story

beforeEach(async () => {
  story = await openStory()
  await story.running.sendKey()
})

afterEach(() => story.close())

describe('POST /api/enclave/execute', () => {
  it('seals tiers 1 and 2 around what the Cryplet makes of the record', async () => {
    const record = await observed(story.running)
    const { envelopes } = await execute(record)
    const { runId } = record
    expect(story.running.logged()).toContain(
      `point execute run=${runId}\nclaims sealed run=${runId} count=2`,
    )
    const [latest, each] = bothTerms().map((terms, index) =>
      parseInnerEnvelope(envelopes[index], {
        recover,
        deliveryId: terms.deliveryId,
        domain: terms.domain,
        expected: claimOf({ record, speaksForSlot: true, payload: '0x' }, terms),
        signers: {
          cryplet: cryplet.address,
          enclave: story.running.enclave.identity.signer.address,
        },
      }),
    )
    const values = AbiCoder.defaultAbiCoder().decode(
      ['int256', 'int256'],
      latest?.claim.payload ?? '0x',
    )
    expect([...values]).toEqual([412_345_000_000n, 4_310_000n])
    expect(latest?.claim).toMatchObject({
      sequence: BigInt(SLOT) * 1000n,
      observedAt: BigInt(SLOT),
      expiresAt: BigInt(SLOT + 60 + 900),
    })
    expect(each?.claim.sequence).toBe(7n)
  })

  it('gives the same bytes for the same request', async () => {
    const record = await observed(story.running)
    expect(await execute(record)).toEqual(await execute(record))
  })

  it('gives the same bytes after a restart, but for the seal of tier 2', async () => {
    const record = await observed(story.running)
    const before = await execute(record)
    story.sources.answers['/gold'] = { price: 1, updatedAt: SLOT }
    story = await story.restarted()
    await story.running.sendKey()
    const after = await execute(record)
    for (const [index, envelope] of after.envelopes.entries()) {
      const earlier = before.envelopes[index]
      expect(envelope.claim).toEqual(earlier?.claim)
      expect(envelope.seals.slice(0, 130)).toBe(earlier?.seals.slice(0, 130))
      expect(envelope.seals.slice(130)).not.toBe(earlier?.seals.slice(130))
    }
  })

  it.each<[string, (record: SignedRecord) => SignedRecord]>([
    ['fetchedAt', (record) => ({ ...record, fetchedAt: record.fetchedAt + 1 })],
    ['codeHash', (record) => ({ ...record, codeHash: `0x${'c0'.repeat(32)}` })],
    [
      'value',
      ({ facts, ...record }) => {
        const observations = facts.observations.map((each) => ({ ...each, value: '1' }))
        return { ...record, facts: { ...facts, observations } }
      },
    ],
  ])('refuses a record whose %s was altered, as one by an unknown key', async (_, alter) => {
    const record = alter(await observed(story.running))
    await expect(execute(record)).rejects.toMatchObject({
      problem: { status: 503, code: 'RECORD_KEY_UNKNOWN', retryable: true },
    })
  })

  it('refuses a record that another key signed', async () => {
    const record = await observed(story.running)
    const signature = await operator.sign(recordDigest(record))
    await expect(execute({ ...record, signature })).rejects.toThrow(
      `was signed by ${operator.address}, but the keys that have come are ${cryplet.address}.`,
    )
  })

  it('answers 503, retryable, until the tier-1 key has come', async () => {
    const record = await observed(story.running)
    story = await story.restarted()
    await expect(execute(record)).rejects.toMatchObject({
      retryable: true,
      problem: { status: 503, code: 'KEY_NOT_HERE' },
    })
  })

  it.each<[string, Partial<SignedRecord>]>([
    ['SEAL_INVALID', { signature: `0x${'00'.repeat(64)}` }],
    ['SEAL_HIGH_S', { signature: `0x${'11'.repeat(32)}7f${'ff'.repeat(31)}` }],
    ['ENVELOPE_MISMATCH', { runId: `0x${'7b'.repeat(32)}` }],
  ])('refuses by %s a record that cannot be one', async (code, changes) => {
    const record = { ...(await observed(story.running)), ...changes }
    await expect(execute(record)).rejects.toMatchObject({
      retryable: false,
      problem: { status: 422, code },
    })
  })

  it('takes the record of an earlier key after a rotation, and seals by the newest', async () => {
    const record = await observed(story.running)
    await story.running.sendKey(NEWER_KEY, later)
    const { envelopes } = await execute(record)
    const [inner] = envelopes
    const terms = termsOf(story.codeHash)
    const sealed = parseInnerEnvelope(inner, {
      recover,
      deliveryId: terms.deliveryId,
      domain: terms.domain,
      expected: claimOf({ record, speaksForSlot: true, payload: '0x' }, terms),
      signers: {
        cryplet: localSigner(NEWER_KEY).address,
        enclave: story.running.enclave.identity.signer.address,
      },
    })
    expect(sealed.claim).toMatchObject({ codeHash: story.codeHash })
  })

  it('takes the record of an earlier key after a restart once that key has come too', async () => {
    const record = await observed(story.running)
    story = await story.restarted()
    await story.running.sendKey(NEWER_KEY)
    await expect(execute(record)).rejects.toMatchObject({
      retryable: true,
      problem: { status: 503, code: 'RECORD_KEY_UNKNOWN' },
    })
    await story.running.sendKey(CRYPLET_KEY, later)
    await expect(execute(record)).resolves.toBeDefined()
  })

  it('refuses a record of other code, though its own key signed it', async () => {
    const other: SignedRecord = {
      ...(await observed(story.running)),
      codeHash: `0x${'c0'.repeat(32)}`,
    }
    const signature = await cryplet.sign(recordDigest(other))
    await expect(execute({ ...other, signature })).rejects.toMatchObject({
      problem: { status: 409, code: 'CODE_HASH_MISMATCH' },
    })
  })

  it('refuses a record of another Cryplet, though the same key signed it', async () => {
    const { facts, ...record } = await observed(story.running)
    const crypletId: Hex = `0x${'1e'.repeat(32)}`
    const wake = { ...facts.wake, crypletId }
    const runId = wakeId('schedule', crypletId, SLOT)
    const other: SignedRecord = { ...record, runId, facts: { ...facts, wake } }
    const signature = await cryplet.sign(recordDigest(other))
    await expect(execute({ ...other, signature })).rejects.toMatchObject({
      problem: { status: 422, code: 'WAKE_MISMATCH' },
    })
  })

  it('refuses terms of other code, and says both', async () => {
    const record = await observed(story.running)
    const asks = `0x${'c0'.repeat(32)}` as const
    const request = { cryplet: 'marketClose', record, deliveries: [termsOf(asks)] }
    await expect(story.running.execution.execute(request)).rejects.toThrow(
      `Asked for the code ${asks}, but here runs ${story.codeHash}`,
    )
  })

  it('obeys the operator alone', async () => {
    const record = await observed(story.running)
    const request = { cryplet: 'marketClose', record, deliveries: [termsOf(story.codeHash)] }
    await expect(story.running.asStranger.execute(request)).rejects.toMatchObject({
      problem: { status: 401, code: 'REQUEST_REFUSED' },
    })
  })

  it('refuses a record of another run than the one that was signed', async () => {
    const record = await observed(story.running)
    const request = { cryplet: 'marketClose', record, deliveries: bothTerms() }
    await expect(story.running.post('execute', request)).rejects.toMatchObject({
      problem: { status: 401, code: 'REQUEST_REFUSED' },
    })
  })

  it('refuses malformed terms by the name of what is wrong', async () => {
    const record = await observed(story.running)
    const refuse = async (changes: object) =>
      story.running.execution.execute({
        cryplet: 'marketClose',
        record,
        deliveries: [{ ...termsOf(story.codeHash), ...changes }],
      })
    await expect(refuse({ extra: 1 })).rejects.toThrow('deliveries[0]')
    await expect(refuse({ mode: 'first' })).rejects.toThrow('deliveries[0].mode')
    await expect(refuse({ nonce: '-1' })).rejects.toThrow('deliveries[0].nonce')
    await expect(refuse({ maxAgeInSeconds: -1 })).rejects.toThrow('deliveries[0].maxAgeInSeconds')
    await expect(refuse({ domain: { chainId: 1 } })).rejects.toThrow('domain.verifyingContract')
  })
})
