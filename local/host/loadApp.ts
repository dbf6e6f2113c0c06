import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
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
  const { main, type } = readPackage(appDir)
  for (const file of entryPoints(main, appDir)) {
    const isModule = file.endsWith('.mjs') || (type === 'module' && !file.endsWith('.cjs'))
    await loadFile(file, appDir, isModule)
  }
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

function readPackage(appDir: string): { readonly main?: unknown; readonly type?: unknown } {
  try {
    return JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8')) as {
      main?: unknown
      type?: unknown
    }
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

// Out of the bundler's sight, which would make a require of it: that refuses modules that await at their top level.
// eslint-disable-next-line @typescript-eslint/no-implied-eval -- a constant text.
const importModule = new Function('url', 'return import(url)') as (url: string) => Promise<unknown>

async function loadFile(file: string, appDir: string, isModule: boolean): Promise<void> {
  const path = join(appDir, file)
  try {
    if (isModule) await importModule(pathToFileURL(path).href)
    else createRequire(path)(path)
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
