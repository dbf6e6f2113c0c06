import type { ArgOf, ArgType } from './args'

/** An argument of an event that stands among its topics. */
export type Indexed<T extends ArgType = ArgType> = { readonly indexed: T }

/** The arguments of an event, by name, in its order. */
export type EventArgTypes = Readonly<Record<string, ArgType | Indexed>>

/** A Cryplet wakes when a contract emits an event. Which contract, on which chain, each subscription says. */
export type ChainEventWakes<A extends EventArgTypes = EventArgTypes> = {
  readonly kind: 'chainEvent'
  /** As in `Transfer`. */
  readonly event: string
  readonly args: A
}

/** What the arguments of an event are in TypeScript; of an indexed `bytes` or `string` the chain keeps the hash alone. */
export type EventArgsOf<A extends EventArgTypes> = {
  readonly [N in keyof A]: A[N] extends Indexed<infer T>
    ? ArgOf<T extends 'bytes' | 'string' ? 'bytes32' : T>
    : A[N] extends ArgType
      ? ArgOf<A[N]>
      : never
}

/** Which event. */
export type ChainEventOptions<A extends EventArgTypes> = Omit<ChainEventWakes<A>, 'kind'>

/**
 * Declares that a Cryplet wakes when a contract emits an event.
 *
 * @param options - Which event.
 * @returns The declaration.
 */
export function chainEvent<const A extends EventArgTypes>(
  options: ChainEventOptions<A>,
): ChainEventWakes<A> {
  return { kind: 'chainEvent', ...options }
}

/**
 * Declares an argument of an event that stands among its topics.
 *
 * @param type - Its type.
 * @returns The declaration.
 */
export function indexed<const T extends ArgType>(type: T): Indexed<T> {
  return { indexed: type }
}

/**
 * Gives the type of an event's argument as its signature has it.
 *
 * @param type - Declared.
 * @returns As in `address`.
 */
export function eventArgType(type: ArgType | Indexed): ArgType {
  return typeof type === 'string' ? type : type.indexed
}
