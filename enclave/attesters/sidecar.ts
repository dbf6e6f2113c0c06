import { messageOf } from '../../shared/core/errors'
import { parseFields, parseLongText } from '../../shared/envelope/fields'
import { AttestationFailedError } from './errors'

/** What the sidecar answers, not believed yet. Byte strings in base64. */
export type SidecarAnswer = {
  readonly report: string
  /** PEM. */
  readonly certificates: string
  readonly uvmEndorsement: string
}

const ANSWER_IN_MS = 10_000
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/**
 * Asks the sidecar of confidential containers for a report with all that vouches for it.
 *
 * Source: microsoft/confidential-sidecar-containers, POST /attest/combined. Where there is no device it answers with a report
 * of its own making, and does not say so: whoever asks appraises what came.
 *
 * @param url - Of the sidecar, on loopback.
 * @param runtimeData - JSON, whose SHA-256 the report is to hold.
 * @returns What it answered.
 * @throws AttestationFailedError
 */
export async function askSidecar(url: string, runtimeData: string): Promise<SidecarAnswer> {
  const body = JSON.stringify({ runtime_data: runtimeData })
  try {
    const response = await fetch(`${url}/attest/combined`, {
      ...{ method: 'POST', body, redirect: 'error' },
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(ANSWER_IN_MS),
    })
    if (response.status !== 200) throw new Error(`status ${String(response.status)}`)
    return parseAnswer(await response.json())
  } catch (error) {
    const reason = `the attestation sidecar gave nothing: ${messageOf(error)}`
    throw new AttestationFailedError([reason], { cause: error })
  }
}

function parseAnswer(value: unknown): SidecarAnswer {
  const fields = parseFields(value, 'answer')
  const base64 = (name: string): string => parseLongText(fields[name], `answer.${name}`, BASE64)
  return {
    report: base64('evidence'),
    certificates: Buffer.from(base64('endorsements'), 'base64').toString('utf8'),
    uvmEndorsement: base64('uvm_endorsements'),
  }
}
