import type { HttpCookie } from '../typedData'

// In the library's words 'none' means "not set", and 'explicitNone' means None.
const SAME_SITE: Readonly<Record<string, string>> = {
  lax: 'Lax',
  strict: 'Strict',
  explicitNone: 'None',
}

/**
 * Writes a cookie that a function sets.
 *
 * Source: RFC 6265, section 4.1.1.
 *
 * @param cookie - As the library gives it.
 * @returns Value of a Set-Cookie header.
 */
export function encodeCookie(cookie: HttpCookie): string {
  const { expires, maxAge, sameSite = '' } = cookie
  const parts = [
    `${cookie.name}=${encodeURIComponent(cookie.value)}`,
    attribute('Domain', cookie.domain?.value),
    attribute('Path', cookie.path?.value),
    attribute('Expires', toHttpDate(expires?.value?.seconds)),
    attribute('Max-Age', maxAge?.value?.toString()),
    flag('Secure', cookie.secure),
    flag('HttpOnly', cookie.httpOnly),
    attribute('SameSite', SAME_SITE[sameSite]),
  ]
  return parts.filter((part) => part !== '').join('; ')
}

function attribute(name: string, value: string | undefined): string {
  return value === undefined || value === '' ? '' : `${name}=${value}`
}

function flag(name: string, value: HttpCookie['secure']): string {
  return value?.value === true ? name : ''
}

function toHttpDate(seconds: number | string | undefined): string | undefined {
  return seconds === undefined ? undefined : new Date(Number(seconds) * 1000).toUTCString()
}
