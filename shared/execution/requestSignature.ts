import { id, TypedDataEncoder } from 'ethers'
import type { Clock } from '../core/clock'
import { nowInSeconds } from '../core/clock'
import type { Address, Hex } from '../core/hex'
import { parseHex } from '../core/hex'
import type { HttpHeaders } from '../core/http'
import type { Recover } from '../envelope/recover'
import type { Signer } from '../signing/signer'
import { RequestRefusedError } from './errors'

/** What the operator signs of a request to the enclave. */
export type EnclaveRequest = {
  /** With its leading slash; a query is part of it. */
  readonly path: string
  /** The text as it is sent. */
  readonly body: string
  /** Id of the wake, 32 bytes; NO_RUN when the request serves none. */
  readonly run: Hex
  /** Unix seconds. */
  readonly time: number
}

/** In place of a run, in requests that belong to none. */
export const NO_RUN: Hex = `0x${'00'.repeat(32)}`

/** How far a request's time may be from the enclave's clock, either way. */
export const REQUEST_WINDOW_IN_SECONDS = 60

const TIME = 'x-cryplet-time'
const RUN = 'x-cryplet-run'
const SIGNATURE = 'x-cryplet-signature'

// Its own name: no signature under it can pass for a claim's, a seal's, a record's or an enrolment's.
const DOMAIN = { name: 'CrypletEnclave', version: '1' }
const TYPES = {
  EnclaveRequest: [
    { name: 'path', type: 'string' },
    { name: 'bodyHash', type: 'bytes32' },
    { name: 'run', type: 'bytes32' },
    { name: 'time', type: 'uint64' },
  ],
}

/**
 * Signs a request to the enclave.
 *
 * Within the window the same request may be sent again: observing again gives a record that nobody stores, executing
 * again gives the same bytes. A key is not taken again: its time must be after the last one's (KeyRing).
 *
 * @param request - What to sign.
 * @param signer - The operator's, that is tier 3's.
 * @returns The headers to send with it.
 */
export async function signRequest(
  request: EnclaveRequest,
  signer: Signer,
): Promise<Readonly<Record<string, string>>> {
  return {
    [TIME]: String(request.time),
    [RUN]: request.run,
    [SIGNATURE]: await signer.sign(requestDigest(request)),
  }
}

/** A request as it came. */
export type ReceivedRequest = Pick<EnclaveRequest, 'path' | 'body'> & {
  readonly headers: HttpHeaders
}

/** What the operator's signature says of a request besides its body. */
export type VerifiedRequest = Pick<EnclaveRequest, 'run' | 'time'>

/** Whom the enclave obeys, and how it knows. */
export type RequestPolicy = {
  readonly operator: Address
  readonly recover: Recover
  readonly clock: Clock
}

/**
 * Admits a request only when the operator signed exactly it, just now.
 *
 * @param received - Path, body and headers as they came.
 * @param policy - Whom to obey.
 * @returns The run that the request serves, and when it was signed.
 * @throws RequestRefusedError saying which part is missing or wrong.
 */
export function verifyRequest(received: ReceivedRequest, policy: RequestPolicy): VerifiedRequest {
  const { path, body, headers } = received
  const { operator, recover, clock } = policy
  const time = Number(requireHeader(headers, TIME, /^[1-9][0-9]{0,14}$/))
  const run = parseHex(requireHeader(headers, RUN, /^0x[0-9a-f]{64}$/), RUN, 32)
  const signature = parseHex(requireHeader(headers, SIGNATURE, /^0x[0-9a-f]{128}$/), SIGNATURE, 64)
  const now = nowInSeconds(clock)
  if (Math.abs(time - now) > REQUEST_WINDOW_IN_SECONDS) {
    // Retryable: it may have waited too long on its way, and is signed anew when it is sent again.
    throw new RequestRefusedError(
      `its time is ${String(time)}, but here it is ${String(now)}`,
      true,
    )
  }
  const signer = recover(requestDigest({ path, body, run, time }), signature)
  if (signer !== operator) {
    throw new RequestRefusedError(
      `for this path, body, run and time its signature is by ${signer ?? 'nobody'}, not by ${operator}`,
    )
  }
  return { run, time }
}

function requireHeader(headers: HttpHeaders, name: string, pattern: RegExp): string {
  const value = headers.get(name)
  if (value === null) throw new RequestRefusedError(`the header ${name} is missing`)
  if (!pattern.test(value)) throw new RequestRefusedError(`the header ${name} is malformed`)
  return value
}

function requestDigest({ path, body, run, time }: EnclaveRequest): Hex {
  // id: keccak256 of the text in UTF-8.
  return TypedDataEncoder.hash(DOMAIN, TYPES, { path, bodyHash: id(body), run, time }) as Hex
}
