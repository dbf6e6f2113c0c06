import { EvidenceMalformedError } from '../errors'
import type { GuestPolicy } from './guestPolicy'
import { parseGuestPolicy } from './guestPolicy'

/** Build of the secure processor's firmware. */
export type FirmwareBuild = {
  readonly major: number
  readonly minor: number
  readonly build: number
}

/** An attestation report of AMD SEV-SNP, parsed and not believed yet. Byte strings as they lie in it. */
export type SnpReport = {
  readonly version: number
  readonly guestSvn: number
  readonly policy: GuestPolicy
  readonly familyId: Buffer
  readonly imageId: Buffer
  readonly vmpl: number
  /** 1 is ECDSA P-384 with SHA-384. */
  readonly signatureAlgorithm: number
  readonly signingKey: 'VCEK' | 'VLEK' | 'none' | 'unknown'
  readonly isChipKeyMasked: boolean
  readonly platformInfo: bigint
  /** 64 bytes. */
  readonly reportData: Buffer
  /** 48 bytes. */
  readonly measurement: Buffer
  /** 32 bytes. */
  readonly hostData: Buffer
  readonly idKeyDigest: Buffer
  readonly authorKeyDigest: Buffer
  readonly reportId: Buffer
  readonly reportIdMa: Buffer
  /** Security versions, 8 bytes each: what they mean depends on the product. */
  readonly tcb: Readonly<Record<'current' | 'reported' | 'committed' | 'launch', Buffer>>
  /** Of versions 3 and later. */
  readonly cpuid?: {
    readonly family: number
    readonly model: number
    readonly stepping: number
  }
  /** 64 bytes. */
  readonly chipId: Buffer
  readonly current: FirmwareBuild
  readonly committed: FirmwareBuild
  /** What is signed. */
  readonly signed: Buffer
  /** r and s, 48 bytes each, big-endian. */
  readonly signature: Buffer
}

/** Bytes of a report. */
export const REPORT_BYTES = 0x4a0

const SIGNED_BYTES = 0x2a0
const SIGNING_KEYS = ['VCEK', 'VLEK'] as const
const NO_KEY = 7

/**
 * Parses an attestation report. Whatever its version leaves unused must be zero.
 *
 * Source: AMD 56860 (SEV-SNP Firmware ABI), ATTESTATION_REPORT, versions 2 to 5.
 *
 * @param bytes - 1184 bytes.
 * @returns What it says.
 * @throws EvidenceMalformedError
 */
export function parseReport(bytes: Uint8Array): SnpReport {
  if (bytes.length !== REPORT_BYTES) {
    throw malformed(`${String(bytes.length)} bytes, expected ${String(REPORT_BYTES)}`)
  }
  const at = Buffer.from(bytes)
  const version = at.readUInt32LE(0)
  if (version < 2 || version > 5) throw malformed(`version ${String(version)}, expected 2 to 5`)
  requireZeros(at, version)
  const keyInfo = at.readUInt32LE(0x48)
  if (keyInfo >>> 5 !== 0) throw malformed('reserved bits beside the signing key are set')
  return {
    ...{ version, guestSvn: at.readUInt32LE(0x04), policy: parseGuestPolicy(at) },
    ...{ familyId: at.subarray(0x10, 0x20), imageId: at.subarray(0x20, 0x30) },
    ...{ vmpl: at.readUInt32LE(0x30), signatureAlgorithm: at.readUInt32LE(0x34) },
    ...{ signingKey: signingKeyOf(keyInfo), isChipKeyMasked: (keyInfo & 2) !== 0 },
    platformInfo: at.readBigUInt64LE(0x40),
    ...{ reportData: at.subarray(0x50, 0x90), measurement: at.subarray(0x90, 0xc0) },
    hostData: at.subarray(0xc0, 0xe0),
    ...{ idKeyDigest: at.subarray(0xe0, 0x110), authorKeyDigest: at.subarray(0x110, 0x140) },
    ...{ reportId: at.subarray(0x140, 0x160), reportIdMa: at.subarray(0x160, 0x180) },
    tcb: {
      ...{ current: at.subarray(0x38, 0x40), reported: at.subarray(0x180, 0x188) },
      ...{ committed: at.subarray(0x1e0, 0x1e8), launch: at.subarray(0x1f0, 0x1f8) },
    },
    ...(version >= 3 && {
      cpuid: {
        ...{ family: at.readUInt8(0x188), model: at.readUInt8(0x189) },
        stepping: at.readUInt8(0x18a),
      },
    }),
    chipId: at.subarray(0x1a0, 0x1e0),
    ...{ current: buildAt(at, 0x1e8), committed: buildAt(at, 0x1ec) },
    ...{ signed: at.subarray(0, SIGNED_BYTES), signature: signatureOf(at) },
  }
}

function signingKeyOf(keyInfo: number): SnpReport['signingKey'] {
  const key = (keyInfo >> 2) & 7
  return key === NO_KEY ? 'none' : (SIGNING_KEYS[key] ?? 'unknown')
}

function buildAt(at: Buffer, offset: number): FirmwareBuild {
  return {
    ...{ build: at.readUInt8(offset), minor: at.readUInt8(offset + 1) },
    major: at.readUInt8(offset + 2),
  }
}

// Little-endian in the report, with room for longer curves.
function signatureOf(at: Buffer): Buffer {
  const r = Buffer.from(at.subarray(0x2a0, 0x2a0 + 48)).reverse()
  const s = Buffer.from(at.subarray(0x2e8, 0x2e8 + 48)).reverse()
  return Buffer.concat([r, s])
}

function requireZeros(at: Buffer, version: number): void {
  const unused: readonly (readonly [number, number])[] = [
    [0x4c, 0x50],
    [version >= 3 ? 0x18b : 0x188, 0x1a0],
    [0x1eb, 0x1ec],
    [0x1ef, 0x1f0],
    [version >= 5 ? 0x208 : 0x1f8, SIGNED_BYTES],
    [0x2a0 + 48, 0x2e8],
    [0x2e8 + 48, REPORT_BYTES],
  ]
  for (const [from, to] of unused) {
    const found = at.subarray(from, to).findIndex((byte) => byte !== 0)
    if (found !== -1) throw malformed(`byte 0x${(from + found).toString(16)} must be zero`)
  }
}

function malformed(fault: string): EvidenceMalformedError {
  return new EvidenceMalformedError('SEV-SNP report', fault)
}
