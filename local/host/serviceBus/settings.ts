import { AppStartError } from '../errors'
import type { JsonObject } from '../jsonObject'
import { countAt } from '../jsonObject'
import { parseTimeSpan } from '../timeSpan'

/** What this host reads of `extensions.serviceBus` in host.json. */
export type ServiceBusSettings = {
  /** Messages of one function at once; without sessions. */
  readonly maxConcurrentCalls: number
  /** Sessions of one function at once. */
  readonly maxConcurrentSessions: number
  /** With cardinality `many`. */
  readonly maxMessageBatchSize: number
  /** Messages that are fetched, and locked, before there is a place for them; without sessions. */
  readonly prefetchCount: number
  /** A lock is renewed for so long; 0 = not at all. */
  readonly maxAutoLockRenewalDurationInMs: number
  /** A session is given up for the next when it has been empty for so long. */
  readonly sessionIdleTimeoutInMs: number
  readonly autoCompleteMessages: boolean
}

/**
 * Reads `extensions.serviceBus`.
 *
 * @param section - Of host.json; empty for none.
 * @param textAt - Gives a text of it, with `%NAME%` resolved.
 * @returns Its settings, and the real host's defaults (on one core) for what it does not say.
 * @throws AppStartError for a time span that is none.
 */
export function readServiceBusSettings(
  section: JsonObject,
  textAt: (object: JsonObject, key: string) => string | undefined,
): ServiceBusSettings {
  const spanAt = (key: string, otherwise: string) => {
    const text = textAt(section, key) ?? otherwise
    const span = parseTimeSpan(text)
    if (span !== undefined) return span
    throw new AppStartError(`host.json: ${key} '${text}' is no time span [d.]hh:mm:ss.`)
  }
  return {
    maxConcurrentCalls: countAt(section, 'maxConcurrentCalls') ?? 16,
    maxConcurrentSessions: countAt(section, 'maxConcurrentSessions') ?? 8,
    maxMessageBatchSize: countAt(section, 'maxMessageBatchSize') ?? 1000,
    prefetchCount: countAt(section, 'prefetchCount') ?? 0,
    maxAutoLockRenewalDurationInMs: spanAt('maxAutoLockRenewalDuration', '00:05:00'),
    sessionIdleTimeoutInMs: spanAt('sessionIdleTimeout', '00:01:00'),
    autoCompleteMessages: section['autoCompleteMessages'] !== false,
  }
}
