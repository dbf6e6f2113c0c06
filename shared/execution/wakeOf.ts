import { id } from 'ethers'
import type { Args, ArgTypes } from '../authoring/args'
import type { ChainEventWakes } from '../authoring/chainEvent'
import type { Cryplet } from '../authoring/defineCryplet'
import type { Wake } from '../authoring/wake'
import { wakesOf } from '../authoring/wake'
import type { Hex } from '../core/hex'
import type { EventFacts, LogFacts, WakeFacts } from '../envelope/wakeFacts'
import type { ArgsReader } from './abi/compileArgs'
import { compileArgs } from './abi/compileArgs'
import type { EventPlan } from './abi/compileEvent'
import { compileEvent } from './abi/compileEvent'
import { MalformedDataError } from './abi/malformed'
import { WakeMismatchError, WakeUnreadableError } from './errors'
import type { WatchingCryplet } from './watchWake'
import { wakeOfWatch } from './watchWake'

/** `CrypletRequested(subscription, requestId, args)` of a receiver. */
export const REQUESTED: Hex = id('CrypletRequested(bytes32,bytes32,bytes)') as Hex

/**
 * Reads the facts of a wake as its Cryplet declared them.
 *
 * @param cryplet - Whose.
 * @param facts - What woke it.
 * @returns What its `run` is given.
 * @throws WakeMismatchError when it declared nothing of the kind, the log is another subscription's, or a watch found what
 *   it does not watch for.
 * @throws WakeUnreadableError when what came along is not of the declared types.
 */
export function wakeOf(cryplet: Pick<Cryplet, 'name'> & WatchingCryplet, facts: WakeFacts): Wake {
  const { kind, slot } = facts
  if (kind === 'chainEvent') return wakeOfEvent(cryplet, facts)
  if (kind === 'marketWatch') return wakeOfWatch(cryplet, facts)
  const declared = wakesOf(cryplet, kind)
  if (declared === undefined) throw new WakeMismatchError('kind', kind, kindsOf(cryplet))
  if (facts.kind !== 'http' || !('args' in declared)) return { kind, slot }
  const { requestId } = facts
  return { kind, slot, requestId, args: decodeArgs(cryplet.name, declared.args, facts.args) }
}

/**
 * Tells which event wakes a Cryplet.
 *
 * @param cryplet - Defined.
 * @returns The hash of the event's signature, 32 bytes; undefined when no event wakes it.
 */
export function topicOf(cryplet: Pick<Cryplet, 'wakes'>): Hex | undefined {
  if (wakesOf(cryplet, 'request') !== undefined) return REQUESTED
  const declared = wakesOf(cryplet, 'chainEvent')
  return declared === undefined ? undefined : planOf(declared).topic
}

function wakeOfEvent(cryplet: Pick<Cryplet, 'name' | 'wakes'>, facts: EventFacts): Wake {
  const { event, slot } = facts
  const [topic = '0x'] = event.topics
  const asked = wakesOf(cryplet, 'request')
  if (asked !== undefined && topic === REQUESTED) {
    const requestId = requireOwnRequest(facts)
    const args = read(cryplet.name, 'bytes', () => readBytes(event.data)[0])
    return {
      kind: 'request',
      slot,
      requestId,
      args: decodeArgs(cryplet.name, asked.args, String(args) as Hex),
    }
  }
  const declared = wakesOf(cryplet, 'chainEvent')
  const plan = declared === undefined ? undefined : planOf(declared)
  if (plan?.topic !== topic) {
    throw new WakeMismatchError('event', topic, plan?.topic ?? kindsOf(cryplet))
  }
  return { kind: 'chainEvent', slot, args: readEvent(cryplet.name, plan, event) }
}

const readBytes = compileArgs(['bytes'])

// Only the subscriber itself may ask, and only for itself.
function requireOwnRequest({ event, target }: EventFacts): Hex {
  const [, subscription = '0x', requestId = '0x'] = event.topics
  const from = `${String(event.chainId)}:${event.address}`
  const to = `${String(target.chainId)}:${target.receiver}`
  if (from !== to) throw new WakeMismatchError('event', from, to)
  if (subscription !== target.subscription) {
    throw new WakeMismatchError('subscription', subscription, target.subscription)
  }
  if (requestId === '0x')
    throw new WakeMismatchError('event', 'a log of two topics', 'three topics')
  return requestId
}

function readEvent(name: string, plan: EventPlan, event: LogFacts): Args {
  if (event.topics.length !== plan.topics) {
    const came = `a log of ${String(event.topics.length)} topics`
    throw new WakeMismatchError('event', came, `${String(plan.topics)} topics`)
  }
  return read(name, plan.types, () => plan.read(event))
}

/**
 * Reads arguments.
 *
 * @param name - Of the Cryplet that declared them, for the error.
 * @param types - Declared.
 * @param data - abi.encode of them.
 * @returns The arguments by name.
 * @throws WakeUnreadableError when the data are of other types.
 */
export function decodeArgs(name: string, types: ArgTypes, data: Hex): Args {
  const values = read(name, Object.values(types).join(), () => readerOf(types)(data))
  return Object.fromEntries(
    Object.keys(types).flatMap((key, index) => {
      const value = values[index]
      return value === undefined ? [] : [[key, value]]
    }),
  )
}

// Declarations live as long as their Cryplets: each is prepared once.
const plans = new WeakMap<ChainEventWakes, EventPlan>()
const readers = new WeakMap<ArgTypes, ArgsReader>()

function planOf(declared: ChainEventWakes): EventPlan {
  const plan = plans.get(declared) ?? compileEvent(declared)
  plans.set(declared, plan)
  return plan
}

function readerOf(types: ArgTypes): ArgsReader {
  const reader = readers.get(types) ?? compileArgs(Object.values(types))
  readers.set(types, reader)
  return reader
}

function read<T>(name: string, types: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof MalformedDataError)
      throw new WakeUnreadableError(name, types, error.message)
    throw error
  }
}

function kindsOf({ wakes }: Pick<Cryplet, 'wakes'>): string {
  return `one of ${wakes.map(({ kind }) => kind).join(', ')}`
}
