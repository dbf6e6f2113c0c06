import type { Hex } from '../../../shared/core/hex'
import {
  MAX_DELIVERIES,
  parseExecuteRequest,
  parseObserveRequest,
} from '../../../shared/execution/parseRequests'

const id: Hex = `0x${'de'.repeat(32)}`
const terms = {
  deliveryId: id,
  domain: { chainId: 1, verifyingContract: '0x5FbDB2315678afecb367f032d93F642f64180aa3' },
  subscription: id,
  mode: 'each',
  nonce: '7',
  timeToLiveInSeconds: 1,
  maxAgeInSeconds: 1,
  codeHash: id,
}

describe('parseObserveRequest', () => {
  const wake = { kind: 'schedule', crypletId: id, slot: 1 }

  it('gives a request', () => {
    const request = { cryplet: 'marketClose', runId: id, wake }
    expect(parseObserveRequest(request)).toEqual(request)
    const overrides = { closed: ['2026-11-16'] }
    expect(parseObserveRequest({ ...request, overrides })).toEqual({ ...request, overrides })
  })

  it.each([
    ['cryplet', { cryplet: '../etc', runId: id, wake }],
    ['runId', { cryplet: 'marketClose', runId: '0x', wake }],
    ['wake.slot', { cryplet: 'marketClose', runId: id, wake: { ...wake, slot: 1.5 } }],
    ['wake.kind', { cryplet: 'marketClose', runId: id, wake: { ...wake, kind: 'dream' } }],
    ['wake.requestId', { cryplet: 'marketClose', runId: id, wake: { ...wake, kind: 'http' } }],
    [
      'overrides.closed[0]',
      { cryplet: 'marketClose', runId: id, wake, overrides: { closed: [1] } },
    ],
    ['request', { cryplet: 'marketClose', runId: id, wake, now: 1 }],
    ['wake', { cryplet: 'marketClose', runId: id, wake: { ...wake, now: 1 } }],
  ])('refuses by its name a wrong %s', (name, request) => {
    expect(() => parseObserveRequest(request)).toThrow(`${name}:`)
  })
})

describe('parseExecuteRequest', () => {
  it('gives a request whose record nobody has verified yet', () => {
    const request = { cryplet: 'marketClose', record: { any: 'thing' }, deliveries: [terms] }
    expect(parseExecuteRequest(request)).toEqual(request)
  })

  it.each([
    ['request', { deliveries: [terms], now: 1 }],
    ['deliveries[0]', { deliveries: [{ ...terms, now: 1 }] }],
    ['domain', { deliveries: [{ ...terms, domain: { ...terms.domain, now: 1 } }] }],
  ])('refuses by its name a foreign member of %s', (name, changes) => {
    const request = { cryplet: 'marketClose', record: {}, ...changes }
    expect(() => parseExecuteRequest(request)).toThrow(`${name}: expected no members but`)
  })

  it('takes as many deliveries as a run may have, and no more', () => {
    const request = (count: number) => ({
      cryplet: 'marketClose',
      record: {},
      deliveries: Array.from({ length: count }, () => terms),
    })
    expect(parseExecuteRequest(request(MAX_DELIVERIES)).deliveries).toHaveLength(MAX_DELIVERIES)
    expect(() => parseExecuteRequest(request(MAX_DELIVERIES + 1))).toThrow('at most 256')
  })
})
