import { resolve } from 'node:path'
import type { Command } from 'commander'
import { appraise } from '../../shared/attestation/appraise'
import { appraiseToken } from '../../shared/attestation/maa/appraiseToken'
import type { MaaKeys } from '../../shared/attestation/maa/token'
import type { AttestationResult } from '../../shared/attestation/result'
import { resultOf } from '../../shared/attestation/result'
import { appraiseReport } from '../../shared/attestation/snp/appraiseReport'
import type { Io } from '../io'
import { policyOf, timeOf } from './options'
import type { Found } from './readEvidence'
import { readEvidence } from './readEvidence'
import { readKeys } from './readKeys'

/** What `cryplet attest verify` is given. */
export type VerifyOptions = {
  readonly policy?: string
  readonly keys?: string
  readonly at?: string
  readonly json?: boolean
}

/**
 * Adds `cryplet attest verify`.
 *
 * @param attest - Gets the command.
 * @param io - Its surroundings.
 */
export function addVerifyEvidence(attest: Command, io: Io): void {
  attest
    .command('verify')
    .description(
      'Appraises evidence by a policy, without network; 1 when it is contraindicated. Without a policy no build may run.',
    )
    .argument('<path>', 'a folder with a report and its certificates, or a file')
    .option('--policy <file>', 'JSON of what is accepted (the one for production)')
    .option('--keys <file>', 'keys of the service that issued a token, as its /certs has them')
    .option('--at <time>', 'when it is to hold, as 2026-11-27T12:00:00Z (now)')
    .option('--json', 'write one JSON document')
    .action((path: string, options: VerifyOptions) => {
      const result = appraised(path, options, io)
      const text = options.json === true ? JSON.stringify(result, null, 2) : describe(result)
      io.out(`${text}\n`)
      if (result.verdict === 'contraindicated') io.setExitCode(1)
    })
}

function appraised(path: string, options: VerifyOptions, io: Io): AttestationResult {
  const policy = policyOf(options.policy, io)
  const atInMs = timeOf('--at', options.at)
  const found = readEvidence(resolve(path))
  switch (found.kind) {
    case 'report': {
      const { checks, report } = appraiseReport(found.evidence, { policy, atInMs })
      return resultOf(checks, report === undefined ? 'none' : 'hardware')
    }
    case 'token': {
      const { token } = found
      const against = { policy, keys: keysOf(options.keys, found), atInMs }
      const { checks, isAuthentic } = appraiseToken({ token }, against)
      return resultOf(checks, isAuthentic ? 'hardware' : 'none')
    }
    case 'evidence': {
      const maaKeys = keysOf(options.keys, found)
      return appraise({ evidence: found.evidence, policy, nonce: undefined, atInMs, maaKeys })
    }
  }
}

function keysOf(path: string | undefined, found: Found): MaaKeys {
  const token =
    found.kind === 'token'
      ? found.token
      : found.kind === 'evidence' && found.evidence.type === 'azure-maa'
        ? found.evidence.token
        : undefined
  return path === undefined || token === undefined ? {} : readKeys(resolve(path), token)
}

const SIGNS = { affirming: 'ok  ', warning: 'warn', contraindicated: 'FAIL' } as const

function describe({ verdict, teeClass, checks }: AttestationResult): string {
  const width = Math.max(...checks.map(({ check }) => check.length))
  return [
    `${verdict}; hardware that vouches: ${teeClass === 'hardware' ? 'yes' : 'none'}`,
    ...checks.map(
      (each) => `  ${SIGNS[each.verdict]}  ${each.check.padEnd(width)}  ${each.reason}`,
    ),
  ].join('\n')
}
