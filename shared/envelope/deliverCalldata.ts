import { byteLength, concatHex, type Hex, parseHex, sliceHex } from '../core/hex'
import type { Claim } from './claim'
import { DeliverCalldataError } from './errors'
import type { SealedEnvelope } from './sealedEnvelope'
import { bytes32Word, typeHash, uintWord } from './typedData'

/**
 * Encodes the call that delivers an envelope.
 *
 * Source: Solidity ABI of `deliver(Claim claim, bytes seals)`.
 *
 * @param envelope - Verified, which its type shows.
 * @returns Calldata.
 */
export function encodeDeliver(envelope: SealedEnvelope): Hex {
  const { claim, seals } = envelope
  const tuple = concatHex([
    ...claimWords(claim),
    uintWord(CLAIM_WORDS * WORD, 'offset', 256),
    ...encodeBytes(claim.payload),
  ])
  return concatHex([
    DELIVER_SELECTOR,
    uintWord(2 * WORD, 'offset', 256),
    uintWord(2 * WORD + byteLength(tuple), 'offset', 256),
    tuple,
    ...encodeBytes(seals),
  ])
}

/**
 * Reads the claim and seals of a delivery, as the contract would.
 *
 * It follows offsets and ignores what no offset leads to, since whoever carries an envelope may encode it otherwise
 * than we do. It verifies nothing: tiers and receiver are not in calldata.
 *
 * @param calldata - Input of a transaction to a receiver.
 * @returns The claim and its seals.
 * @throws DeliverCalldataError when it is another call or cut short.
 * @throws InvalidValueError when it is no bytes.
 */
export function parseDeliverCalldata(calldata: unknown): {
  readonly claim: Claim
  readonly seals: Hex
} {
  const data = parseHex(calldata, 'calldata')
  const selector = sliceHex(data, 0, 4)
  if (selector !== DELIVER_SELECTOR) {
    throw new DeliverCalldataError('selector', DELIVER_SELECTOR, selector)
  }
  const args = sliceHex(data, 4, byteLength(data))
  const tupleStart = readOffset(args, 0, 'offset of claim')
  const claim = readClaim(sliceHex(args, tupleStart, byteLength(args)))
  const seals = readBytes(args, readOffset(args, WORD, 'offset of seals'), 'seals')
  return { claim, seals }
}

function claimWords(claim: Claim): readonly Hex[] {
  return [
    bytes32Word(claim.crypletId, 'claim.crypletId'),
    bytes32Word(claim.subscription, 'claim.subscription'),
    uintWord(claim.sequence, 'claim.sequence', 64),
    uintWord(claim.observedAt, 'claim.observedAt', 64),
    uintWord(claim.expiresAt, 'claim.expiresAt', 64),
    bytes32Word(claim.provenance, 'claim.provenance'),
    uintWord(claim.anchorBlock, 'claim.anchorBlock', 64),
    bytes32Word(claim.anchorHash, 'claim.anchorHash'),
    bytes32Word(claim.codeHash, 'claim.codeHash'),
  ]
}

function encodeBytes(bytes: Hex): readonly Hex[] {
  const words = Math.ceil(byteLength(bytes) / WORD)
  const padded: Hex = `0x${bytes.slice(2).padEnd(words * 2 * WORD, '0')}`
  return [uintWord(byteLength(bytes), 'length', 256), padded]
}

function readClaim(tuple: Hex): Claim {
  const bytes32 = (index: number, part: string): Hex => readWord(tuple, index * WORD, part)
  const uint64 = (index: number, part: string): bigint => readUint64(tuple, index * WORD, part)
  return {
    crypletId: bytes32(0, 'crypletId'),
    subscription: bytes32(1, 'subscription'),
    sequence: uint64(2, 'sequence'),
    observedAt: uint64(3, 'observedAt'),
    expiresAt: uint64(4, 'expiresAt'),
    provenance: bytes32(5, 'provenance'),
    anchorBlock: uint64(6, 'anchorBlock'),
    anchorHash: bytes32(7, 'anchorHash'),
    codeHash: bytes32(8, 'codeHash'),
    payload: readBytes(tuple, readOffset(tuple, 9 * WORD, 'offset of payload'), 'payload'),
  }
}

function readBytes(data: Hex, start: number, part: string): Hex {
  const length = readUint64(data, start, `length of ${part}`)
  const available = byteLength(data) - start - WORD
  if (length > available) {
    throw new DeliverCalldataError(part, `${String(length)} bytes`, String(available))
  }
  return sliceHex(data, start + WORD, start + WORD + Number(length))
}

// One that leads beyond the end is found by who reads there.
function readOffset(data: Hex, start: number, part: string): number {
  return Number(readUint64(data, start, part))
}

function readUint64(data: Hex, start: number, part: string): bigint {
  const integer = BigInt(readWord(data, start, part))
  if (integer >= 1n << 64n) throw new DeliverCalldataError(part, 'a uint64', String(integer))
  return integer
}

function readWord(data: Hex, start: number, part: string): Hex {
  const word = sliceHex(data, start, start + WORD)
  if (byteLength(word) !== WORD) {
    throw new DeliverCalldataError(part, '32 bytes', `${String(byteLength(word))}: it is cut short`)
  }
  return word
}

const WORD = 32
const CLAIM_WORDS = 10
const DELIVER_SELECTOR = sliceHex(
  typeHash(
    'deliver((bytes32,bytes32,uint64,uint64,uint64,bytes32,uint64,bytes32,bytes32,bytes),bytes)',
  ),
  0,
  4,
)
