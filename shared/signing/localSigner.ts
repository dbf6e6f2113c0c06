import { type Hex, parseHex } from '../core/hex'
import { loadCurve } from './curve'
import { PrivateKeyInvalidError } from './errors'
import type { Signer } from './signer'

/**
 * Signs with a key in this process's memory. The key is in no property: logging the signer shows its address alone.
 *
 * @param privateKey - 32 bytes.
 * @param source - Where it came from, for the error.
 * @returns The signer.
 * @throws PrivateKeyInvalidError when it is no private key; the error does not hold it.
 */
export function localSigner(privateKey: Hex, source = 'private key'): Signer {
  const curve = loadCurve()
  const key = Buffer.from(/^0x[0-9a-fA-F]{64}$/.test(privateKey) ? privateKey.slice(2) : '', 'hex')
  const address = key.length === 32 ? curve.addressOf(key) : undefined
  if (address === undefined) throw new PrivateKeyInvalidError(source)
  return {
    address,
    sign: async (digest) => curve.sign(parseHex(digest, 'digest', 32), key),
  }
}
