import { parseOverrides } from '../../calendar/overrides'
import { InvalidValueError } from '../../core/errors'
import { type Address, type Hex, parseHex } from '../../core/hex'
import type { Claim } from '../../envelope/claim'
import { type Fields, parseFields, parseList, parseText, parseWhole } from '../../envelope/fields'
import { parseClaim } from '../../envelope/parseClaim'
import { parseSignedRecord, type SignedRecord } from '../../envelope/record'
import type { Recover } from '../../envelope/recover'
import type { ObserveRequest } from '../execution'
import { parseCrypletName, parseDeliveryTerms } from '../parseRequests'
import { parseResponseBody } from '../responseBody'
import { RunNotObservedError } from './errors'
import type { RunBody, RunClaim, RunCode } from './runDocument'

/** A claim as it was recorded. */
export type RecordedClaim = Omit<RunClaim, 'claim'> & { readonly claim: Claim }

/** A run that can be repeated. */
export type RecordedRun = Pick<ObserveRequest, 'overrides'> & {
  /** Name of the Cryplet. */
  readonly cryplet: string
  /** Its signature is somebody's; the run is that of its wake. */
  readonly record: SignedRecord
  /** Who signed the record. */
  readonly signer: Address
  readonly code: RunCode
  readonly bodies: readonly RunBody[]
  readonly answer?: Hex
  /** Of all deliveries, in their order, the generations of each oldest first. */
  readonly claims: readonly RecordedClaim[]
}

/**
 * Parses the record of a run.
 *
 * @param value - As `GET /api/runs/{id}` gives it; members that are not repeated are ignored.
 * @param recover - Finds a signer.
 * @returns The run; whether its parts belong together is for the replay to see.
 * @throws RunNotObservedError when its sources were never read.
 * @throws InvalidValueError when a part is missing, foreign or not what its type asks for.
 * @throws what parseSignedRecord throws.
 */
export function parseRecordedRun(value: unknown, recover: Recover): RecordedRun {
  const fields = parseFields(value, 'run')
  if (fields['version'] !== 1) {
    throw new InvalidValueError('run.version', '1, which this reader knows', fields['version'])
  }
  if (fields['record'] === undefined) throw notObserved(fields)
  const { overrides, answer } = { overrides: fields['overrides'], answer: fields['answer'] }
  const signers: Address[] = []
  const record = parseSignedRecord(fields['record'], {
    recover,
    assertSigner: (by) => signers.push(by),
  })
  const [signer] = signers
  if (signer === undefined) throw new InvalidValueError('run.record.signature', 'one', 'none')
  return {
    cryplet: parseCrypletName(fields['cryplet'], 'run.cryplet'),
    ...{ record, signer, code: parseCode(fields['code'] ?? { codeHash: record.codeHash }) },
    bodies: parseList(fields['bodies'], 'run.bodies', parseRunBody),
    claims: parseList(fields['deliveries'], 'run.deliveries', parseDelivery).flat(),
    ...(overrides !== undefined && { overrides: parseOverrides(overrides) }),
    ...(answer !== undefined && { answer: parseHex(answer, 'run.answer') }),
  }
}

function notObserved(fields: Fields): RunNotObservedError {
  const fault = fields['fault'] === undefined ? {} : parseFields(fields['fault'], 'run.fault')
  const reasons = parseList(fault['reasons'] ?? [], 'run.fault.reasons', parseText)
  return new RunNotObservedError(parseHex(fields['runId'], 'run.runId', 32), reasons)
}

function parseCode(value: unknown): RunCode {
  const fields = parseFields(value, 'run.code', ['codeHash', 'version', 'origins'])
  const { version, origins } = { version: fields['version'], origins: fields['origins'] }
  return {
    codeHash: parseHex(fields['codeHash'], 'run.code.codeHash', 32),
    ...(version !== undefined && { version: parseText(version, 'run.code.version') }),
    ...(origins !== undefined && { origins: parseList(origins, 'run.code.origins', parseText) }),
  }
}

function parseRunBody(value: unknown, argument: string): RunBody {
  const fields = parseFields(value, argument)
  const { leftOut } = { leftOut: fields['leftOut'] }
  if (leftOut !== 'not public' && leftOut !== 'not kept') return parseResponseBody(value, argument)
  const place = parseResponseBody({ ...fields, leftOut: 'removed by age' }, argument)
  return { ...place, leftOut }
}

function parseDelivery(value: unknown, argument: string): readonly RecordedClaim[] {
  const { claims } = parseFields(value, argument) as { readonly claims?: unknown }
  return parseList(claims, `${argument}.claims`, parseRecordedClaim)
}

function parseRecordedClaim(value: unknown, argument: string): RecordedClaim {
  const fields = parseFields(value, argument, ['generation', 'digest', 'terms', 'claim'])
  return {
    generation: parseWhole(fields['generation'], `${argument}.generation`),
    digest: parseHex(fields['digest'], `${argument}.digest`, 32),
    terms: parseDeliveryTerms(fields['terms'], `${argument}.terms`),
    claim: parseClaim(fields['claim']),
  }
}
