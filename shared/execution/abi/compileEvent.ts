import { id } from 'ethers'
import type { Arg, Args, ArgType } from '../../authoring/args'
import type { ChainEventWakes } from '../../authoring/chainEvent'
import { eventArgType } from '../../authoring/chainEvent'
import type { Hex } from '../../core/hex'
import { compileArgs } from './compileArgs'
import type { WordReader } from './word'
import { wordReader } from './word'

/** An event, ready to be read: made once, used for every log. */
export type EventPlan = {
  /** First topic: keccak256 of the signature. */
  readonly topic: Hex
  /** How many topics a log has, the first one included. */
  readonly topics: number
  /** Its argument types in order, for an error. */
  readonly types: string
  /** Throws MalformedDataError. */
  readonly read: (log: { readonly topics: readonly Hex[]; readonly data: Hex }) => Args
}

/**
 * Prepares an event for reading.
 *
 * Source: Solidity, contract ABI specification, "Events".
 *
 * @param declared - By a Cryplet.
 * @returns The plan.
 */
export function compileEvent(declared: Omit<ChainEventWakes, 'kind'>): EventPlan {
  const { event, args } = declared
  const inputs = Object.entries(args).map(([name, type]) => {
    return { name, type: eventArgType(type), isIndexed: typeof type === 'object' }
  })
  const types = inputs.map(({ type }) => type).join()
  const inData = inputs.filter(({ isIndexed }) => !isIndexed)
  const readData = compileArgs(inData.map(({ type }) => type))
  const readers = inputs.filter(({ isIndexed }) => isIndexed).map(({ type }) => topicReader(type))
  return {
    topic: id(`${event}(${types})`) as Hex,
    topics: 1 + readers.length,
    types,
    read: ({ topics, data }) => {
      const values = readData(data)
      const read: Record<string, Arg> = {}
      let [inTopics, inRest] = [0, 0]
      for (const { name, isIndexed } of inputs) {
        const value = isIndexed
          ? readers[inTopics++]?.((topics[inTopics] ?? '0x').slice(2))
          : values[inRest++]
        if (value !== undefined) read[name] = value
      }
      return read
    },
  }
}

// Of what does not fit in a word the chain keeps the hash alone.
function topicReader(type: ArgType): WordReader {
  return wordReader(type) ?? ((word) => `0x${word}`)
}
