import { types } from 'rhea'
import type { Claims } from '../auth/claims'
import { pathOf } from '../auth/claims'
import type { TokenVerdict } from '../auth/sas'
import type { PutToken } from './context'
import type { ControlReply, ControlRequest } from './control'

/**
 * Answers a request to `$cbs`: claims-based security, by which a client shows its token for an entity.
 *
 * @param request - Must be a put-token.
 * @param claims - Of the connection; a verified token is added.
 * @param verify - Verifies a token.
 * @returns Status 202, 400 or 401.
 */
export function putToken(
  request: ControlRequest,
  claims: Claims,
  verify: (token: PutToken) => TokenVerdict,
): ControlReply {
  const { operation, type, name } = request.properties
  const { body: token } = request
  if (operation !== 'put-token' || typeof token !== 'string' || typeof name !== 'string') {
    return reply(400, 'BadRequest: Expected a put-token with a name and a token as text.')
  }
  const verdict = verify({ type: String(type), token, audience: name })
  if (!verdict.ok) return reply(401, verdict.why)
  if (!isUnder(pathOf(name), pathOf(verdict.resource))) {
    return reply(401, 'InvalidAudience: The token is for another resource.')
  }
  claims.add(verdict.resource, verdict.expiresAtInMs)
  return reply(202, 'Accepted')
}

function isUnder(path: string, resource: string): boolean {
  return resource === '' || path === resource || path.startsWith(`${resource}/`)
}

function reply(status: number, description: string): ControlReply {
  // .NET clients insist on int, where rhea would take uint.
  return {
    properties: { 'status-code': types.wrap_int(status), 'status-description': description },
  }
}
