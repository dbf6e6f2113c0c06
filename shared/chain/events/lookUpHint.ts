import { messageOf } from '../../core/errors'
import type { Hex } from '../../core/hex'
import { parseReceipt } from '../parseAnswers'
import { agree } from '../quorum'
import { requireResult } from '../requireResult'
import type { Rpc } from '../rpc'
import { isOf } from './claimedLogs'
import type { EventChain } from './eventChain'
import type { EventJournal } from './eventJournal'
import type { EventStream } from './stream'
import { streamId } from './stream'

/** What somebody says has happened, as a provider's web hook. */
export type Hint = {
  /** Hash of the transaction. */
  readonly transaction: Hex
}

/** What there is in a hint. */
export type HintAnswer =
  /** An event of the stream: the pump has something to read, and reads it itself. */
  | { readonly status: 'found'; readonly blockNumber: number }
  /** No such transaction is mined, or none with an event of the stream. */
  | { readonly status: 'notFound' }
  /** The endpoints do not answer, or not alike. */
  | { readonly status: 'undecided'; readonly reason: string }

/** Where to look, and where to count. */
export type HintPlace = { readonly chain: EventChain; readonly journal: EventJournal }

/**
 * Looks up what somebody says has happened, and counts what came of it. Nothing else rests on a hint: the pump neither hears
 * of it nor runs any sooner.
 *
 * @param place - Where to look, and where to count.
 * @param stream - Whose event it is said to be.
 * @param hint - As it came.
 * @returns What enough endpoints say; what is found and what is not is counted.
 */
export async function lookUpHint(
  place: HintPlace,
  stream: EventStream,
  hint: Hint,
): Promise<HintAnswer> {
  const { chain, journal } = place
  const answer = await lookUp(chain, stream, hint.transaction)
  if (answer.status !== 'undecided') await journal.countHint(streamId(stream), answer.status)
  return answer
}

async function lookUp(
  { quorum }: EventChain,
  stream: EventStream,
  transaction: Hex,
): Promise<HintAnswer> {
  const method = 'eth_getTransactionReceipt'
  const ask = async (rpc: Rpc): Promise<number | undefined> => {
    const [reply] = await rpc.send([{ method, params: [transaction] }])
    return blockOf(stream, requireResult(rpc, reply))
  }
  try {
    const blockNumber = await agree(quorum, { what: method, ask, keyOf: String })
    return blockNumber === undefined ? { status: 'notFound' } : { status: 'found', blockNumber }
  } catch (error) {
    return { status: 'undecided', reason: messageOf(error) }
  }
}

function blockOf(stream: EventStream, answer: unknown): number | undefined {
  const receipt = parseReceipt(answer)
  const logs = receipt?.logs.map(({ address, topics }) => ({
    address: address.toLowerCase() as Hex,
    topics: topics as readonly Hex[],
  }))
  return logs?.some((log) => isOf(stream, log)) === true ? receipt?.blockNumber : undefined
}
