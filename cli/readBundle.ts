import { readFile } from 'node:fs/promises'
import { FabricError } from '../shared/core/errors'
import type { ProofBundle } from '../shared/envelope/proofBundle'
import { parseProofBundle } from '../shared/envelope/proofBundle'
import { faultOf } from './faultOf'
import type { LocalStack } from './localStack'

/** A proof bundle that cannot be had, or is none. */
export class BundleUnreadableError extends FabricError {
  override readonly name = 'BundleUnreadableError'
  readonly code = 'BUNDLE_UNREADABLE'
  readonly retryable = false

  constructor(
    readonly place: string,
    readonly fault: string,
    cause?: unknown,
  ) {
    super(
      `${place} gives no proof bundle: ${fault.replace(/\.$/, '')}. GET /api/deliveries/{id} of the fabric gives one.`,
      { cause },
    )
  }
}

const LIMIT_IN_MS = 10_000

/**
 * Reads a proof bundle.
 *
 * @param place - A file, or a URL with http or https.
 * @param stack - The local stack, if one runs: its key is sent to its own API, and nowhere else.
 * @returns The bundle, nothing of it verified.
 * @throws BundleUnreadableError
 */
export async function readBundle(
  place: string,
  stack: LocalStack | undefined,
): Promise<ProofBundle> {
  const isUrl = /^https?:\/\//i.test(place)
  try {
    const text = isUrl ? await fetchText(place, stack) : await readFile(place, 'utf8')
    return parseProofBundle(JSON.parse(text))
  } catch (error) {
    const fault = error instanceof SyntaxError ? 'it is not JSON' : faultOf(error)
    throw new BundleUnreadableError(isUrl ? new URL(place).origin : place, fault, error)
  }
}

async function fetchText(url: string, stack: LocalStack | undefined): Promise<string> {
  const isOurs = stack !== undefined && new URL(url).origin === stack.fabricUrl
  const response = await fetch(url, {
    headers: isOurs ? { 'x-functions-key': stack.functionKey } : {},
    signal: AbortSignal.timeout(LIMIT_IN_MS),
  })
  if (!response.ok) throw new Error(`it answers with status ${String(response.status)}`)
  return response.text()
}
