import { readFileSync } from 'node:fs'
import * as z from 'zod'
import type { MaaKeys } from '../../shared/attestation/maa/token'
import { parseToken } from '../../shared/attestation/maa/token'
import { FabricError, messageOf } from '../../shared/core/errors'

/** A file that holds no keys of an attestation service. */
export class AttestationKeysUnreadableError extends FabricError {
  override readonly name = 'AttestationKeysUnreadableError'
  readonly code = 'ATTESTATION_KEYS_UNREADABLE'
  readonly retryable = false

  constructor(
    readonly path: string,
    readonly fault: string,
  ) {
    super(
      `${path} holds no keys of an attestation service: ${fault}. Save what <issuer>/certs answers, over TLS, to a file.`,
    )
  }
}

const keysSchema = z.looseObject({
  keys: z
    .array(
      z.looseObject({
        kid: z.string(),
        x5c: z.array(z.string()).readonly().exactOptional(),
        n: z.string().exactOptional(),
        e: z.string().exactOptional(),
        'x-issuer': z.string().optional(),
      }),
    )
    .readonly(),
})

/**
 * Reads the keys of attestation services.
 *
 * @param path - Of what `<issuer>/certs` answered; a key may name its issuer as `x-issuer`, else it is the token's.
 * @param token - For which they are read.
 * @returns Them by issuer.
 * @throws AttestationKeysUnreadableError
 */
export function readKeys(path: string, token: string): MaaKeys {
  try {
    const { keys } = keysSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    const named = String(parseToken(token).claims['iss'])
    const issuerOf = (key: (typeof keys)[number]): string => key['x-issuer'] ?? named
    const issuers = [...new Set(keys.map(issuerOf))]
    return Object.fromEntries(
      issuers.map((issuer) => [issuer, keys.filter((key) => issuerOf(key) === issuer)]),
    )
  } catch (error) {
    throw new AttestationKeysUnreadableError(path, messageOf(error).slice(0, 200))
  }
}
