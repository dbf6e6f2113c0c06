import { attestationToJson, parseAttestationRequest } from '../shared/attestation/attestation'
import type { HttpHandler } from '../shared/core/http'
import { parseJsonText } from '../shared/core/http'
import { logPoint } from '../shared/core/log'
import { parseFields } from '../shared/envelope/fields'
import { parseExecuteRequest, parseObserveRequest } from '../shared/execution/parseRequests'
import type { HttpRoute } from '../shared/triggers/http'
import { attest } from './attest'
import type { Enclave } from './enclave'
import { parseKeyRequest } from './keyRing'
import { operatorOnly, requireRun } from './operatorOnly'
import { statusOf } from './statusOf'

/**
 * Makes `POST /api/enclave/attest`: evidence is for everybody, and what it says is public.
 *
 * @param enclave - Whose.
 * @returns The route.
 */
export function attestRoute(enclave: Enclave): HttpRoute {
  const { identity } = enclave
  return route(enclave, 'attest', async ({ bodyText }) => {
    const request = parseAttestationRequest(parseJsonText(await bodyText()))
    return { status: 200, json: attestationToJson(await attest(identity, request)) }
  })
}

/**
 * Makes `POST /api/enclave/keys`, which takes a tier-1 key, sealed.
 *
 * @param enclave - Whose.
 * @returns The route.
 */
export function keysRoute(enclave: Enclave): HttpRoute {
  const { keyRing, requests } = enclave
  const handler = operatorOnly(requests, async ({ body, time, log }) => {
    const receipt = await keyRing.receive(parseKeyRequest(body), time)
    log.info('key taken', { cryplet: receipt.cryplet, address: receipt.address })
    return receipt
  })
  return route(enclave, 'keys', handler)
}

/**
 * Makes `POST /api/enclave/observe`, which reads a wake's sources and signs what they said.
 *
 * @param enclave - Whose.
 * @returns The route.
 */
export function observeRoute(enclave: Enclave): HttpRoute {
  const { execution, requests } = enclave
  const handler = operatorOnly(requests, async ({ body, run, log }) => {
    const request = parseObserveRequest(body)
    requireRun(run, request.runId)
    logPoint(log, 'observe', { run })
    const result = await execution.observe(request)
    const faults = result.status === 'fault' ? result.faults.map(({ code }) => code) : []
    if (faults.length > 0) log.warn('sources gave nothing to sign', { run, codes: faults.join() })
    else log.info('record signed', { run })
    return result
  })
  return route(enclave, 'observe', handler)
}

/**
 * Makes `POST /api/enclave/execute`, which runs a Cryplet on such a record and seals its claims.
 *
 * @param enclave - Whose.
 * @returns The route.
 */
export function executeRoute(enclave: Enclave): HttpRoute {
  const { execution, requests } = enclave
  const handler = operatorOnly(requests, async ({ body, run, log }) => {
    const request = parseExecuteRequest(body)
    requireRun(run, parseFields(request.record, 'record')['runId'])
    logPoint(log, 'execute', { run })
    const result = await execution.execute(request)
    log.info('claims sealed', { run, count: result.envelopes.length })
    return result
  })
  // Room for MAX_DELIVERIES and a record.
  return { ...route(enclave, 'execute', handler), maxBodyInBytes: 256 * 1024 }
}

function route({ ready }: Enclave, name: string, serve: HttpHandler): HttpRoute {
  const handler: HttpHandler = async (request) => {
    await ready()
    return serve(request)
  }
  // Anonymous to the platform: the operator's signature is the authentication, and binds path, body, run and time. A
  // function key would be one more secret and bind nothing.
  const authLevel = 'anonymous'
  return { name, method: 'POST', route: `enclave/${name}`, authLevel, handler, statusOf }
}
