import { createRequire } from 'node:module'
import { inspect } from 'node:util'
import fc from 'fast-check'
import type { Hex } from '../../../shared/core/hex'
import { hasHighS } from '../../../shared/envelope/openSeals'
import { portableRecover } from '../../../shared/envelope/portableRecover'
import { compactSignature, splitSignature } from '../../../shared/signing/compactSignature'
import { loadCurve, portableCurve } from '../../../shared/signing/curve'
import { localSigner } from '../../../shared/signing/localSigner'
import { recover } from '../../../shared/signing/recover'
import { thrownBy } from '../../support/thrownBy'

const key: Hex = `0x${'41'.repeat(32)}`
const address = '0xa267E4f15c979289993a95E22cA9cDf077B708Ba'
const bytes32 = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`)
const bytesOf = (hex: Hex): Buffer => Buffer.from(hex.slice(2), 'hex')

describe('localSigner', () => {
  it('signs what the portable curve signs, byte for byte: RFC 6979 leaves no choice', async () => {
    await fc.assert(
      fc.asyncProperty(bytes32, bytes32, async (digest, privateKey) => {
        fc.pre(portableCurve.addressOf(bytesOf(privateKey)) !== undefined)
        const signer = localSigner(privateKey)
        const signature = await signer.sign(digest)
        expect(signer.address).toBe(portableCurve.addressOf(bytesOf(privateKey)))
        expect(signature).toBe(portableCurve.sign(digest, bytesOf(privateKey)))
        expect(hasHighS(signature)).toBe(false)
        expect(recover(digest, signature)).toBe(signer.address)
        expect(portableRecover(digest, signature)).toBe(signer.address)
      }),
      { numRuns: 40 },
    )
  })

  it('signs nothing but 32 bytes', async () => {
    const signer = localSigner(key)
    await expect(signer.sign('0x12')).rejects.toThrow('digest: expected 32 bytes')
  })

  it('shows its address alone, however it is printed', () => {
    const signer = localSigner(key)
    const printed = [
      inspect(signer, { depth: Infinity, showHidden: true }),
      JSON.stringify(signer),
      `${signer.address} ${Object.keys(signer).join()}`,
      String(signer.sign),
    ].join('\n')
    expect(signer.address).toBe(address)
    expect(printed).toContain(address)
    expect(printed).not.toMatch(/4141/)
  })

  const ORDER = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'
  it.each([
    ['too short', `0x${'41'.repeat(31)}`],
    ['too long', `0x${'41'.repeat(33)}`],
    ['no hexadecimal digits', `0x${'41'.repeat(31)}4g`],
    ['without 0x', '41'.repeat(32)],
    ['zero', `0x${'00'.repeat(32)}`],
    ['the order of the curve', `0x${ORDER}`],
  ])('refuses a key that is %s, without repeating it', (_, faulty) => {
    const error = thrownBy(() => localSigner(faulty as Hex, 'HOST_KEY'))
    expect(error).toMatchObject({ code: 'PRIVATE_KEY_INVALID', source: 'HOST_KEY' })
    const printed = inspect(error, { depth: Infinity, showHidden: true })
    expect(printed).toContain('HOST_KEY: expected a secp256k1 private key')
    expect(printed).not.toMatch(/4141|d0364141|0000000/)
  })
})

describe('recover', () => {
  it('agrees with the portable one about any 64 bytes, nobody included', () => {
    const seals = fc
      .uint8Array({ minLength: 64, maxLength: 64 })
      .map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`)
    fc.assert(
      fc.property(bytes32, seals, (digest, signature) => {
        fc.pre(!hasHighS(signature))
        expect(recover(digest, signature)).toBe(portableRecover(digest, signature))
      }),
    )
    expect(recover(key, `0x${'00'.repeat(64)}`)).toBeUndefined()
    expect(portableRecover(key, `0x${'00'.repeat(64)}`)).toBeUndefined()
  })
})

describe('loadCurve', () => {
  it('is the native one, and not what the package falls back to without a word', () => {
    const load = createRequire(__filename)
    expect(load('secp256k1')).toBe(load('secp256k1/bindings.js'))
    expect(loadCurve().backend).toBe('libsecp256k1')
    expect(loadCurve()).toBe(loadCurve())
  })
})

describe('compactSignature', () => {
  // EIP-2098, test cases: private key 0x1234…, messages "Hello World" and "It's a small(er) world".
  it.each([
    {
      r: '68a020a209d3d56c46f38cc50a33f704f4a9a10a59377f8dd762ac66910e9b90',
      s: '7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064',
      yParity: 0,
      vs: '7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064',
    },
    {
      r: '9328da16089fcba9bececa81663203989f2df5fe1faa6291a45381c81bd17f76',
      s: '139c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793',
      yParity: 1,
      vs: '939c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793',
    },
  ])('writes and reads the examples of EIP-2098', ({ r, s, yParity, vs }) => {
    const rs = Buffer.from(r + s, 'hex')
    expect(compactSignature(rs, yParity)).toBe(`0x${r}${vs}`)
    expect(splitSignature(`0x${r}${vs}`)).toEqual({ rs, yParity })
    expect(rs.toString('hex')).toBe(r + s)
  })
})
