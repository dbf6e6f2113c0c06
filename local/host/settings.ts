import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../../shared/core/errors'
import { AppStartError } from './errors'
import type { JsonObject } from './jsonObject'
import { asObject, countAt, objectAt } from './jsonObject'
import type { Binding, RegisteredFunction } from './registry'
import type { ServiceBusSettings } from './serviceBus/settings'
import { readServiceBusSettings } from './serviceBus/settings'
import { parseTimeSpan } from './timeSpan'

/** What this host reads of host.json. */
export type HostSettings = {
  /** Before each HTTP route; empty for none. */
  readonly routePrefix: string
  readonly hubName: string
  readonly maxConcurrentActivities: number
  readonly maxConcurrentOrchestrations: number
  /** How long an invocation may last; Infinity for ever. */
  readonly functionTimeoutInMs: number
  /** Category, or `default`, to level. */
  readonly logLevels: Readonly<Record<string, string>>
  readonly serviceBus: ServiceBusSettings
}

const DEFAULT_TIMEOUT = '00:30:00'

/**
 * Reads host.json.
 *
 * @param appDir - Absolute.
 * @param env - App settings, which are put in the place of `%NAME%`.
 * @returns Its settings, and defaults for what it does not say.
 * @throws AppStartError when it is not JSON, or names a setting that is not there.
 */
export function readHostSettings(appDir: string, env: NodeJS.ProcessEnv): HostSettings {
  const path = join(appDir, 'host.json')
  const hostJson = readJson(path)
  const textAt = (object: JsonObject, key: string) => {
    const value = object[key]
    if (typeof value !== 'string') return undefined
    return resolveText(value, env, (reference) => {
      throw new AppStartError(unresolved(path, key, reference))
    })
  }
  const extensions = objectAt(hostJson, 'extensions')
  const durable = objectAt(extensions, 'durableTask')
  const logLevels = objectAt(objectAt(hostJson, 'logging'), 'logLevel')
  return {
    routePrefix: textAt(objectAt(extensions, 'http'), 'routePrefix') ?? 'api',
    hubName: textAt(durable, 'hubName') ?? 'TestHubName',
    maxConcurrentActivities: countAt(durable, 'maxConcurrentActivityFunctions') ?? 20,
    maxConcurrentOrchestrations: countAt(durable, 'maxConcurrentOrchestratorFunctions') ?? 20,
    functionTimeoutInMs: parseTimeout(textAt(hostJson, 'functionTimeout')),
    logLevels: Object.fromEntries(
      Object.keys(logLevels).map((category) => [category, textAt(logLevels, category) ?? '']),
    ),
    serviceBus: readServiceBusSettings(objectAt(extensions, 'serviceBus'), textAt),
  }
}

/**
 * Exports `Values` of local.settings.json, as the command-line tools do; what is already set wins.
 *
 * @param appDir - Absolute.
 * @param env - Changed.
 * @throws AppStartError when the file is not JSON.
 */
export function exportLocalSettings(appDir: string, env: NodeJS.ProcessEnv): void {
  const values = objectAt(readJson(join(appDir, 'local.settings.json')), 'Values')
  for (const [name, value] of Object.entries(values)) env[name] ??= String(value)
  env['FUNCTIONS_WORKER_RUNTIME'] ??= 'node'
  env['AZURE_FUNCTIONS_ENVIRONMENT'] ??= 'Development'
}

/**
 * Puts app settings in the place of `%NAME%` in all bindings.
 *
 * @param functions - As registered.
 * @param env - App settings.
 * @returns Copies; the library keeps what it registered.
 * @throws AppStartError that names each function and setting that does not resolve.
 */
export function resolveBindings(
  functions: readonly RegisteredFunction[],
  env: NodeJS.ProcessEnv,
): RegisteredFunction[] {
  const faults: string[] = []
  const resolved = functions.map((registered) => {
    const { metadata } = registered
    const bindings = Object.entries(metadata.bindings).map(([name, binding]) => {
      const members = Object.entries(binding).map(([key, value]) => [
        key,
        typeof value === 'string'
          ? resolveText(value, env, (reference) => {
              faults.push(unresolved(`Function '${metadata.name}'`, key, reference))
            })
          : value,
      ])
      return [name, Object.fromEntries(members) as Binding]
    })
    return {
      ...registered,
      metadata: { ...metadata, bindings: Object.fromEntries(bindings) as Record<string, Binding> },
    }
  })
  if (faults.length > 0) throw new AppStartError(faults.join(' '))
  return resolved
}

/**
 * Leaves out the functions that an app setting disables: `AzureWebJobs.<name>.Disabled`, or with `_` for each dot.
 *
 * @param functions - As registered.
 * @param env - App settings.
 * @returns The others.
 */
export function withoutDisabled(
  functions: readonly RegisteredFunction[],
  env: NodeJS.ProcessEnv,
): RegisteredFunction[] {
  return functions.filter(({ metadata: { name } }) => {
    const value = env[`AzureWebJobs.${name}.Disabled`] ?? env[`AzureWebJobs_${name}_Disabled`]
    return !/^(?:1|true)$/i.test(value ?? '')
  })
}

function resolveText(
  text: string,
  env: NodeJS.ProcessEnv,
  onMissing: (reference: string) => void,
): string {
  return text.replace(/%([^%\s]+)%/g, (reference, setting: string) => {
    const found = env[setting]
    if (found === undefined) onMissing(reference)
    return found ?? reference
  })
}

function unresolved(place: string, key: string, reference: string): string {
  return `${place}: '${reference}' of its ${key} does not resolve to a value. Set it in the environment or in local.settings.json.`
}

function readJson(path: string): JsonObject {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    // Both files are optional.
    return {}
  }
  try {
    return asObject(JSON.parse(text.replace(/^\uFEFF/, '')))
  } catch (error) {
    throw new AppStartError(`${path} is not JSON: ${messageOf(error)}`, { cause: error })
  }
}

function parseTimeout(text = DEFAULT_TIMEOUT): number {
  // As .NET writes "for ever".
  if (text === '-1' || text.startsWith('-00:00:00.001')) return Infinity
  const timeoutInMs = parseTimeSpan(text) ?? 0
  if (timeoutInMs > 0) return timeoutInMs
  throw new AppStartError(
    `host.json: functionTimeout '${text}' is no time span [d.]hh:mm:ss, nor -1 for no limit.`,
  )
}
