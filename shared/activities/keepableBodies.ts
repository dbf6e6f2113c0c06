import { keccak256 } from 'ethers'
import type { Cryplet } from '../authoring/defineCryplet'
import type { SignedRecord } from '../envelope/record'
import type { ResponseBody } from '../execution/responseBody'
import { MAX_BODIES, MAX_BODIES_IN_BYTES, MAX_BODY_IN_BYTES } from '../execution/responseBody'

/** Bodies as they came, sorted by whether they may be kept. */
export type SortedBodies = {
  readonly kept: readonly ResponseBody[]
  /** Of each of the others, what is wrong with it. */
  readonly dropped: readonly string[]
}

/**
 * Finds what may be kept of the bodies that came with a record. They are unsigned: each must have the hash that the record
 * has, its source must have said that it is public, and all together keep the bounds.
 *
 * @param record - Verified.
 * @param cryplet - Whose sources.
 * @param bodies - As the container answered.
 * @returns What may be kept, and what not.
 */
export function keepableBodies(
  record: SignedRecord,
  cryplet: Pick<Cryplet, 'sources'>,
  bodies: readonly ResponseBody[],
): SortedBodies {
  const kept: ResponseBody[] = []
  const dropped: string[] = []
  let room = MAX_BODIES_IN_BYTES
  for (const body of bodies) {
    const bytes = bytesOf(body)
    const isPublic = cryplet.sources[body.source]?.body === 'public'
    const fault = isPublic
      ? (placeFault(body, { record, kept }) ?? bytesFault(body, bytes, room))
      : 'its source is not declared public'
    if (fault === undefined) {
      kept.push(body)
      room -= bytes.length
    } else dropped.push(`${body.source} of ${body.origin}: ${fault}`)
  }
  return { kept, dropped }
}

type Place = { readonly record: SignedRecord; readonly kept: readonly ResponseBody[] }

function placeFault(body: ResponseBody, { record, kept }: Place): string | undefined {
  const isSame = (other: Pick<ResponseBody, 'source' | 'origin' | 'responseHash'>): boolean =>
    other.source === body.source &&
    other.origin === body.origin &&
    other.responseHash === body.responseHash
  if (!record.facts.observations.some(isSame)) return 'no observation has its hash'
  if (kept.some(isSame)) return 'it came twice'
  return kept.length < MAX_BODIES ? undefined : `more than ${String(MAX_BODIES)} came`
}

function bytesFault(body: ResponseBody, bytes: Buffer, room: number): string | undefined {
  if (!('body' in body)) return undefined
  if (bytes.length > Math.min(room, MAX_BODY_IN_BYTES)) return 'it is larger than the bounds'
  return keccak256(bytes) === body.responseHash ? undefined : 'its bytes have another hash'
}

function bytesOf(body: ResponseBody): Buffer {
  return Buffer.from('body' in body ? body.body : '', 'base64')
}
