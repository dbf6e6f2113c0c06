import { open } from 'node:fs/promises'
import type { Hex } from '../core/hex'
import { KeyFileExposedError, KeyFileUnreadableError } from './errors'
import { localSigner } from './localSigner'
import type { Signer } from './signer'

/**
 * Signs with the key in a file that only its owner may read.
 *
 * @param path - A file with 0x and 64 hexadecimal digits.
 * @returns The signer.
 * @throws KeyFileUnreadableError when it cannot be read.
 * @throws KeyFileExposedError when others may read or write it (not on Windows, which has no such bits).
 * @throws PrivateKeyInvalidError when it holds something else.
 */
export async function signerFromFile(path: string): Promise<Signer> {
  const { text, mode } = await readKeyFile(path)
  if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
    throw new KeyFileExposedError(path, mode & PERMISSIONS)
  }
  return localSigner(text.trim() as Hex, path)
}

async function readKeyFile(path: string): Promise<{ text: string; mode: number }> {
  try {
    // One handle, so that the file whose mode was seen is the one that was read.
    const file = await open(path)
    try {
      const { mode } = await file.stat()
      return { text: await file.readFile('utf8'), mode }
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw new KeyFileUnreadableError(path, cause)
  }
}

const OTHERS = 0o077
const PERMISSIONS = 0o777
