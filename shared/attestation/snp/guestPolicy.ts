import { EvidenceMalformedError } from '../errors'

/** What a guest may do, and what may be done with it, as its owner launched it. */
export type GuestPolicy = {
  readonly abiMajor: number
  readonly abiMinor: number
  readonly smt: boolean
  /** Whether a migration agent may be bound. */
  readonly migrateMA: boolean
  /** Whether the host may read and write its memory. */
  readonly debug: boolean
  readonly singleSocket: boolean
  readonly cxl: boolean
  readonly aes256xts: boolean
  readonly raplDis: boolean
  readonly ciphertextHiding: boolean
  readonly pageSwapDisable: boolean
}

const FIRST_UNUSED_BIT = 26n

/**
 * Parses the guest policy of a report.
 *
 * Source: AMD 56860, table of the guest policy.
 *
 * @param report - All of it; the policy lies at 0x08.
 * @returns The policy.
 * @throws EvidenceMalformedError
 */
export function parseGuestPolicy(report: Buffer): GuestPolicy {
  const bits = report.readBigUInt64LE(0x08)
  const isSet = (bit: bigint): boolean => ((bits >> bit) & 1n) === 1n
  if (!isSet(17n)) throw new EvidenceMalformedError('guest policy', 'bit 17 must be set')
  if (bits >> FIRST_UNUSED_BIT !== 0n) {
    throw new EvidenceMalformedError('guest policy', 'bits 26 to 63 must be zero')
  }
  return {
    ...{ abiMinor: report.readUInt8(0x08), abiMajor: report.readUInt8(0x09) },
    ...{ smt: isSet(16n), migrateMA: isSet(18n), debug: isSet(19n), singleSocket: isSet(20n) },
    ...{ cxl: isSet(21n), aes256xts: isSet(22n), raplDis: isSet(23n) },
    ...{ ciphertextHiding: isSet(24n), pageSwapDisable: isSet(25n) },
  }
}
