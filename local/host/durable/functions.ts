import { functionsByTrigger } from '../bindings'
import type { RegisteredFunction } from '../registry'

/** The durable functions of an app, by lower-case name: names are matched in any case. */
export type DurableFunctions = {
  readonly orchestrators: ReadonlyMap<string, RegisteredFunction>
  readonly activities: ReadonlyMap<string, RegisteredFunction>
}

/** Names of functions: asked for in lower case, given as they were registered. */
export type FunctionNames = {
  readonly has: (lowerCaseName: string) => boolean
  readonly values: () => Iterable<string>
}

/**
 * Gives the names of functions.
 *
 * @param functions - By lower-case name.
 * @returns Their names.
 */
export function namesOf(functions: ReadonlyMap<string, RegisteredFunction>): FunctionNames {
  return new Map([...functions].map(([key, { metadata }]) => [key, metadata.name]))
}

/**
 * Sorts out an app's durable functions.
 *
 * @param functions - All of the app.
 * @returns By kind and name.
 */
export function findDurableFunctions(functions: readonly RegisteredFunction[]): DurableFunctions {
  const byName = (triggerType: string) =>
    new Map(
      functionsByTrigger(functions, triggerType).map((each) => [
        each.metadata.name.toLowerCase(),
        each,
      ]),
    )
  return {
    orchestrators: byName('orchestrationTrigger'),
    activities: byName('activityTrigger'),
  }
}
