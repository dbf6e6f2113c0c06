import { AbiCoder, Interface, id } from 'ethers'
import type { ChainLog } from '../../../shared/chain/chain'
import { classifyRefusal } from '../../../shared/chain/classifyRefusal'
import { cryptoDelegate, trustRegistry } from '../../../shared/chain/contracts.generated'
import { readOutcome } from '../../../shared/chain/readOutcome'
import { readRevert } from '../../../shared/chain/readRevert'
import type { Address, Hex } from '../../../shared/core/hex'

const delegate = new Interface(cryptoDelegate.abi)
const registry = new Interface(trustRegistry.abi)
const RECEIVER: Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const DIGEST = id('a claim') as Hex

function logOf(event: string, values: readonly unknown[], address: string = RECEIVER): ChainLog {
  const encoded = delegate.encodeEventLog(event, [...values])
  return { ...encoded, address, transactionHash: id('tx') as Hex, blockNumber: 7 }
}

const claim = { receiver: RECEIVER, digests: [DIGEST] }
const delivered = logOf('Delivered', [id('s'), DIGEST, 1, 1])

describe('readOutcome', () => {
  it('finds the event of the claim, whatever else the receiver tells', () => {
    const other = logOf('Delivered', [id('s'), id('another claim'), 1, 1])
    expect(readOutcome([other, delivered], claim)).toEqual({
      outcome: 'applied',
      reasons: [],
      digest: DIGEST,
      transaction: id('tx'),
      blockNumber: 7,
    })
  })

  it('does not believe another contract', () => {
    const liar = logOf('Delivered', [id('s'), DIGEST, 1, 1], `0x${'12'.repeat(20)}`)
    expect(readOutcome([liar], claim)).toBeUndefined()
  })

  it("says why the callback failed, in the callback's own words", () => {
    const reason = `0x08c379a0${AbiCoder.defaultAbiCoder().encode(['string'], ['market is shut']).slice(2)}`
    expect(
      readOutcome([logOf('DeliveryFailed', [id('s'), DIGEST, 1, reason])], claim),
    ).toMatchObject({
      outcome: 'failed',
      reasons: ['the callback reverted: Error(market is shut)'],
    })
  })

  it('says which rail a value has broken', () => {
    const broken = logOf('Quarantined', [id('s'), DIGEST, 1, 1, -5, 0, 9])
    expect(readOutcome([broken], claim)).toMatchObject({
      outcome: 'quarantined',
      reasons: ['rail 1: -5 is not between 0 and 9'],
    })
  })
})

describe('readRevert', () => {
  it.each([
    [delegate.encodeErrorResult('ClaimExpired', [5, 6]), 'ClaimExpired(expiresAt 5, timestamp 6)'],
    [registry.encodeErrorResult('RegistryPaused'), 'RegistryPaused()'],
    ['0x', 'reverted without a reason'],
    ['0x12345678', 'unknown error 0x12345678'],
    ['0x08c379a0', 'Error(malformed)'],
    [`0x4e487b71${'11'.padStart(64, '0')}`, 'Panic(17)'],
  ])('reads %s', (data, text) => {
    expect(readRevert(data as Hex).text).toBe(text)
  })

  it('bounds a text that a contract has chosen', () => {
    const long = AbiCoder.defaultAbiCoder()
      .encode(['string'], ['x'.repeat(9_000)])
      .slice(2)
    expect(readRevert(`0x08c379a0${long}`).text).toHaveLength(301)
  })
})

describe('classifyRefusal', () => {
  it.each([
    ['KeyUnknown', 'passing'],
    ['SubscriptionPaused', 'passing'],
    ['ClaimExpired', 'passing'],
    ['ClaimOvertaken', 'overtaken'],
    ['NonceUsed', 'overtaken'],
    ['ObservedTooOld', 'expired'],
    ['AnchorNotCanonical', 'expired'],
    ['SealInvalid', 'refused'],
    ['Unknown', 'refused'],
  ])('takes %s for %s', (error, kind) => {
    expect(classifyRefusal(error)).toBe(kind)
  })

  it('knows only errors that the contracts have', () => {
    const names = [...delegate.fragments, ...registry.fragments].flatMap((fragment) =>
      fragment.type === 'error' ? [fragment.format('sighash').split('(')[0]] : [],
    )
    const known = names.filter((name) => classifyRefusal(name ?? '') !== 'refused')
    expect(known.sort()).toMatchInlineSnapshot(`
[
  "AnchorNotCanonical",
  "CallbackFailed",
  "CallbackGas",
  "ClaimExpired",
  "ClaimOvertaken",
  "CrypletSuspended",
  "DeliveredTooSoon",
  "GrantInactive",
  "KeyUnknown",
  "KeyUntrusted",
  "NonceUsed",
  "ObservationOvertaken",
  "ObservedInFuture",
  "ObservedTooOld",
  "RegistryPaused",
  "SubscriptionPaused",
]
`)
  })
})
