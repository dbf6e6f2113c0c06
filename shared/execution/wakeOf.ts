import { AbiCoder, id } from 'ethers'
import type { Arg, Args, ArgType, ArgTypes } from '../authoring/args'
import type { ChainEventWakes } from '../authoring/chainEvent'
import { eventArgType } from '../authoring/chainEvent'
import type { Cryplet } from '../authoring/defineCryplet'
import type { Wake } from '../authoring/wake'
import { wakesOf } from '../authoring/wake'
import { messageOf } from '../core/errors'
import type { Hex } from '../core/hex'
import type { EventFacts, LogFacts, WakeFacts } from '../envelope/wakeFacts'
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
  return declared === undefined ? undefined : topicOfEvent(declared)
}

function wakeOfEvent(cryplet: Pick<Cryplet, 'name' | 'wakes'>, facts: EventFacts): Wake {
  const { event, slot } = facts
  const [topic = '0x'] = event.topics
  const asked = wakesOf(cryplet, 'request')
  if (asked !== undefined && topic === REQUESTED) {
    const requestId = requireOwnRequest(facts)
    const [args] = decodeAll(cryplet.name, ['bytes'], event.data)
    return {
      kind: 'request',
      slot,
      requestId,
      args: decodeArgs(cryplet.name, asked.args, String(args) as Hex),
    }
  }
  const declared = wakesOf(cryplet, 'chainEvent')
  const expected = declared === undefined ? kindsOf(cryplet) : topicOfEvent(declared)
  if (declared === undefined || topic !== expected) {
    throw new WakeMismatchError('event', topic, expected)
  }
  return { kind: 'chainEvent', slot, args: decodeEvent(cryplet.name, declared, event) }
}

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

function topicOfEvent({ event, args }: ChainEventWakes): Hex {
  return id(`${event}(${Object.values(args).map(eventArgType).join(',')})`) as Hex
}

function decodeEvent(name: string, { args }: ChainEventWakes, event: LogFacts): Args {
  const entries = Object.entries(args)
  const topics = entries.filter(([, type]) => typeof type === 'object')
  const rest = entries.filter(([, type]) => typeof type !== 'object')
  if (event.topics.length !== topics.length + 1) {
    const came = `a log of ${String(event.topics.length)} topics`
    throw new WakeMismatchError('event', came, `${String(topics.length + 1)} topics`)
  }
  const inTopics = topics.map(([key, type], index): [string, Arg] => {
    const topic = event.topics[index + 1] ?? '0x'
    const argType = eventArgType(type)
    // Of what has no fixed length the chain keeps the hash alone.
    const isHashed = argType === 'bytes' || argType === 'string'
    const [value = topic] = isHashed ? [topic] : decodeAll(name, [argType], topic)
    return [key, value]
  })
  const types = Object.fromEntries(rest.map(([key, type]) => [key, eventArgType(type)]))
  const found = new Map([...inTopics, ...Object.entries(decodeArgs(name, types, event.data))])
  return Object.fromEntries(entries.flatMap(([key]) => pair(key, found.get(key))))
}

function pair(key: string, value: Arg | undefined): readonly [string, Arg][] {
  return value === undefined ? [] : [[key, value]]
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
  const values = decodeAll(name, Object.values(types), data)
  return Object.fromEntries(Object.keys(types).flatMap((key, index) => pair(key, values[index])))
}

function decodeAll(name: string, types: readonly ArgType[], data: Hex): readonly Arg[] {
  const coder = AbiCoder.defaultAbiCoder()
  const refuse = (fault: string): WakeUnreadableError =>
    new WakeUnreadableError(name, types.join(', '), fault)
  let values: readonly Arg[]
  try {
    // As the types say: bigint, boolean, text or bytes.
    values = coder.decode(types, data).toArray() as Arg[]
  } catch (error) {
    throw refuse(messageOf(error))
  }
  // The decoder cuts off what is too wide for its type, and asks nothing of what lies behind the last value.
  if (coder.encode(types, values) !== data) throw refuse('it is not what abi.encode makes of it')
  return values
}

function kindsOf({ wakes }: Pick<Cryplet, 'wakes'>): string {
  return `one of ${wakes.map(({ kind }) => kind).join(', ')}`
}
