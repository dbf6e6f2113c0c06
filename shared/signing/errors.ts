import { FabricError } from '../core/errors'

/** Bytes that are no private key. It holds none of them. */
export class PrivateKeyInvalidError extends FabricError {
  override readonly name = 'PrivateKeyInvalidError'
  readonly code = 'PRIVATE_KEY_INVALID'
  readonly retryable = false

  constructor(
    /** A file, or which key. */
    readonly source: string,
  ) {
    super(
      `${source}: expected a secp256k1 private key, 32 bytes as 0x and 64 hexadecimal digits. Make one with "cryplet keys make".`,
    )
  }
}

/** A key file that cannot be read. */
export class KeyFileUnreadableError extends FabricError {
  override readonly name = 'KeyFileUnreadableError'
  readonly code = 'KEY_FILE_UNREADABLE'
  readonly retryable = false

  constructor(
    readonly path: string,
    cause: unknown,
  ) {
    super(`${path}: the key file cannot be read. Does it exist, and is it yours?`, { cause })
  }
}

/** A key file that others than its owner may read or write. */
export class KeyFileExposedError extends FabricError {
  override readonly name = 'KeyFileExposedError'
  readonly code = 'KEY_FILE_EXPOSED'
  readonly retryable = false

  constructor(
    readonly path: string,
    /** Permission bits. */
    readonly mode: number,
  ) {
    super(
      `${path}: expected mode 600, got ${mode.toString(8)}: others may use the key. Set it with "chmod 600", and replace the key if they may have read it.`,
    )
  }
}
