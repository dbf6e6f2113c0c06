import { readFileSync } from 'node:fs'
import { parsePolicy } from '../../shared/attestation/parsePolicy'
import type { AppraisalPolicy } from '../../shared/attestation/policy'
import { PRODUCTION_POLICY } from '../../shared/attestation/policy'
import { FabricError, messageOf } from '../../shared/core/errors'
import type { Hex } from '../../shared/core/hex'
import { parseHex } from '../../shared/core/hex'
import type { Io } from '../io'

/** A policy that cannot be had, or an instant or digest that is none. */
export class AppraisalOptionError extends FabricError {
  override readonly name = 'AppraisalOptionError'
  readonly code = 'APPRAISAL_OPTION_INVALID'
  readonly retryable = false

  constructor(
    readonly option: string,
    readonly fault: string,
  ) {
    super(`${option}: ${fault}. docs/how-to/verify-evidence.md shows what it takes.`)
  }
}

/**
 * Reads an appraisal policy.
 *
 * @param path - Of a file; undefined for the one for production.
 * @param io - Where NODE_ENV is.
 * @returns The policy.
 * @throws AppraisalOptionError
 */
export function policyOf(path: string | undefined, io: Io): AppraisalPolicy {
  if (path === undefined) return PRODUCTION_POLICY
  try {
    return parsePolicy(JSON.parse(readFileSync(path, 'utf8')), io.env['NODE_ENV'])
  } catch (error) {
    throw new AppraisalOptionError('--policy', messageOf(error))
  }
}

/**
 * Reads an instant.
 *
 * @param option - Whose, for the error.
 * @param text - Undefined for now.
 * @returns Unix time in milliseconds.
 * @throws AppraisalOptionError
 */
export function timeOf(option: string, text: string | undefined): number {
  const atInMs = text === undefined ? Date.now() : Date.parse(text)
  if (!Number.isNaN(atInMs)) return atInMs
  throw new AppraisalOptionError(option, `"${String(text)}" is no time, as 2026-11-27T12:00:00Z`)
}

/**
 * Reads bytes.
 *
 * @param option - Whose, for the error.
 * @param text - 0x and hexadecimal digits.
 * @param length - How many bytes.
 * @returns Them.
 * @throws AppraisalOptionError
 */
export function bytesOption(option: string, text: string, length: number): Hex {
  try {
    return parseHex(text, option, length)
  } catch {
    throw new AppraisalOptionError(option, `"${text}" is not 0x and ${String(2 * length)} digits`)
  }
}
