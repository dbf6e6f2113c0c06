import type { Address, Hex } from '../../../shared/core/hex'
import { SignerMismatchError } from '../../../shared/envelope/errors'
import { parseSignedRecord, recordDigest, type SignedRecord } from '../../../shared/envelope/record'
import { recover } from '../../../shared/signing/recover'
import { thrownBy } from '../../support/thrownBy'
import { aClaim, addresses, golden, signers } from './golden'

const unsigned = {
  runId: golden.preimages.wakeId.hash,
  facts: golden.preimages.provenance.value,
  fetchedAt: 1_795_208_401,
  codeHash: golden.preimages.codeHash.hash,
}
const check = {
  recover,
  assertSigner: (signer: Address) => {
    if (signer !== addresses.cryplet) {
      throw new SignerMismatchError('record', signer, addresses.cryplet)
    }
  },
}
const aRecord = async (): Promise<SignedRecord> => ({
  ...unsigned,
  signature: await signers.cryplet.sign(recordDigest(unsigned)),
})
const parsing = (value: unknown) => () => parseSignedRecord(value, check)

describe('parseSignedRecord', () => {
  it('takes what the tier-1 key signed', async () => {
    const record = await aRecord()
    expect(parseSignedRecord(JSON.parse(JSON.stringify(record)), check)).toEqual(record)
  })

  it('refuses any change', async () => {
    const record = await aRecord()
    const [gold, sofr] = record.facts.observations
    const changes = [
      { fetchedAt: record.fetchedAt + 1 },
      { codeHash: aClaim().subscription },
      { facts: { ...record.facts, calendar: 'XNYS@2' } },
      { facts: { wake: record.facts.wake, observations: record.facts.observations } },
      { facts: { ...record.facts, observations: [sofr, gold] } },
      { facts: { ...record.facts, observations: [{ ...gold, value: '412345000001' }, sofr] } },
    ]
    for (const change of changes) {
      expect(thrownBy(parsing({ ...record, ...change }))).toMatchObject({
        code: 'SEAL_SIGNER_MISMATCH',
        signed: 'record',
        expected: addresses.cryplet,
      })
    }
  })

  it('refuses another key', async () => {
    const signature = await signers.enclave.sign(recordDigest(unsigned))
    expect(parsing({ ...unsigned, signature })).toThrow(
      `The record was signed by ${addresses.enclave}, expected ${addresses.cryplet}.`,
    )
  })

  it('refuses a seal in the place of its signature, which signs another kind of thing', async () => {
    const signature = golden.cases[0]?.crypletOnly.seals
    expect(thrownBy(parsing({ ...unsigned, signature }))).toMatchObject({
      code: 'SEAL_SIGNER_MISMATCH',
    })
  })

  it('refuses the run of another wake', async () => {
    const record = await aRecord()
    const wake = { ...record.facts.wake, slot: record.facts.wake.slot + 1 }
    expect(parsing({ ...record, facts: { ...record.facts, wake } })).toThrow(
      `record.runId: expected 0x`,
    )
  })

  it('refuses signatures that nobody can have made, or that have a twin', async () => {
    const record = await aRecord()
    const high: Hex = `0x${'11'.repeat(32)}7f${'ff'.repeat(31)}`
    expect(parsing({ ...record, signature: `0x${'00'.repeat(64)}` })).toThrow(
      "The signature of the record is nobody's",
    )
    expect(parsing({ ...record, signature: high })).toThrow(
      'The signature of the record has a high s',
    )
    expect(parsing({ ...record, signature: '0x' })).toThrow('record.signature: expected 64 bytes')
  })

  it('refuses facts that would not be hashed as they came', async () => {
    const record = await aRecord()
    const [gold] = record.facts.observations
    const facts = (changes: object): unknown => ({
      ...record,
      facts: { ...record.facts, ...changes },
    })
    const observed = (changes: object): unknown =>
      facts({ observations: [{ ...gold, ...changes }] })
    expect(parsing(facts({ workflow: {} }))).toThrow('run: expected no members but')
    expect(parsing(facts({ wake: { kind: 'dream' } }))).toThrow('wake.kind: expected schedule')
    expect(parsing(facts({ observations: {} }))).toThrow('run.observations: expected an array')
    expect(parsing(observed({ value: '1.5' }))).toThrow('run.observations[0].value: expected')
    expect(parsing(observed({ value: 15 }))).toThrow('run.observations[0].value: expected')
    expect(parsing(observed({ note: '' }))).toThrow('run.observations[0]: expected no members but')
    expect(parsing(observed({ origin: '' }))).toThrow('run.observations[0].origin: expected')
  })
})
