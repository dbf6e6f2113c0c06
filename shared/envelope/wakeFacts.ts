import type { Json } from '../core/canonicalJson'
import { InvalidValueError } from '../core/errors'
import { type Address, type Hex, parseHex } from '../core/hex'
import { hashJson, wakeId } from '../core/ids'
import { type Fields, parseAddress, parseFields, parseList, parseWhole } from './fields'
import { parseWatchDetail, type WatchDetail } from './watchDetail'

type Common = {
  /** 32 bytes. */
  readonly crypletId: Hex
  /** Unix seconds: the slot, when a watch looked, the time of the event's block, or when somebody asked. */
  readonly slot: number
}

/** A slot of a schedule or of an interval. */
export type SlotFacts = Common & { readonly kind: 'schedule' | 'interval' }

/** A watch has found a condition to be met; its slot is when it looked. */
export type WatchFacts = Common & { readonly kind: 'marketWatch'; readonly watch: WatchDetail }

/** A log, by its place on its chain. */
export type LogFacts = {
  readonly chainId: number
  readonly blockNumber: number
  /** 32 bytes. */
  readonly blockHash: Hex
  /** Hash of its transaction, 32 bytes. */
  readonly transaction: Hex
  readonly logIndex: number
  readonly address: Address
  /** One to four, 32 bytes each. */
  readonly topics: readonly Hex[]
  readonly data: Hex
}

/** The one subscription that an event woke its Cryplet for. */
export type WakeTarget = {
  readonly chainId: number
  readonly receiver: Address
  /** 32 bytes. */
  readonly subscription: Hex
}

/** A log that a subscription listens to. */
export type EventFacts = Common & {
  readonly kind: 'chainEvent'
  readonly event: LogFacts
  readonly target: WakeTarget
  /** How often its block was undone before. */
  readonly generation: number
}

/** Somebody posted. */
export type HttpFacts = Common & {
  readonly kind: 'http'
  /** What the answer is told from others by, 32 bytes. */
  readonly requestId: Hex
  /** abi.encode of the arguments. */
  readonly args: Hex
}

/** What woke a run, as it is hashed. */
export type WakeFacts = SlotFacts | WatchFacts | EventFacts | HttpFacts

/**
 * Names the wake that facts tell of.
 *
 * @param facts - Of the wake.
 * @returns 32 bytes: the same for everybody who learns of it.
 */
export function wakeIdOf(facts: WakeFacts): Hex {
  return wakeId(facts.kind, facts.crypletId, occurrenceOf(facts))
}

function occurrenceOf(facts: WakeFacts): number | string {
  switch (facts.kind) {
    case 'chainEvent': {
      const { event, target, generation } = facts
      const log = [event.chainId, event.blockHash, event.logIndex] as const
      const to = [target.chainId, target.receiver, target.subscription] as const
      return hashJson([...log, ...to, 'observed', generation])
    }
    case 'marketWatch':
      return hashJson([facts.slot, facts.watch])
    case 'http':
      return facts.requestId
    case 'schedule':
    case 'interval':
      return facts.slot
  }
}

/**
 * Parses what woke a run.
 *
 * @param value - As it is hashed.
 * @returns The facts.
 * @throws InvalidValueError when a field is missing, foreign or not what its type asks for.
 */
export function parseWakeFacts(value: unknown): WakeFacts {
  const all = [...COMMON, 'watch', 'event', 'target', 'generation', 'requestId', 'args'] as const
  const { kind } = parseFields(value, 'wake', all)
  switch (kind) {
    case 'schedule':
    case 'interval':
      return { kind, ...parseCommon(parseFields(value, 'wake', COMMON)) }
    case 'marketWatch': {
      const fields = parseFields(value, 'wake', [...COMMON, 'watch'])
      return { kind, ...parseCommon(fields), watch: parseWatchDetail(fields['watch']) }
    }
    case 'chainEvent':
      return parseEventFacts(value)
    case 'http': {
      const fields = parseFields(value, 'wake', [...COMMON, 'requestId', 'args'])
      return {
        kind,
        ...parseCommon(fields),
        requestId: parseHex(fields['requestId'], 'wake.requestId', 32),
        args: parseHex(fields['args'], 'wake.args'),
      }
    }
    default:
      throw new InvalidValueError('wake.kind', KINDS, kind)
  }
}

/**
 * Leaves out of a wake's facts what all wakes have: what a row keeps beside its own columns.
 *
 * @param facts - Of the wake.
 * @returns JSON; undefined when nothing is left.
 */
export function detailOf(facts: WakeFacts): Json | undefined {
  if (facts.kind === 'chainEvent') {
    const { event, target, generation } = facts
    return { event, target, generation }
  }
  if (facts.kind === 'marketWatch') return { watch: facts.watch }
  return facts.kind === 'http' ? { requestId: facts.requestId, args: facts.args } : undefined
}

const COMMON = ['kind', 'crypletId', 'slot'] as const
const KINDS = 'schedule, interval, marketWatch, chainEvent or http'

function parseCommon(fields: Fields): Common {
  return {
    crypletId: parseHex(fields['crypletId'], 'wake.crypletId', 32),
    slot: parseWhole(fields['slot'], 'wake.slot'),
  }
}

function parseEventFacts(value: unknown): EventFacts {
  const fields = parseFields(value, 'wake', [...COMMON, 'event', 'target', 'generation'])
  const target = parseFields(fields['target'], 'wake.target', TARGET)
  return {
    kind: 'chainEvent',
    ...parseCommon(fields),
    event: parseLogFacts(fields['event']),
    target: {
      chainId: parseWhole(target['chainId'], 'wake.target.chainId'),
      receiver: parseAddress(target['receiver'], 'wake.target.receiver'),
      subscription: parseHex(target['subscription'], 'wake.target.subscription', 32),
    },
    generation: parseWhole(fields['generation'], 'wake.generation'),
  }
}

const TARGET: readonly (keyof WakeTarget)[] = ['chainId', 'receiver', 'subscription']

function parseLogFacts(value: unknown): LogFacts {
  const fields = parseFields(value, 'wake.event', LOG)
  const topics = parseList(fields['topics'], 'wake.event.topics', (each, argument) =>
    parseHex(each, argument, 32),
  )
  if (topics.length > 4) throw new InvalidValueError('wake.event.topics', 'at most four', topics)
  return {
    chainId: parseWhole(fields['chainId'], 'wake.event.chainId'),
    blockNumber: parseWhole(fields['blockNumber'], 'wake.event.blockNumber'),
    blockHash: parseHex(fields['blockHash'], 'wake.event.blockHash', 32),
    transaction: parseHex(fields['transaction'], 'wake.event.transaction', 32),
    logIndex: parseWhole(fields['logIndex'], 'wake.event.logIndex'),
    address: parseAddress(fields['address'], 'wake.event.address'),
    topics,
    data: parseHex(fields['data'], 'wake.event.data'),
  }
}

const LOG: readonly (keyof LogFacts)[] = [
  'chainId',
  'blockNumber',
  'blockHash',
  'transaction',
  'logIndex',
  'address',
  'topics',
  'data',
]
