import type { Funds, Reserved } from '../../../../shared/chain/lanes/funds'
import { openFunds } from '../../../../shared/chain/lanes/funds'
import type { Turn } from '../../../../shared/chain/lanes/lane'
import type { SubscriptionPlace } from '../../../../shared/chain/lanes/place'
import type { SignedRow } from '../../../../shared/chain/lanes/rows'
import type { Hex } from '../../../../shared/core/hex'

const RECEIVER = '0x89d6D50e2a167B713202CF52117243aa8beC4EEc'
const one = placeOf('11')
const other = placeOf('22')

function placeOf(byte: string): SubscriptionPlace {
  return { receiver: RECEIVER, subscription: `0x${byte.repeat(32)}` }
}

type Given = {
  readonly balance?: bigint
  readonly spent?: bigint
  readonly inFlight?: number
  /** How many transactions of the sender are mined. */
  readonly minedNonce?: number
  readonly columns?: Partial<SignedRow>
}

// What a look gives to funds, and no more.
function fundsOf({ balance = 10_000n, spent = 0n, ...given }: Given): Funds {
  const { inFlight = 0, minedNonce = 0, columns } = given
  const rows = Array.from({ length: inFlight }, (_, nonce) => {
    return { etag: '', row: { ...sent(nonce), ...columns } }
  })
  const meters = [{ ...one, spentInWei: String(spent), transactions: 1 }]
  const turn = { state: { rows, meters }, view: { balance, minedNonce } }
  return openFunds(turn as unknown as Turn)
}

// Costs 100 wei at most.
function sent(nonce: number): SignedRow {
  const hash: Hex = `0x${'33'.repeat(32)}`
  const price = { gasPrice: '10' }
  const attempts = [{ hash, kind: 'deliver', price, signedAtBlock: 1 }] as const
  const columns = { tries: 0, reverts: 0, history: [], acceptedAtInMs: 0, expiresAt: 0 }
  const ids = { chainId: 1, sender: RECEIVER, deliveryId: hash, wakeId: hash } as const
  return { ...ids, ...one, ...columns, nonce, gasLimit: 10, raw: '0x', attempts, state: 'signed' }
}

function reserve(funds: Funds, place: SubscriptionPlace, mostInWei: bigint): Reserved {
  return funds.reserve({ place: { ...place, budgetInWei: 1_000n }, mostInWei })
}

describe('openFunds', () => {
  it('pauses the subscription whose budget is spent, and that one alone', () => {
    const funds = fundsOf({ spent: 950n })
    expect(reserve(funds, one, 51n)).toEqual({ lacking: 'budget' })
    expect(reserve(funds, other, 51n)).toBe('reserved')
    expect(reserve(funds, one, 50n)).toBe('reserved')
  })

  it('warns once, by what brings a subscription beyond four fifths of its budget', () => {
    const funds = fundsOf({ spent: 700n })
    const said = [100n, 1n, 99n].map((most) => reserve(funds, one, most))
    expect(said).toEqual(['reserved', 'nearly spent', 'reserved'])
  })

  it('counts what is reserved for a subscription, in flight, or mined and not metered yet', () => {
    expect(reserve(fundsOf({ spent: 700n, inFlight: 2 }), one, 101n)).toEqual({ lacking: 'budget' })
    const mined = fundsOf({ spent: 700n, inFlight: 2, minedNonce: 2 })
    expect(reserve(mined, one, 101n)).toEqual({ lacking: 'budget' })
    expect(reserve(mined, one, 100n)).toBe('reserved')
    expect(reserve(mined, one, 1n)).toEqual({ lacking: 'budget' })
  })

  it('takes what is in flight out of the balance, and what is mined no more', () => {
    expect(reserve(fundsOf({ balance: 250n, inFlight: 2 }), other, 51n)).toEqual({
      lacking: 'balance',
    })
    const mined = fundsOf({ balance: 250n, inFlight: 2, minedNonce: 2 })
    expect(reserve(mined, other, 250n)).toBe('reserved')
    expect(mined.reserve({ place: undefined, mostInWei: 1n })).toEqual({ lacking: 'balance' })
  })

  it('keeps the share of a claim whose nonce is being taken back: it may still be mined', () => {
    // The cancellation costs 100 wei at most, and the claim would have cost 300.
    const taken = { inFlight: 1, columns: { claimMostInWei: '300' } }
    expect(reserve(fundsOf(taken), one, 701n)).toEqual({ lacking: 'budget' })
    expect(reserve(fundsOf(taken), one, 700n)).toBe('nearly spent')
    expect(reserve(fundsOf({ ...taken, balance: 400n }), other, 101n)).toEqual({
      lacking: 'balance',
    })
  })

  it('takes a cancellation that is dearer than its claim out of the balance, and not of the budget', () => {
    const taken = { inFlight: 1, columns: { claimMostInWei: '30' } }
    expect(reserve(fundsOf(taken), one, 970n)).toBe('nearly spent')
    expect(reserve(fundsOf({ ...taken, balance: 400n }), other, 301n)).toEqual({
      lacking: 'balance',
    })
  })
})
