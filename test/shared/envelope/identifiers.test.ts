import { AbiCoder, keccak256 } from 'ethers'
import {
  codeHash,
  crypletId,
  measurementId,
  subscriptionId,
} from '../../../shared/envelope/identifiers'
import { golden } from './golden'

const { publisher, selector } = golden.ids
const abi = AbiCoder.defaultAbiCoder()

describe('crypletId', () => {
  it.each(['a', 'marketClose', 'x'.repeat(32), 'x'.repeat(33), 'größe'])(
    'is keccak256(abi.encode(publisher, name)): %s',
    (name) => {
      const encoded = abi.encode(['address', 'string'], [publisher, name])
      expect(crypletId(publisher, name)).toBe(keccak256(encoded))
    },
  )

  it('needs a name and an address', () => {
    expect(() => crypletId(publisher, '')).toThrow('name: expected a name, got "".')
    expect(() => crypletId('0x12', 'a')).toThrow('publisher: expected 20 bytes')
  })
})

describe('subscriptionId', () => {
  const key = { crypletId: golden.ids.crypletId, selector, class: 1, member: 1 }

  it('ends with class and member, four bytes each', () => {
    const id = subscriptionId({ ...key, class: 0xffffffff, member: 0x01020304 })
    expect(id.slice(-16)).toBe('ffffffff01020304')
    expect(id.slice(0, 50)).toBe(golden.ids.subscription.slice(0, 50))
  })

  it('refuses parts that do not fit', () => {
    expect(() => subscriptionId({ ...key, class: 2 ** 32 })).toThrow('class: 4294967296 does not')
    expect(() => subscriptionId({ ...key, member: -1 })).toThrow(
      'member: -1 does not fit in uint32',
    )
    expect(() => subscriptionId({ ...key, selector: '0x12' })).toThrow('selector: expected 4 bytes')
  })
})

describe('codeHash', () => {
  it('refuses a bundle hash of another length', () => {
    expect(() => codeHash({ bundle: '0x12', origins: [] })).toThrow('bundle: expected 32 bytes')
  })
})

describe('measurementId', () => {
  it('is keccak256(abi.encode(teeType, hostData, issuer, feed, minSvn, algorithmDigest))', () => {
    const parts = { hostData: 'aa', issuer: 'bb', feed: 'cc', algorithmDigest: 'dd' } as const
    const hash = (byte: string): `0x${string}` => `0x${byte.repeat(32)}`
    const encoded = abi.encode(
      ['uint8', 'bytes32', 'bytes32', 'bytes32', 'uint64', 'bytes32'],
      [
        1,
        hash(parts.hostData),
        hash(parts.issuer),
        hash(parts.feed),
        7n,
        hash(parts.algorithmDigest),
      ],
    )
    const id = measurementId({
      teeType: 1,
      hostData: hash(parts.hostData),
      issuer: hash(parts.issuer),
      feed: hash(parts.feed),
      minSvn: 7n,
      algorithmDigest: hash(parts.algorithmDigest),
    })
    expect(id).toBe(keccak256(encoded))
  })
})
