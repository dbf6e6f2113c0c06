import { createRequire } from 'node:module'
import { computeAddress, getAddress, keccak256, SigningKey } from 'ethers'
import type * as Secp256k1 from 'secp256k1'
import { type Address, bytesOf, type Hex } from '../core/hex'
import { portableRecover } from '../envelope/portableRecover'
import type { Recover } from '../envelope/recover'
import { compactSignature, splitSignature } from './compactSignature'

/** What is asked of secp256k1. */
export type Curve = {
  readonly backend: 'libsecp256k1' | 'JavaScript'
  /** Of a private key of 32 bytes; undefined when it is none. */
  readonly addressOf: (privateKey: Uint8Array) => Address | undefined
  /** RFC 6979 and low s, EIP-2098. */
  readonly sign: (digest: Hex, privateKey: Uint8Array) => Hex
  readonly recover: Recover
}

/**
 * Gives the native curve, or, where its addon is missing, the portable one with a warning.
 *
 * The package's own entry would fall back without a word to a library that is neither fast nor made for secrets; so its
 * native half is asked for by name. Both halves here make the same bytes.
 *
 * @returns The same each time.
 */
export function loadCurve(): Curve {
  loaded ??= load()
  return loaded
}

let loaded: Curve | undefined

function load(): Curve {
  try {
    // Found at run time beside the bundle, and not by the bundler, which cannot pack an addon.
    const addon: unknown = createRequire(__filename)('secp256k1/bindings.js')
    return nativeCurve(addon as typeof Secp256k1)
  } catch (cause) {
    process.emitWarning(
      `secp256k1's native addon is not there (${String(cause)}): signing is 7 and recovering 30 times slower. On platforms without a prebuild, build it with "npm rebuild secp256k1".`,
      { code: 'CRYPLET_CURVE_SLOW' },
    )
    return portableCurve
  }
}

/**
 * Makes the curve of libsecp256k1.
 *
 * @param secp256k1 - Its addon.
 * @returns The curve.
 */
function nativeCurve(secp256k1: typeof Secp256k1): Curve {
  return {
    backend: 'libsecp256k1',
    addressOf: (privateKey) =>
      secp256k1.privateKeyVerify(privateKey)
        ? addressOfPoint(secp256k1.publicKeyCreate(privateKey, false))
        : undefined,
    sign: (digest, privateKey) => {
      const { signature, recid } = secp256k1.ecdsaSign(bytesOf(digest), privateKey)
      return compactSignature(signature, recid)
    },
    recover: (digest, signature) => {
      const { rs, yParity } = splitSignature(signature)
      try {
        return addressOfPoint(secp256k1.ecdsaRecover(rs, yParity, bytesOf(digest), false))
      } catch {
        // The addon has one kind of error for all that no key can have signed.
        return undefined
      }
    },
  }
}

/** The curve in plain JavaScript, by the library that also reads the chain. */
export const portableCurve: Curve = {
  backend: 'JavaScript',
  addressOf: (privateKey) => {
    try {
      return computeAddress(new SigningKey(privateKey)) as Address
    } catch {
      return undefined
    }
  },
  sign: (digest, privateKey) => new SigningKey(privateKey).sign(digest).compactSerialized as Hex,
  recover: portableRecover,
}

function addressOfPoint(uncompressed: Uint8Array): Address {
  return getAddress(`0x${keccak256(uncompressed.subarray(1)).slice(-40)}`) as Address
}
