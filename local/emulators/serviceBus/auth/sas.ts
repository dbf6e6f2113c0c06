import { createHmac, timingSafeEqual } from 'node:crypto'

/** A shared access key. */
export type SharedKey = { readonly keyName: string; readonly key: string }

/** For a laptop's own emulator: published, so good for nothing else. */
export const developmentKey: SharedKey = {
  keyName: 'RootManageSharedAccessKey',
  key: 'cryplet-fabric-published-development-key',
}

/** What a token allows, or why it allows nothing. */
export type TokenVerdict =
  | { readonly ok: true; readonly resource: string; readonly expiresAtInMs: number }
  | { readonly ok: false; readonly why: string }

/**
 * Verifies a token as `SharedAccessSignature sr=…&sig=…&se=…&skn=…`: HMAC-SHA256 over the encoded resource, a line feed
 * and the expiry in Unix seconds. Source: "Shared Access Signatures" in the documentation of Service Bus.
 *
 * @param token - As the client put it.
 * @param shared - The key that it must be signed by.
 * @param nowInMs - Since the Unix epoch.
 * @returns The resource that was signed for, decoded; a wrong token is a verdict, not an error.
 */
export function verifySas(token: string, shared: SharedKey, nowInMs: number): TokenVerdict {
  const fields = new URLSearchParams(token.replace(/^SharedAccessSignature /, ''))
  const [resource, signature, expiry, keyName] = ['sr', 'sig', 'se', 'skn'].map((name) =>
    fields.get(name),
  )
  if (!resource || !signature || !expiry || !/^\d+$/.test(expiry)) {
    return { ok: false, why: 'MalformedToken: The token is malformed.' }
  }
  const expected = createHmac('sha256', shared.key)
    .update(`${encodeURIComponent(resource)}\n${expiry}`)
    .digest()
  const given = Buffer.from(signature, 'base64')
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected)
  if (!isOurs || keyName !== shared.keyName) {
    return { ok: false, why: 'InvalidSignature: The token has an invalid signature.' }
  }
  const expiresAtInMs = Number(expiry) * 1000
  if (expiresAtInMs <= nowInMs) {
    return { ok: false, why: 'ExpiredToken: The token is expired.' }
  }
  return { ok: true, resource, expiresAtInMs }
}
