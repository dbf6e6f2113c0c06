import { parseOverrides } from '../calendar/overrides'
import { InvalidValueError } from '../core/errors'
import { parseHex } from '../core/hex'
import { parseFields, parseList, parseText, parseUint64, parseWhole } from '../envelope/fields'
import { parseClaimDomain } from '../envelope/parseClaim'
import { parseWakeFacts } from '../envelope/wakeFacts'
import type { UnverifiedExecuteRequest } from './executeRecord'
import type { DeliveryTerms, ObserveRequest } from './execution'

/** Deliveries that one run may have in one request. */
export const MAX_DELIVERIES = 256

/**
 * Parses what asks to observe.
 *
 * @param value - JSON, as ObserveRequest.
 * @returns The request; whether its ids belong together is checked when it is served.
 * @throws InvalidValueError when it is anything else.
 */
export function parseObserveRequest(value: unknown): ObserveRequest {
  const names = ['cryplet', 'runId', 'wake', 'overrides']
  const { cryplet, runId, wake, overrides } = parseFields(value, 'request', names)
  return {
    cryplet: parseCrypletName(cryplet, 'cryplet'),
    runId: parseHex(runId, 'runId', 32),
    wake: parseWakeFacts(wake),
    ...(overrides !== undefined && { overrides: parseOverrides(overrides) }),
  }
}

/**
 * Parses what asks to execute.
 *
 * @param value - JSON, as ExecuteRequest.
 * @returns The request; its record is verified when it is served.
 * @throws InvalidValueError when it is anything else.
 * @throws IntegerOutOfRangeError when a nonce does not fit in uint64.
 */
export function parseExecuteRequest(value: unknown): UnverifiedExecuteRequest {
  const fields = parseFields(value, 'request', ['cryplet', 'record', 'deliveries'])
  const deliveries = parseList(fields['deliveries'], 'deliveries', parseDeliveryTerms)
  if (deliveries.length > MAX_DELIVERIES) {
    throw new InvalidValueError('deliveries', `at most ${String(MAX_DELIVERIES)}`, deliveries)
  }
  return {
    cryplet: parseCrypletName(fields['cryplet'], 'cryplet'),
    record: fields['record'],
    deliveries,
  }
}

/**
 * Parses the name of a Cryplet.
 *
 * @param value - Anything.
 * @param argument - Its name, for the error.
 * @returns An identifier.
 * @throws InvalidValueError when it is anything else.
 */
export function parseCrypletName(value: unknown, argument: string): string {
  return parseText(value, argument, /^[a-z][A-Za-z0-9]{0,63}$/)
}

/**
 * Parses what a subscription asks of a claim.
 *
 * @param value - JSON, as DeliveryTerms.
 * @param argument - Its name, for the error.
 * @returns The terms.
 * @throws InvalidValueError when it is anything else.
 * @throws IntegerOutOfRangeError when a nonce does not fit in uint64.
 */
export function parseDeliveryTerms(value: unknown, argument: string): DeliveryTerms {
  const fields = parseFields(value, argument, TERMS)
  const { mode, nonce, isAnchored } = fields
  if (mode !== 'latest' && mode !== 'each') {
    throw new InvalidValueError(`${argument}.mode`, 'latest or each', mode)
  }
  if (isAnchored !== undefined && isAnchored !== true) {
    throw new InvalidValueError(`${argument}.isAnchored`, 'true, or nothing', isAnchored)
  }
  return {
    deliveryId: parseHex(fields['deliveryId'], `${argument}.deliveryId`, 32),
    domain: parseClaimDomain(fields['domain']),
    subscription: parseHex(fields['subscription'], `${argument}.subscription`, 32),
    mode,
    ...(nonce === undefined ? {} : { nonce: String(parseUint64(nonce, `${argument}.nonce`)) }),
    ...(isAnchored === true && { isAnchored }),
    timeToLiveInSeconds: parseWhole(
      fields['timeToLiveInSeconds'],
      `${argument}.timeToLiveInSeconds`,
    ),
    maxAgeInSeconds: parseWhole(fields['maxAgeInSeconds'], `${argument}.maxAgeInSeconds`),
    codeHash: parseHex(fields['codeHash'], `${argument}.codeHash`, 32),
  }
}

const TERMS: readonly (keyof DeliveryTerms)[] = [
  'deliveryId',
  'domain',
  'subscription',
  'mode',
  'nonce',
  'isAnchored',
  'timeToLiveInSeconds',
  'maxAgeInSeconds',
  'codeHash',
]
