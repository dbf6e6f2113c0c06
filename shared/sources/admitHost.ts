import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPublicAddress } from './isPublicAddress'
import { fail, type Outcome, succeed } from './observation'

/** Finds all addresses of a host name. */
export type ResolveHost = (name: string) => Promise<readonly string[]>

/** Which hosts may be asked. */
export type HostPolicy = {
  /** Origins that may be asked without TLS and at private addresses, as in `http://127.0.0.1:7077`. */
  readonly allowedPrivateOrigins: readonly string[]
  readonly resolveHost: ResolveHost
}

/**
 * Decides whether a URL may be asked, and at which addresses.
 *
 * The caller connects to the addresses that are returned and to no others: a name that is looked up again may by then
 * point inward (DNS rebinding).
 *
 * @param url - WHATWG-parsed, so that an IPv4 address in decimal, octal or hexadecimal is in dotted form.
 * @param policy - Which hosts may be asked.
 * @returns Addresses, all of them public unless the origin is allowed; SOURCE_ADDRESS_REFUSED otherwise, retryable when it is
 *   the resolver's answer that is not public; SOURCE_UNREACHABLE when the name has no address.
 * @throws Error when the name cannot be resolved.
 */
export async function admitHost(url: URL, policy: HostPolicy): Promise<Outcome<readonly string[]>> {
  const isAllowed = policy.allowedPrivateOrigins.includes(url.origin)
  if (url.username !== '' || url.password !== '') return refuse(url, 'holds credentials')
  if (url.protocol !== 'https:' && !(isAllowed && url.protocol === 'http:')) {
    return refuse(url, 'is not https')
  }
  const literal = literalOf(url)
  const addresses = literal === undefined ? await policy.resolveHost(url.hostname) : [literal]
  if (addresses.length === 0) return fail('SOURCE_UNREACHABLE', `${url.origin} has no address`)
  // One private address among public ones is enough: the connection might be made to that one.
  if (isAllowed || addresses.every(isPublicAddress)) return succeed(addresses)
  // A literal stands in a setting; a name may have another address tomorrow, without anybody changing a setting.
  return refuse(url, 'is not public', literal === undefined)
}

/**
 * Tells whether a URL names a private address outright.
 *
 * @param url - WHATWG-parsed.
 * @returns True for a literal address that is not public and for `localhost`; names are not resolved.
 */
export function pointsInward(url: URL): boolean {
  const literal = literalOf(url)
  if (literal !== undefined) return !isPublicAddress(literal)
  return /^(?:.+\.)?localhost\.?$/.test(url.hostname)
}

/**
 * Asks the system's resolver.
 *
 * @param name - A host name.
 * @returns All its addresses.
 * @throws Error when it has none.
 */
export async function resolveHost(name: string): Promise<readonly string[]> {
  const found = await lookup(name, { all: true })
  return found.map(({ address }) => address)
}

function literalOf(url: URL): string | undefined {
  const bare = url.hostname.replace(/^\[|\]$/g, '')
  return isIP(bare) === 0 ? undefined : bare
}

function refuse(url: URL, why: string, retryable = false): Outcome<never> {
  const detail = `${url.origin} ${why}`
  return { ok: false, fault: { code: 'SOURCE_ADDRESS_REFUSED', detail, retryable } }
}
