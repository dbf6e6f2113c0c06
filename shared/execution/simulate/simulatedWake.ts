import type { ArgTypes } from '../../authoring/args'
import { eventArgType } from '../../authoring/chainEvent'
import type { Cryplet } from '../../authoring/defineCryplet'
import type { Wake, WakeDeclaration } from '../../authoring/wake'
import type { Timing } from '../../calendar/dueSlots'
import { dueSlots } from '../../calendar/dueSlots'
import type { CalendarOverrides } from '../../calendar/overrides'
import { InvalidValueError } from '../../core/errors'
import type { Hex } from '../../core/hex'
import { encodeArgs } from '../encodeArgs'
import { WakeMismatchError } from '../errors'
import { decodeArgs } from '../wakeOf'

/** A wake that somebody thought of. */
export type ImaginedWake = {
  /** As in `schedule`. */
  readonly kind: string
  /** Unix seconds. */
  readonly slot: number
  /** What came along, by name, as JSON; only with a request, an event or a post. */
  readonly args?: unknown
  /** Name of the condition, only with a watch. */
  readonly met?: string | undefined
  /** 32 bytes, only with a request or a post; ones when left out. */
  readonly requestId?: Hex | undefined
  readonly overrides?: CalendarOverrides | undefined
}

type Kind = WakeDeclaration['kind']
type Declared<K extends Kind> = Extract<WakeDeclaration, { kind: K }>
type Imagine<K extends Kind> = (wake: Imagined, declared: Declared<K>) => Wake
type Imagined = ImaginedWake & { readonly cryplet: string }

// One entry a kind: whoever adds a kind is told by the compiler.
const KINDS: { readonly [K in Kind]: Imagine<K> } = {
  schedule: slotWake,
  interval: slotWake,
  request: askedWake,
  http: askedWake,
  marketWatch: (wake, { when }) => {
    refuse(wake, ['args', 'requestId'])
    const { slot, met } = wake
    if (met === undefined || !Object.hasOwn(when, met)) {
      throw new InvalidValueError('met', `one of ${Object.keys(when).join(', ')}`, met)
    }
    return { kind: 'marketWatch', slot, met }
  },
  chainEvent: (wake, declared) => {
    refuse(wake, ['requestId', 'met'])
    const entries = Object.entries(declared.args).map(([name, type]) => {
      const argType = eventArgType(type)
      // Of what has no fixed length the chain keeps the hash alone, among the topics.
      const isHashed = typeof type === 'object' && (argType === 'bytes' || argType === 'string')
      return [name, isHashed ? 'bytes32' : argType] as const
    })
    return { kind: 'chainEvent', slot: wake.slot, args: argsOf(wake, Object.fromEntries(entries)) }
  },
}

/**
 * Makes the wake that somebody thought of, as the fabric would give it to the Cryplet.
 *
 * @param cryplet - Whose.
 * @param wake - What should wake it.
 * @returns What its `run` is given.
 * @throws WakeMismatchError when it declared nothing of the kind, or has no slot at that time.
 * @throws InvalidValueError when an argument is missing, foreign or not of its type.
 * @throws CalendarRangeError when the slot lies outside the years of the calendar.
 */
export function simulatedWake(cryplet: Cryplet, wake: ImaginedWake): Wake {
  const declared = cryplet.wakes.find(({ kind }) => kind === wake.kind)
  if (declared === undefined) {
    const kinds = cryplet.wakes.map(({ kind }) => kind).join(', ')
    throw new WakeMismatchError('kind', wake.kind, `one of ${kinds}`)
  }
  return imagine(declared, { ...wake, cryplet: cryplet.name })
}

function imagine<K extends Kind>(declared: Declared<K>, wake: Imagined): Wake {
  const make: Imagine<K> = KINDS[declared.kind]
  return make(wake, declared)
}

function slotWake(wake: Imagined, declared: Timing): Wake {
  refuse(wake, ['args', 'requestId', 'met'])
  const { slot, overrides } = wake
  if (dueSlots(declared, { after: slot - 1, until: slot, overrides }).length === 0) {
    throw new WakeMismatchError(
      'slot',
      String(slot),
      `one of the ${declared.kind} that it declares`,
    )
  }
  return { kind: declared.kind, slot }
}

const ONES: Hex = `0x${'11'.repeat(32)}`

function askedWake(wake: Imagined, declared: Declared<'request' | 'http'>): Wake {
  refuse(wake, ['met'])
  const { slot, requestId = ONES } = wake
  return { kind: declared.kind, slot, requestId, args: argsOf(wake, declared.args) }
}

// There and back, so that they are held to their types as those of a real wake are.
function argsOf({ cryplet, args = {} }: Imagined, types: ArgTypes): NonNullable<Wake['args']> {
  return decodeArgs(cryplet, types, encodeArgs(types, args))
}

function refuse(wake: Imagined, names: readonly ('args' | 'requestId' | 'met')[]): void {
  for (const name of names) {
    if (wake[name] === undefined) continue
    throw new InvalidValueError(name, `none with ${wake.kind}`, wake[name])
  }
}
