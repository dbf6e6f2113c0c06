import { id } from 'ethers'
import { FabricError } from '../../../core/errors'
import type { Hex } from '../../../core/hex'
import { decodeDynamic } from './dynamic'
import type { EventValue } from './eventValue'
import type { WordDecoder } from './word'
import { wordDecoder } from './word'

/** Arguments by their names. */
export type EventArgs = Readonly<Record<string, EventValue>>

/** One argument, ready to be read. */
export type PlannedInput = {
  readonly name: string
  /** Where it is: a topic, a word of the data, or bytes that a word of the data points to. */
  readonly read: (topics: readonly Hex[], data: Hex) => EventValue
}

/** An event, ready to be decoded: made once, used for every log. */
export type EventPlan = {
  readonly name: string
  /** As in `Transfer(address,address,uint256)`. */
  readonly signature: string
  /** First topic: keccak256 of the signature. */
  readonly topic: Hex
  /** How many topics a log has, the first one included. */
  readonly topics: number
  /** The least that the data may have, in characters after `0x`. */
  readonly leastCharacters: number
  readonly inputs: readonly PlannedInput[]
}

/** An event's declaration that cannot be read, or has an argument of a type that is not decoded. */
export class EventUnsupportedError extends FabricError {
  override readonly name = 'EventUnsupportedError'
  readonly code = 'EVENT_UNSUPPORTED'
  readonly retryable = false

  constructor(
    readonly declaration: string,
    reason: string,
  ) {
    super(
      `${declaration}: ${reason}. Events are declared as in "Transfer(address indexed from, address indexed to, uint256 value)", with names, and arguments of type address, bool, uint<n>, int<n>, bytes<n>, bytes or string.`,
    )
  }
}

const DECLARATION = /^\s*(?:event\s+)?([A-Za-z_$][\w$]*)\s*\(([^()]*)\)\s*;?\s*$/
const INPUT = /^(\S+)(\s+indexed)?\s+([A-Za-z_$][\w$]*)$/
const MOST_INDEXED = 3
const CHARACTERS_A_WORD = 64

/**
 * Prepares an event for decoding.
 *
 * Source: Solidity, contract ABI specification, events. Of an indexed `bytes` or `string` there is only the hash.
 *
 * @param declaration - As Solidity declares it.
 * @returns The plan.
 * @throws EventUnsupportedError
 */
export function compileEvent(declaration: string): EventPlan {
  const [, name, list] = DECLARATION.exec(declaration) ?? []
  if (name === undefined || list === undefined) {
    throw new EventUnsupportedError(declaration, 'this is no declaration of an event')
  }
  const texts = list.trim() === '' ? [] : list.split(',')
  const inputs = texts.map((text) => parseInput(declaration, text.trim()))
  const indexed = inputs.filter(({ isIndexed }) => isIndexed).length
  const isEachOnce = new Set(inputs.map((input) => input.name)).size === inputs.length
  if (!isEachOnce) throw new EventUnsupportedError(declaration, 'two arguments have one name')
  if (indexed > MOST_INDEXED) {
    throw new EventUnsupportedError(declaration, `${String(indexed)} arguments are indexed`)
  }
  const signature = `${name}(${inputs.map(({ type }) => type).join()})`
  return {
    ...{ name, signature, topic: id(signature) as Hex, topics: 1 + indexed },
    leastCharacters: CHARACTERS_A_WORD * (inputs.length - indexed),
    inputs: planInputs(inputs),
  }
}

type Input = {
  readonly name: string
  readonly type: string
  readonly isIndexed: boolean
  /** Undefined for bytes and string. */
  readonly word: WordDecoder | undefined
}

function parseInput(declaration: string, text: string): Input {
  const [, written = '', indexed, name] = INPUT.exec(text) ?? []
  if (name === undefined || name === 'indexed') {
    throw new EventUnsupportedError(declaration, `"${text}" is no argument with type and name`)
  }
  const type = written === 'uint' || written === 'int' ? `${written}256` : written
  const word = wordDecoder(type)
  if (word === undefined && type !== 'bytes' && type !== 'string') {
    throw new EventUnsupportedError(declaration, `type ${type} is not decoded`)
  }
  return { name, type, isIndexed: indexed !== undefined, word }
}

function planInputs(inputs: readonly Input[]): readonly PlannedInput[] {
  let [topic, place] = [1, 2]
  return inputs.map(({ name, type, isIndexed, word }) => {
    if (isIndexed) {
      const at = topic++
      const hash = wordDecoder('bytes32')
      const decode = word ?? hash
      return { name, read: (topics) => decode?.((topics[at] ?? '0x').slice(2)) ?? '' }
    }
    const from = place
    place += CHARACTERS_A_WORD
    if (word === undefined) return { name, read: (_, data) => decodeDynamic(type, data, from) }
    return { name, read: (_, data) => word(data.slice(from, from + CHARACTERS_A_WORD)) }
  })
}
