import type { ChainRead } from '../authoring/chainReadType'
import { accountId } from '../core/accountId'
import { canonicalJson } from '../core/canonicalJson'
import { clip, FabricError, messageOf } from '../core/errors'
import type { Hex } from '../core/hex'
import { decimalText, integerOf, questionOf } from './chainCodec'
import type { ChainReading, ReadChain } from './chainReader'
import type { Answer } from './fetchSource'
import { fail, type Outcome, succeed } from './observation'

/** What for, and by what. */
export type ChainFetch = {
  /** Unix seconds. */
  readonly slot: number
  readonly readChain: ReadChain
}

/**
 * Reads a contract, and makes the JSON document of it that is observed: canonical, so that the same reading has the same
 * hash everywhere.
 *
 * @param source - Resolved.
 * @param context - What for, and by what.
 * @returns One answer: what enough endpoints say is one.
 */
export async function fetchChain(
  source: ChainRead,
  context: ChainFetch,
): Promise<readonly Answer[]> {
  return [{ origin: accountId(source.chainId, source.to), outcome: await read(source, context) }]
}

async function read(
  source: ChainRead,
  { slot, readChain }: ChainFetch,
): Promise<Outcome<Uint8Array>> {
  const { chainId, urls, quorum, depth, asOf } = source
  const asked = { chainId, urls, needed: quorum.atLeast, depth, to: source.to as Hex }
  try {
    const reading = await readChain({
      ...asked,
      ...questionOf(source),
      ...(asOf === 'slot' && { notAfter: slot }),
    })
    return documentOf(source, reading)
  } catch (error) {
    // The reader is of another folder: its faults are told by their codes.
    const isContradiction = error instanceof FabricError && error.code === 'CHAIN_DISAGREEMENT'
    return fail(isContradiction ? 'SOURCE_QUORUM' : 'SOURCE_UNREACHABLE', clip(messageOf(error)))
  }
}

function documentOf(source: ChainRead, reading: ChainReading): Outcome<Uint8Array> {
  const { blockNumber, blockHash, timestamp, result } = reading
  const at = `block ${String(blockNumber)} of chain ${String(source.chainId)}`
  if (result === undefined) {
    return fail('SOURCE_VALUE_MISSING', `${source.to} reverts, or is no contract, at ${at}`)
  }
  const integer = integerOf(source, result)
  if (integer === undefined) {
    return fail('SOURCE_VALUE_INVALID', `${source.to} answers other types than declared, at ${at}`)
  }
  const document = {
    chainId: source.chainId,
    ...{ blockNumber, blockHash, timestamp },
    to: source.to.toLowerCase(),
    ...questionOf(source),
    result,
    value: decimalText(integer, source.decimals),
  }
  return succeed(new TextEncoder().encode(canonicalJson(document)))
}
