import { InvalidValueError, messageOf } from '../core/errors'
import { parseHex } from '../core/hex'
import { parseFields, parseList, parseText } from '../envelope/fields'
import { parseSignedRecord } from '../envelope/record'
import type { Recover } from '../envelope/recover'
import { EnclaveAnswerError } from './errors'
import type {
  ExecuteResult,
  Execution,
  InnerEnvelope,
  ObserveResult,
  SourceFault,
} from './execution'
import type { EnclaveLine } from './postToEnclave'
import { postToEnclave } from './postToEnclave'
import { parseResponseBody } from './responseBody'

/** The enclave app as the fabric sees it. */
export type RemoteExecutionOptions = EnclaveLine & {
  readonly recover: Recover
  /** Longer than the sources' own limits together; 45 s when left out. */
  readonly observeTimeoutInMs?: number
  /** 15 s when left out. */
  readonly executeTimeoutInMs?: number
}

/**
 * Observes and executes in the enclave app, over HTTP.
 *
 * What it answers is parsed, not believed: a record's signature recovers to somebody, and whether that key and those of
 * the seals are enrolled is for the caller to ask.
 *
 * @param options - How the app is reached.
 * @returns An Execution; it throws as postToEnclave does.
 */
export function remoteExecution(options: RemoteExecutionOptions): Execution {
  const { recover, observeTimeoutInMs = 45_000, executeTimeoutInMs = 15_000 } = options
  return {
    observe: async (request) => {
      const answer = await postToEnclave(options, {
        path: '/api/enclave/observe',
        body: request,
        run: request.runId,
        timeoutInMs: observeTimeoutInMs,
      })
      return parseWith(() => parseObserveResult(answer, request.runId, recover))
    },
    execute: async (request) => {
      const answer = await postToEnclave(options, {
        path: '/api/enclave/execute',
        body: request,
        run: request.record.runId,
        timeoutInMs: executeTimeoutInMs,
      })
      return parseWith(() => parseExecuteResult(answer))
    },
  }
}

function parseWith<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    // A container that is being replaced answers right soon.
    throw new EnclaveAnswerError(200, messageOf(error), true)
  }
}

function parseObserveResult(answer: unknown, runId: string, recover: Recover): ObserveResult {
  const names = ['status', 'record', 'bodies', 'faults']
  const { status, record, bodies, faults } = parseFields(answer, 'answer', names)
  if (status === 'fault') return { status, faults: parseList(faults, 'faults', parseFault) }
  if (status !== 'observed') throw new InvalidValueError('status', 'observed or fault', status)
  const parsed = parseSignedRecord(record, { recover })
  if (parsed.runId !== runId) throw new InvalidValueError('record.runId', runId, parsed.runId)
  return {
    status,
    record: parsed,
    ...(bodies !== undefined && { bodies: parseList(bodies, 'bodies', parseResponseBody) }),
  }
}

function parseFault(value: unknown, argument: string): SourceFault {
  const names = ['source', 'code', 'detail', 'retryable']
  const { source, code, detail, retryable } = parseFields(value, argument, names)
  if (typeof retryable !== 'boolean') {
    throw new InvalidValueError(`${argument}.retryable`, 'true or false', retryable)
  }
  return {
    source: parseText(source, `${argument}.source`),
    code: parseText(code, `${argument}.code`, /^[A-Z][A-Z0-9_]{0,63}$/),
    detail: parseText(detail, `${argument}.detail`),
    retryable,
  }
}

// Whether each delivery has its claim is for the caller, who knows what to do without one.
function parseExecuteResult(answer: unknown): ExecuteResult {
  const { envelopes, payload } = parseFields(answer, 'answer', ['envelopes', 'payload'])
  return {
    envelopes: parseList(envelopes, 'envelopes', parseInner),
    payload: parseHex(payload, 'payload'),
  }
}

// The claim is parsed with the terms at hand, by parseInnerEnvelope.
function parseInner(value: unknown, argument: string): InnerEnvelope {
  const names = ['deliveryId', 'claim', 'seals']
  const { deliveryId, claim, seals } = parseFields(value, argument, names)
  return {
    deliveryId: parseHex(deliveryId, `${argument}.deliveryId`, 32),
    claim,
    seals: parseHex(seals, `${argument}.seals`, 128),
  }
}
