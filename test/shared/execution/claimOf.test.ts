import type { Hex } from '../../../shared/core/hex'
import { marketClose } from '../../../shared/cryplets/marketClose'
import { provenanceHash } from '../../../shared/envelope/provenance'
import { claimOf, speaksForSlot } from '../../../shared/execution/claimOf'
import type { DeliveryTerms } from '../../../shared/execution/execution'

const word = (byte: string): Hex => `0x${byte.repeat(32)}`
const slot = 1_795_208_400
const fetchedAt = slot + 65
const facts = {
  wake: { kind: 'schedule' as const, crypletId: word('1d'), slot },
  observations: [],
  calendar: 'XNYS@1',
}
const record = {
  runId: word('7b'),
  facts,
  fetchedAt,
  codeHash: word('c0'),
  signature: word('01'),
}
const outcome = { record, speaksForSlot: true, payload: word('aa') }

function terms(changes: Partial<DeliveryTerms> = {}): DeliveryTerms {
  return {
    deliveryId: word('de'),
    domain: { chainId: 31337, verifyingContract: '0x5FbDB2315678afecb367f032d93F642f64180aa3' },
    subscription: word('5b'),
    mode: 'latest',
    timeToLiveInSeconds: 900,
    maxAgeInSeconds: 3600,
    codeHash: word('c0'),
    ...changes,
  }
}

describe('claimOf', () => {
  it('takes every field from record and terms', () => {
    expect(claimOf(outcome, terms())).toEqual({
      crypletId: word('1d'),
      subscription: word('5b'),
      sequence: BigInt(slot) * 1000n,
      observedAt: BigInt(slot),
      expiresAt: BigInt(fetchedAt + 900),
      provenance: provenanceHash(facts),
      anchorBlock: 0n,
      anchorHash: word('00'),
      codeHash: word('c0'),
      payload: word('aa'),
    })
  })

  it('speaks for the instant of fetching when a source only knows the latest', () => {
    const claim = claimOf({ ...outcome, speaksForSlot: false }, terms())
    expect(claim.observedAt).toBe(BigInt(fetchedAt))
    expect(claim.sequence).toBe(BigInt(fetchedAt) * 1000n)
  })

  it('never lives longer than its observation may be old', () => {
    expect(claimOf(outcome, terms({ maxAgeInSeconds: 100 })).expiresAt).toBe(BigInt(slot + 100))
  })

  it('takes the nonce as sequence in mode each', () => {
    const each = terms({ mode: 'each', nonce: '18446744073709551615' })
    expect(claimOf(outcome, each).sequence).toBe(2n ** 64n - 1n)
  })

  const event = {
    ...{ chainId: 31_337, blockNumber: 7, blockHash: word('b7'), transaction: word('77') },
    ...{ logIndex: 0, address: terms().domain.verifyingContract, topics: [], data: '0x' as const },
  }
  const target = {
    chainId: 31_337,
    receiver: terms().domain.verifyingContract,
    subscription: word('5b'),
  }
  const wake = { kind: 'chainEvent' as const, crypletId: word('1d'), slot, event, target }
  const woken = {
    ...outcome,
    record: { ...record, facts: { wake: { ...wake, generation: 0 }, observations: [] } },
  }

  it('rests on the block of the event where that is asked for', () => {
    expect(claimOf(woken, terms({ isAnchored: true }))).toMatchObject({
      anchorBlock: 7n,
      anchorHash: word('b7'),
    })
    expect(claimOf(woken, terms())).toMatchObject({ anchorBlock: 0n, anchorHash: word('00') })
  })

  it('refuses to rest on a block of another chain, or on none', () => {
    const { verifyingContract } = terms().domain
    const elsewhere = terms({ isAnchored: true, domain: { chainId: 1, verifyingContract } })
    expect(() => claimOf(woken, elsewhere)).toThrow('terms.isAnchored: expected an event')
    expect(() => claimOf(outcome, terms({ isAnchored: true }))).toThrow('terms.isAnchored')
  })

  it('refuses mode each without a nonce, and latest with one', () => {
    expect(() => claimOf(outcome, terms({ mode: 'each' }))).toThrow('terms.nonce')
    expect(() => claimOf(outcome, terms({ nonce: '1' }))).toThrow('none in mode latest')
  })
})

describe('speaksForSlot', () => {
  const { wakes } = marketClose
  const { gold, sofr } = marketClose.sources

  it('is whether every source answers for the slot', () => {
    if (gold === undefined || sofr === undefined) throw new Error('marketClose has two sources')
    expect(speaksForSlot({ wakes, sources: { gold, sofr } }, facts.wake)).toBe(true)
    expect(
      speaksForSlot({ wakes, sources: { gold, sofr: { ...sofr, asOf: 'latest' } } }, facts.wake),
    ).toBe(false)
  })
})
