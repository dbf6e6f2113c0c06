import { generateKeyPairSync, sign } from 'node:crypto'
import type { Claims, MaaKeys } from '../../shared/attestation/maa/token'

/** An issuer of tests: no signed token of Azure for a confidential container is published anywhere. */
export const TEST_ISSUER = 'https://test-issuer.invalid'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const KID = 'a key of tests'

/** Its one key. */
export const TEST_KEYS: MaaKeys = {
  [TEST_ISSUER]: [
    { kid: KID, ...(publicKey.export({ format: 'jwk' }) as { n: string; e: string }) },
  ],
}

export function testToken(claims: Claims, header: Claims = { alg: 'RS256', kid: KID }): string {
  const part = (value: Claims): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part(header)}.${part(claims)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
}
