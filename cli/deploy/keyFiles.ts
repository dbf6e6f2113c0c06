import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { hexlify, randomBytes } from 'ethers'
import { FabricError, messageOf } from '../../shared/core/errors'
import type { Address, Hex } from '../../shared/core/hex'
import { parseHex } from '../../shared/core/hex'
import { signerFromFile } from '../../shared/signing/signerFromFile'

/** A key file that would be written over. */
export class KeyFileExistsError extends FabricError {
  override readonly name = 'KeyFileExistsError'
  readonly code = 'KEY_FILE_EXISTS'
  readonly retryable = false

  constructor(readonly path: string) {
    super(`${path} is there already. A key that is written over is lost: name another file.`)
  }
}

/** A key file that cannot be made where it is wanted. */
export class KeyFileUnwritableError extends FabricError {
  override readonly name = 'KeyFileUnwritableError'
  readonly code = 'KEY_FILE_UNWRITABLE'
  readonly retryable = false

  constructor(
    readonly path: string,
    cause: unknown,
  ) {
    super(`${path} cannot be written: ${messageOf(cause)}. Name a file in a folder of yours.`, {
      cause,
    })
  }
}

/**
 * Makes a key and writes it to a new file that only its owner may read.
 *
 * @param path - Must not exist; folders are made.
 * @param privateKey - To keep a given key instead of a new one.
 * @returns Its address; the key itself is never shown.
 * @throws KeyFileExistsError, KeyFileUnwritableError
 */
export async function makeKeyFile(
  path: string,
  privateKey = hexlify(randomBytes(32)),
): Promise<Address> {
  const part = `${path}.${hexlify(randomBytes(4)).slice(2)}.part`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(part, `${privateKey}\n`, { flag: 'wx', mode: 0o600, flush: true })
    // Whole or not at all; a link, unlike a rename, takes no other file's place.
    linkSync(part, path)
  } catch (error) {
    throw existsSync(path) ? new KeyFileExistsError(path) : new KeyFileUnwritableError(path, error)
  } finally {
    if (existsSync(part)) rmSync(part)
  }
  return (await signerFromFile(path)).address
}

/**
 * Makes a key file where there is none yet.
 *
 * @param path - See makeKeyFile.
 * @param privateKey - See makeKeyFile.
 * @returns Address of the key that is there now.
 */
export async function ensureKeyFile(path: string, privateKey?: Hex): Promise<Address> {
  if (existsSync(path)) return (await signerFromFile(path)).address
  return makeKeyFile(path, privateKey)
}

/**
 * Reads a key out of its file, to be sealed for the enclave; whoever signs takes signerFromFile.
 *
 * @param path - Must be readable by its owner alone.
 * @returns 32 bytes. Secret.
 * @throws KeyFileExposedError, KeyFileUnreadableError, PrivateKeyInvalidError as signerFromFile does.
 */
export async function readPrivateKey(path: string): Promise<Hex> {
  await signerFromFile(path)
  return parseHex((await readFile(path, 'utf8')).trim(), 'key', 32)
}
