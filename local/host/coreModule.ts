/**
 * The module '@azure/functions-core', which the Functions Node worker supplies in Azure.
 *
 * The host serves it by `installCoreModule`; jest by `moduleNameMapper` (jest has its own module registry and never
 * calls `Module.prototype.require`). `@azure/functions` looks for it once and remembers "not found" for ever.
 */
import { writeLog } from './hooks'
import type {
  FunctionMetadata,
  Hook,
  HookName,
  ProgrammingModel,
  RegisteredFunction,
} from './registry'
import { hookNames, registry } from './registry'

/** A fault by which the library tells its host's refusals from the user's. */
class SystemError extends Error {
  readonly isAzureFunctionsSystemError = true
}

/** A name that this host does not know; the library tries newer names and expects exactly this refusal. */
class SystemRangeError extends RangeError {
  readonly isAzureFunctionsSystemError = true
}

/** A registration that can be taken back. */
export class Disposable {
  readonly #undo: () => void

  /** @param undo - Takes it back. */
  constructor(undo: () => void) {
    this.#undo = undo
  }

  /**
   * Joins registrations.
   *
   * @param parts - To be taken back together.
   * @returns One that stands for all.
   */
  static from(...parts: readonly { dispose: () => unknown }[]): Disposable {
    return new Disposable(() => {
      for (const part of parts) part.dispose()
    })
  }

  /** Takes the registration back. */
  dispose(): void {
    this.#undo()
  }
}

/** The worker whose contract this is. */
export const version = '3.11.0'

/** The host whose contract this is. */
export const hostVersion = '4.1044.0'

/**
 * Records one function.
 *
 * @param metadata - Name, bindings, retry.
 * @param callback - The handler.
 * @returns The registration.
 * @throws SystemError when the name is taken, by whatever kind of function, or the app has already been loaded.
 */
export function registerFunction(
  metadata: FunctionMetadata,
  callback: RegisteredFunction['callback'],
): Disposable {
  if (registry.locked) {
    throw new SystemError('A function can only be registered during app startup.')
  }
  const id = metadata.functionId ?? metadata.name
  if (registry.functions.has(id)) {
    throw new SystemError(`A function with id "${id}" has already been registered.`)
  }
  registry.functions.set(id, { id, metadata: { ...metadata, functionId: id }, callback })
  return new Disposable(() => {
    if (registry.locked) {
      throw new SystemError('A function can only be disposed during app startup.')
    }
    registry.functions.delete(id)
  })
}

/**
 * Records the programming model; the last one wins.
 *
 * @param model - The library's.
 */
export function setProgrammingModel(model: ProgrammingModel): void {
  registry.model = model
}

/**
 * Gives the programming model.
 *
 * @returns What `setProgrammingModel` was given.
 */
export function getProgrammingModel(): ProgrammingModel | undefined {
  return registry.model
}

/**
 * Registers a hook.
 *
 * @param name - Which.
 * @param hook - Called each time.
 * @returns The registration.
 * @throws SystemRangeError for an unknown name.
 */
export function registerHook(name: string, hook: Hook): Disposable {
  const known: HookName | undefined = hookNames.find((each) => each === name)
  if (known === undefined) throw new SystemRangeError(`Unrecognized hook "${name}"`)
  const hooks = registry.hooks[known]
  hooks.push(hook)
  return new Disposable(() => {
    const index = hooks.indexOf(hook)
    if (index >= 0) hooks.splice(index, 1)
  })
}

/**
 * Logs outside an invocation. That it exists tells the library that HTTP streaming could be asked for.
 *
 * @param level - trace, debug, information, warning, error or critical.
 * @param category - user, system or customMetric.
 * @param message - Text.
 */
export function log(level: string, category: string, message: string): void {
  writeLog({ level, category, message })
}
