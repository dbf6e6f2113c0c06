import type { CryptoKey, JWK, KeyObject } from 'jose'
import { CompactEncrypt, compactDecrypt, importJWK } from 'jose'
import { FabricError, InvalidValueError } from '../core/errors'
import type { Hex } from '../core/hex'
import { parseHex } from '../core/hex'

const ALGORITHM = 'ECDH-ES+A256KW'
const ENCRYPTION = 'A256GCM'

/** A tier-1 key on its way to the enclave, with the Cryplet that it is for. */
export type CrypletKey = {
  /** 32 bytes. */
  readonly crypletId: Hex
  /** secp256k1, 32 bytes. Secret. */
  readonly privateKey: Hex
}

/** A sealed key that this container cannot open, or that is not for the Cryplet named beside it. */
export class SealedKeyError extends FabricError {
  override readonly name = 'SealedKeyError'
  readonly code = 'SEALED_KEY_INVALID'
  readonly retryable = false

  constructor(readonly fault: string) {
    super(`The sealed key cannot be used: ${fault}.`)
  }
}

/**
 * Seals a tier-1 key, so that only the container whose evidence was appraised can read it.
 *
 * Source: RFC 7516 (compact serialization), RFC 7518 section 4.6 (ECDH-ES+A256KW), A256GCM.
 *
 * @param key - The key and its Cryplet; both travel encrypted, so that nobody on the way can swap the Cryplet.
 * @param encryptionKey - Of the container, P-256, as `attest` answered.
 * @returns JWE in compact form.
 */
export async function sealKey(key: CrypletKey, encryptionKey: JWK): Promise<string> {
  const plain = new TextEncoder().encode(JSON.stringify(key))
  return new CompactEncrypt(plain)
    .setProtectedHeader({ alg: ALGORITHM, enc: ENCRYPTION, cty: 'application/json' })
    .encrypt(await importJWK(encryptionKey, ALGORITHM))
}

/**
 * Opens a sealed key.
 *
 * @param jwe - JWE in compact form.
 * @param decryptionKey - The container's, P-256.
 * @returns The key and the Cryplet that it was sealed for.
 * @throws SealedKeyError when it was not made for this container, or holds something else. No part of it is told.
 */
export async function openKey(
  jwe: string,
  decryptionKey: CryptoKey | KeyObject,
): Promise<CrypletKey> {
  const plain = await decrypt(jwe, decryptionKey)
  try {
    const { crypletId, privateKey } = JSON.parse(new TextDecoder().decode(plain)) as CrypletKey
    return {
      crypletId: parseHex(crypletId, 'crypletId', 32),
      privateKey: parseHex(privateKey, 'privateKey', 32),
    }
  } catch (error) {
    // Not as the cause: the parsers' messages quote what they got, and that is the secret.
    const field = error instanceof InvalidValueError ? error.argument : 'JSON'
    throw new SealedKeyError(`its ${field} is malformed`)
  }
}

async function decrypt(jwe: string, key: CryptoKey | KeyObject): Promise<Uint8Array> {
  try {
    const { plaintext } = await compactDecrypt(jwe, key, {
      keyManagementAlgorithms: [ALGORITHM],
      contentEncryptionAlgorithms: [ENCRYPTION],
    })
    return plaintext
  } catch {
    throw new SealedKeyError(
      `it was not made for this container by ${ALGORITHM} and ${ENCRYPTION}; each start makes a new encryption key, so ask /attest again`,
    )
  }
}
