import type { IncomingMessage } from 'node:http'
import { request as requestHttp } from 'node:http'
import { type RequestOptions, request as requestHttps } from 'node:https'
import { isIPv6 } from 'node:net'
import { clip, messageOf } from '../core/errors'
import {
  admitHost,
  type HostPolicy,
  pointsInward,
  type ResolveHost,
  resolveHost,
} from './admitHost'
import { type EndpointFault, fail, type Outcome } from './observation'
import { readJsonBody } from './readJsonBody'

/** How much patience an endpoint is given. */
export type NetworkLimits = {
  /** Of the body. */
  readonly maxBytes: number
  /** For all of it: name, connection, redirects, body. */
  readonly timeoutInMs: number
  readonly maxRedirects: number
}

/** How the world may be asked. */
export type NetworkOptions = Pick<HostPolicy, 'allowedPrivateOrigins'> & {
  /** The system's resolver when left out. */
  readonly resolveHost?: ResolveHost
  readonly limits?: Partial<NetworkLimits>
}

/** The world, as sources may ask it. */
export type Network = {
  /** GETs a URL; the answer is the body of a 200 in JSON, as bytes. */
  readonly getJson: (url: string) => Promise<Outcome<Buffer>>
}

const HEADERS = {
  accept: 'application/json',
  'accept-encoding': 'identity',
  // Public services refuse whom they cannot name.
  'user-agent': 'cryplet-fabric',
}
const LIMITS: NetworkLimits = { maxBytes: 262_144, timeoutInMs: 10_000, maxRedirects: 3 }

/**
 * Opens the world to sources: https to public addresses, and the private origins that were allowed one by one.
 *
 * Each name is resolved once a request and the connection made to the addresses that were checked; connections are
 * not kept. A redirect is followed within its origin only, since a Cryplet's code hash binds the origins of its data.
 *
 * @param options - What is allowed.
 * @returns The world. Its faults are values.
 */
export function openNetwork(options: NetworkOptions): Network {
  const policy: HostPolicy = { resolveHost, ...options }
  const limits = { ...LIMITS, ...options.limits }
  return {
    getJson: async (url) => {
      const signal = AbortSignal.timeout(limits.timeoutInMs)
      const { origin } = new URL(url)
      try {
        return await follow(new URL(url), { policy, limits, signal })
      } catch (error) {
        return signal.aborted
          ? fail('SOURCE_TIMEOUT', `${origin} took more than ${String(limits.timeoutInMs)} ms`)
          : fail('SOURCE_UNREACHABLE', `${origin}: ${clip(messageOf(error))}`)
      }
    },
  }
}

type Exchange = {
  readonly policy: HostPolicy
  readonly limits: NetworkLimits
  readonly signal: AbortSignal
}

async function follow(start: URL, exchange: Exchange): Promise<Outcome<Buffer>> {
  let url = start
  for (let redirects = 0; redirects <= exchange.limits.maxRedirects; redirects += 1) {
    const admitted = await unlessAborted(admitHost(url, exchange.policy), exchange.signal)
    if (!admitted.ok) return redirects === 0 ? admitted : redirected(admitted.fault)
    const response = await get(url, admitted.value, exchange.signal)
    const { location } = response.headers
    if (!isRedirect(response) || location === undefined) {
      return await readJsonBody(response, { origin: url.origin, ...exchange.limits })
    }
    response.destroy()
    const target = redirectTarget(url, location)
    if (!target.ok) return target
    url = target.value
  }
  const count = String(exchange.limits.maxRedirects)
  return fail('SOURCE_REDIRECTED_TOO_OFTEN', `${start.origin} redirected more than ${count} times`)
}

function redirectTarget(from: URL, location: string): Outcome<URL> {
  if (!URL.canParse(location, from.href)) {
    return fail('SOURCE_REDIRECTED_AWAY', `${from.origin} redirected to what is no URL`)
  }
  const target = new URL(location, from)
  const to = `redirected to ${clip(target.origin)}`
  if (target.username !== '' || target.password !== '') {
    return fail('SOURCE_REDIRECTED_AWAY', `${from.origin} ${to} with credentials`)
  }
  if (target.origin === from.origin) return { ok: true, value: target }
  if (pointsInward(target)) return fail('SOURCE_REDIRECTED_INWARD', `${to}, which is not public`)
  return fail('SOURCE_REDIRECTED_AWAY', `${from.origin} ${to}`)
}

// Of all that a host is refused for, only its address can have become wrong within one origin.
function redirected(fault: EndpointFault): Outcome<never> {
  if (fault.code !== 'SOURCE_ADDRESS_REFUSED') return { ok: false, fault }
  return fail('SOURCE_REDIRECTED_INWARD', `redirected, and ${fault.detail}`)
}

function isRedirect({ statusCode = 0 }: IncomingMessage): boolean {
  return [301, 302, 303, 307, 308].includes(statusCode)
}

function get(
  url: URL,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const options: RequestOptions = {
    agent: false,
    signal,
    lookup: pinnedTo(addresses),
    // Said, so that no environment variable can unsay it.
    rejectUnauthorized: true,
    headers: HEADERS,
  }
  return new Promise((resolve, reject) => {
    request(url, options).once('response', resolve).on('error', reject).end()
  })
}

// What net.connect asks instead of DNS. A literal address never comes here: it was checked as it stands in the URL.
function pinnedTo(addresses: readonly string[]): NonNullable<RequestOptions['lookup']> {
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  return (_name, { all }, callback) => {
    const [first = { address: '', family: 4 }] = found
    if (all === true) callback(null, found)
    else callback(null, first.address, first.family)
  }
}

// The resolver knows no signal.
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'))
    })
  })
  return await Promise.race([work, aborted])
}
