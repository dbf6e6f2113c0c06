import type { HookContext, HookName, LogEntry } from './registry'
import { registry } from './registry'

/** Assigning what a hook may only read. */
class ReadOnlyMemberError extends TypeError {
  readonly isAzureFunctionsSystemError = true

  constructor(member: string) {
    super(`Cannot assign to read only property '${member}'`)
  }
}

/**
 * Makes the object that a hook gets.
 *
 * @param writable - Members that the hook may change.
 * @param readOnly - Members that it may not.
 * @returns Both, with the app's hook data.
 */
export function makeHookContext(
  writable: Readonly<Record<string, unknown>>,
  readOnly: Readonly<Record<string, unknown>>,
): HookContext {
  const context: HookContext = { ...writable }
  for (const [member, value] of Object.entries({
    ...readOnly,
    appHookData: registry.appHookData,
  })) {
    Object.defineProperty(context, member, {
      enumerable: true,
      get: () => value,
      set: () => {
        throw new ReadOnlyMemberError(member)
      },
    })
  }
  return context
}

/**
 * Calls hooks one after the other.
 *
 * @param name - Which.
 * @param context - What each gets, and may change for the next.
 */
export async function runHooks(name: HookName, context: HookContext): Promise<void> {
  for (const hook of [...registry.hooks[name]]) await hook(context)
}

/**
 * Writes a line; log hooks see it first and may change its level and message.
 *
 * @param entry - The line.
 */
export function writeLog(entry: LogEntry): void {
  const { level, message, category, invocationContext } = entry
  if (registry.hooks.log.length === 0) {
    registry.sink(entry)
    return
  }
  const context = makeHookContext({ level, message, category }, { invocationContext, hookData: {} })
  for (const hook of [...registry.hooks.log]) {
    try {
      hook(context)
    } catch {
      // A log hook must never break what it watches.
    }
  }
  registry.sink({ ...entry, level: String(context['level']), message: String(context['message']) })
}
