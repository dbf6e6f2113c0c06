import { parseProofBundle, proofBundleToJson } from '../../../shared/envelope/proofBundle'
import { golden } from './golden'
import { bundle } from './goldenBundle'

describe('parseProofBundle', () => {
  it('reads what proofBundleToJson writes', () => {
    const parsed = parseProofBundle(bundle)
    expect(proofBundleToJson(parsed)).toEqual(bundle)
  })

  it('ignores members that it does not know beside those that it does', () => {
    expect(parseProofBundle({ ...bundle, state: 'terminal' })).toEqual(parseProofBundle(bundle))
  })

  it('leaves out what was left out', () => {
    const { evidence: a, transaction: b, blockNumber: c, outcome: d, ...least } = bundle
    expect([a, b, c, d]).not.toContain(undefined)
    expect(proofBundleToJson(parseProofBundle(least))).toEqual(least)
  })

  it.each([
    [{ version: 2 }, 'bundle.version: expected 1, which this reader knows, got 2.'],
    [{ chainId: '1' }, 'bundle.chainId: expected a whole number below 2^53, got "1".'],
    [{ receiver: '0x12' }, 'bundle.receiver: expected an address'],
    [
      { receiver: golden.domain.verifyingContract.replace('b', 'B') },
      'bundle.receiver: expected an address: 20 bytes as EIP-55 writes them',
    ],
    [{ claim: undefined }, 'claim: expected an object, got undefined.'],
    [{ seals: '0x1' }, 'bundle.seals: expected bytes'],
    [{ tiers: 4 }, 'tiers: expected 1 (cryplet)'],
    [{ registry: null }, 'bundle.registry: expected an address'],
    [{ evidence: {} }, 'bundle.evidence: expected an array'],
    [{ evidence: [{}] }, 'bundle.evidence[0].key: expected an address'],
    [{ transaction: '0x12' }, 'bundle.transaction: expected 32 bytes'],
    [{ blockNumber: -1 }, 'bundle.blockNumber: expected a whole number below 2^53, got -1.'],
    [{ outcome: '' }, 'bundle.outcome: expected a text'],
  ])('refuses %j', (changes, message) => {
    expect(() => parseProofBundle({ ...bundle, ...changes })).toThrow(message)
  })
})
