import { generateKeyPairSync } from 'node:crypto'
import { CompactEncrypt, exportJWK } from 'jose'
import type { CrypletKey } from '../../../shared/attestation/sealedKey'
import { openKey, SealedKeyError, sealKey } from '../../../shared/attestation/sealedKey'

const key: CrypletKey = { crypletId: `0x${'1d'.repeat(32)}`, privateKey: `0x${'c1'.repeat(32)}` }
const container = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })

async function sealed(plain: string, header: { alg: string; enc: string }): Promise<string> {
  return new CompactEncrypt(Buffer.from(plain))
    .setProtectedHeader(header)
    .encrypt(container.publicKey)
}

describe('sealKey and openKey', () => {
  it('carry a key and its Cryplet to the container, and show neither on the way', async () => {
    const jwe = await sealKey(key, await exportJWK(container.publicKey))
    expect(jwe).toMatch(/^[\w-]+(?:\.[\w-]*){4}$/)
    expect(Buffer.from(jwe, 'base64url').toString()).not.toContain('c1c1')
    expect(await openKey(jwe, container.privateKey)).toEqual(key)
  })

  it('refuse a key that was sealed for another container', async () => {
    const jwe = await sealKey(key, await exportJWK(other.publicKey))
    await expect(openKey(jwe, container.privateKey)).rejects.toThrow(SealedKeyError)
  })

  it('refuse a key of which one letter was changed', async () => {
    const jwe = await sealKey(key, await exportJWK(container.publicKey))
    const parts = jwe.split('.')
    const body = parts[3] ?? ''
    parts[3] = (body.startsWith('A') ? 'B' : 'A') + body.slice(1)
    await expect(openKey(parts.join('.'), container.privateKey)).rejects.toThrow(SealedKeyError)
  })

  it.each([
    { alg: 'ECDH-ES', enc: 'A256GCM' },
    { alg: 'ECDH-ES+A256KW', enc: 'A128CBC-HS256' },
  ])('refuse another algorithm than the one that we speak: $alg $enc', async (header) => {
    const jwe = await sealed(JSON.stringify(key), header)
    await expect(openKey(jwe, container.privateKey)).rejects.toThrow(
      'it was not made for this container by ECDH-ES+A256KW and A256GCM',
    )
  })

  it.each([
    ['privateKey', JSON.stringify({ ...key, privateKey: `${key.privateKey}c1` })],
    ['crypletId', JSON.stringify({ privateKey: key.privateKey })],
    ['JSON', key.privateKey],
    ['JSON', 'null'],
  ])('refuse contents whose %s is malformed, and never quote them', async (field, plain) => {
    const jwe = await sealed(plain, { alg: 'ECDH-ES+A256KW', enc: 'A256GCM' })
    const error: unknown = await openKey(jwe, container.privateKey).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(SealedKeyError)
    expect(error).toMatchObject({ fault: `its ${field} is malformed` })
    expect(error).not.toHaveProperty('cause')
    expect(String(error)).not.toContain('c1c1')
  })
})
