import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { messageOf } from '../../shared/core/errors'
import { AppStartError, UnsupportedFeatureError } from './errors'
import { makeHookContext, runHooks, writeLog } from './hooks'
import { isPattern, matchMain } from './matchMain'
import type { RegisteredFunction } from './registry'
import { registry } from './registry'

/** What this host can do, in the words of the worker's protocol. */
const CAPABILITIES = [
  'RawHttpBodyBytes',
  'RpcHttpTriggerMetadataRemoved',
  'RpcHttpBodyOnly',
  'IgnoreEmptyValuedRpcHttpHeaders',
  'UseNullableValueDictionaryForHttp',
  'WorkerStatus',
  'TypedDataCollection',
  'HandlesWorkerTerminateMessage',
]

/**
 * Loads a compiled app, which registers its functions, and closes the registration. Once a process.
 *
 * @param appDir - Absolute; holds package.json with `main`.
 * @returns Its functions.
 * @throws AppStartError when an entry point is missing or throws.
 * @throws UnsupportedFeatureError when the app asks for HTTP streaming.
 */
export async function loadApp(appDir: string): Promise<readonly RegisteredFunction[]> {
  const { main } = readPackage(appDir)
  for (const file of entryPoints(main, appDir)) loadFile(file, appDir)
  await runHooks(
    'appStart',
    makeHookContext({}, { functionAppDirectory: appDir, hookData: registry.appLevelHookData }),
  )
  await lockRegistration()
  return [...registry.functions.values()]
}

/** Tells the app that its host ends. */
export async function terminateApp(): Promise<void> {
  await runHooks('appTerminate', makeHookContext({}, { hookData: registry.appLevelHookData }))
}

function readPackage(appDir: string): { readonly main?: unknown } {
  try {
    return JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8')) as { main?: unknown }
  } catch (error) {
    const message = `Worker failed to load package.json: ${messageOf(error)}`
    writeLog({ level: 'warning', category: 'system', message })
    return {}
  }
}

function entryPoints(main: unknown, appDir: string): string[] {
  if (typeof main !== 'string' || main === '') return []
  const files = matchMain(main, appDir)
  if (files.length > 0) return files
  const fault = isPattern(main)
    ? 'Found zero files matching the supplied pattern'
    : 'File does not exist'
  throw new AppStartError(`Worker was unable to load entry point "${main}": ${fault}`)
}

// ES modules too: Node can require them, but for those that await at their top level.
function loadFile(file: string, appDir: string): void {
  try {
    createRequire(join(appDir, 'package.json'))(join(appDir, file))
  } catch (error) {
    const message = `Worker was unable to load entry point "${file}": ${messageOf(error)}`
    throw new AppStartError(message, { cause: error })
  }
}

async function lockRegistration(): Promise<void> {
  if (registry.model === undefined) {
    throw new AppStartError(
      'The app registered no function through @azure/functions. Does package.json name the right "main"?',
    )
  }
  const capabilities = Object.fromEntries(CAPABILITIES.map((name) => [name, 'true']))
  const agreed = (await registry.model.getCapabilities?.(capabilities)) ?? capabilities
  if (agreed['HttpUri'] !== undefined) {
    throw new UnsupportedFeatureError('app.setup({ enableHttpStream: true })', 'The app')
  }
  registry.locked = true
}
