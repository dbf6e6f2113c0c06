import type { Binding, FunctionMetadata, RegisteredFunction } from './registry'

/** A binding by its name. */
export type NamedBinding = { readonly name: string; readonly binding: Binding }

/**
 * Finds what starts a function.
 *
 * @param metadata - As registered.
 * @returns Its trigger, undefined when it has none.
 */
export function getTrigger(metadata: FunctionMetadata): NamedBinding | undefined {
  const found = Object.entries(metadata.bindings).find(([, { type }]) => /trigger$/i.test(type))
  return found === undefined ? undefined : { name: found[0], binding: found[1] }
}

/**
 * Gives what a function's trigger was registered with.
 *
 * @param metadata - As registered.
 * @returns Its options.
 */
export function getTriggerOptions(metadata: FunctionMetadata): Readonly<Record<string, unknown>> {
  return getTrigger(metadata)?.binding ?? {}
}

/**
 * Finds the functions of one kind.
 *
 * @param functions - All.
 * @param triggerType - As in `httpTrigger`, in any case.
 * @returns Those.
 */
export function functionsByTrigger(
  functions: Iterable<RegisteredFunction>,
  triggerType: string,
): RegisteredFunction[] {
  const wanted = triggerType.toLowerCase()
  return [...functions].filter(
    ({ metadata }) => getTrigger(metadata)?.binding.type.toLowerCase() === wanted,
  )
}

/**
 * Tells whether a binding is a durable client.
 *
 * @param binding - Any.
 * @returns True for both of its names.
 */
export function isDurableClient(binding: Binding): boolean {
  return /^(?:durableClient|orchestrationClient)$/i.test(binding.type)
}
