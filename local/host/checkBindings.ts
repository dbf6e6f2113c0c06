import { UnsupportedFeatureError } from './errors'
import type { RegisteredFunction } from './registry'

/** Binding types that this host has, in lower case. */
const SUPPORTED = new Set([
  'httptrigger',
  'http',
  'timertrigger',
  'servicebustrigger',
  'orchestrationtrigger',
  'activitytrigger',
  'durableclient',
  'orchestrationclient',
])

/**
 * Checks that this host has all that an app's functions bind to.
 *
 * @param functions - All of the app.
 * @throws UnsupportedFeatureError that names the first function and binding that it lacks.
 */
export function checkBindings(functions: readonly RegisteredFunction[]): void {
  for (const { metadata } of functions) {
    const foreign = Object.values(metadata.bindings).find(
      ({ type }) => !SUPPORTED.has(type.toLowerCase()),
    )
    if (foreign === undefined) continue
    const feature =
      foreign.type === 'entityTrigger' ? 'durable entities (entityTrigger)' : foreign.type
    throw new UnsupportedFeatureError(feature, `Function '${metadata.name}'`)
  }
}
