import { createHash } from 'node:crypto'
import type { Check } from './result'
import { affirmed, refused } from './result'

/**
 * Checks what a guest had put into its report.
 *
 * Source: the sidecar of confidential containers: SHA-256 of the runtime data, then zeros.
 *
 * @param reportData - 64 bytes, hex without 0x, as report or token has it.
 * @param runtimeData - The bytes that it must speak of; undefined where nobody says.
 * @returns The check; a warning where nothing says what the report is to speak of.
 */
export function checkReportData(reportData: unknown, runtimeData: Uint8Array | undefined): Check {
  const check = 'report data'
  if (runtimeData === undefined) {
    return { check, verdict: 'warning', reason: 'no runtime data came: it speaks of no key' }
  }
  return reportData === createHash('sha256').update(runtimeData).digest('hex') + PADDING
    ? affirmed(check, 'REPORT_DATA is the SHA-256 of the runtime data')
    : refused(check, 'REPORT_DATA is not the SHA-256 of the runtime data')
}

const PADDING = '00'.repeat(32)
