import type { Timing } from '../calendar/dueSlots'
import type { Interval } from '../calendar/interval'
import type { Schedule } from '../calendar/schedule'
import type { Hex } from '../core/hex'
import type { Args, ArgsOf } from './args'
import type { ChainEventWakes, EventArgsOf } from './chainEvent'
import type { HttpWakes } from './http'
import type { MarketWatch } from './marketWatch'
import type { RequestWakes } from './request'
import type { Silence } from './watchCondition'

/** What may wake a Cryplet. */
export type WakeDeclaration =
  | Schedule
  | Interval
  | MarketWatch
  | RequestWakes
  | ChainEventWakes
  | HttpWakes

/** One thing that wakes a Cryplet, or several. */
export type Wakes = WakeDeclaration | readonly WakeDeclaration[]

/** Why a Cryplet runs. */
export type Wake = {
  readonly kind: WakeDeclaration['kind']
  /** Unix seconds: a schedule's or an interval's slot, when a watch looked, the time of an event's block, when somebody posted. */
  readonly slot: number
  /** What an answer is told from others by, 32 bytes: only when somebody asked. */
  readonly requestId?: Hex
  /** What came along; only with requests, events and posts. */
  readonly args?: Args
  /** Name of the condition that a watch found to be met. */
  readonly met?: string
}

type Member<W extends Wakes> = W extends readonly (infer M extends WakeDeclaration)[]
  ? M
  : W extends WakeDeclaration
    ? W
    : never

type WakeOfMember<M> = M extends Schedule | Interval
  ? { readonly kind: M['kind']; readonly slot: number }
  : M extends RequestWakes<infer A> | HttpWakes<infer A>
    ? {
        readonly kind: M['kind']
        readonly slot: number
        readonly requestId: Hex
        readonly args: ArgsOf<A>
      }
    : M extends ChainEventWakes<infer A>
      ? { readonly kind: 'chainEvent'; readonly slot: number; readonly args: EventArgsOf<A> }
      : M extends MarketWatch<string, infer C>
        ? {
            readonly kind: 'marketWatch'
            readonly slot: number
            /** What the host has seen stands in the provenance, and is not for a payload: read the source. */
            readonly met: keyof C & string
          }
        : never

/** Why a Cryplet with these wakes runs. */
export type WakeOf<W extends Wakes> = WakeOfMember<Member<W>>

// Of a declaration that is not known in full nothing is said.
type SilentSource<M> =
  M extends MarketWatch<infer N, infer C>
    ? string extends N
      ? never
      : [Extract<C[keyof C], Silence>] extends [never]
        ? never
        : N
    : never

/** Names of the sources whose silence wakes a Cryplet: there may be nothing to read of them. */
export type SilentSources<W extends Wakes> = SilentSource<Member<W>>

/** Whatever declared what wakes it. */
export type Woken = { readonly wakes: readonly WakeDeclaration[] }

/**
 * Finds what a Cryplet declared of one kind of wake.
 *
 * @param cryplet - Defined.
 * @param kind - As in `schedule`.
 * @returns Its declaration; undefined when nothing of that kind wakes it.
 */
export function wakesOf<K extends WakeDeclaration['kind']>(
  cryplet: Woken,
  kind: K,
): Extract<WakeDeclaration, { kind: K }> | undefined {
  return cryplet.wakes.find(
    (each): each is Extract<WakeDeclaration, { kind: K }> => each.kind === kind,
  )
}

/**
 * Tells by which clock a Cryplet wakes.
 *
 * @param cryplet - Defined.
 * @returns Its schedule or its interval; undefined when no clock wakes it.
 */
export function timingOf(cryplet: Woken): Timing | undefined {
  return wakesOf(cryplet, 'schedule') ?? wakesOf(cryplet, 'interval')
}
