import type { Provider, TransactionReceipt } from 'ethers'
import { FabricError } from '../../shared/core/errors'
import type { Address, Hex } from '../../shared/core/hex'
import { localAccount } from '../deploy/accounts'
import type { DeployChain } from '../deploy/chain'
import { transact } from '../deploy/chain'
import { PRICE_ASKER_ABI } from '../deploy/contracts'

/** Where something happened on the chain. */
export type Happened = { readonly transaction: Hex; readonly blockNumber: number }

/** A question that the chain has taken. */
export type Question = Happened & {
  /** What its answer names, 32 bytes. */
  readonly requestId: Hex
}

/** An answer that the chain has taken. */
export type Answer = Happened & {
  /** Of the whole amount, in 1/10^8 USD. */
  readonly priceE8: bigint
}

const DEADLINE_IN_SECONDS = 60

/** A question that nobody answered in time. */
export class AnswerLateError extends FabricError {
  override readonly name = 'AnswerLateError'
  readonly code = 'ANSWER_LATE'
  readonly retryable = true

  constructor(
    readonly question: Question,
    advice: string,
  ) {
    const { requestId, transaction } = question
    super(
      `PriceAsker got no answer to ${requestId} within ${String(DEADLINE_IN_SECONDS)} s; it asked in transaction ${transaction}. The question stands, and may still be answered. ${advice}`,
    )
  }
}

/**
 * Asks by the asker's account what an amount of gold costs.
 *
 * @param chain - The local chain.
 * @param address - Of PriceAsker.
 * @param amountE3 - 1/1000 troy ounce.
 * @returns The question, mined.
 * @throws DeployRefusedError when the contract takes none.
 */
export async function askPrice(
  chain: DeployChain,
  address: Address,
  amountE3: bigint,
): Promise<Question> {
  const on = { chain, address, abi: PRICE_ASKER_ABI }
  const account = localAccount('asker')
  const receipt = await transact(on, { account, method: 'ask', args: [amountE3] })
  return {
    requestId: requestIdIn(receipt),
    transaction: receipt.hash as Hex,
    blockNumber: receipt.blockNumber,
  }
}

function requestIdIn({ logs }: TransactionReceipt): Hex {
  const [, , requestId = '0x'] = logs[0]?.topics ?? []
  return requestId as Hex
}

/** What is waited for, and how long. */
export type AnswerOrder = {
  readonly provider: Provider
  /** Of PriceAsker. */
  readonly address: Address
  readonly question: Question
  readonly nowInMs: () => number
  /** What to do when it is late, in sentences. */
  readonly ifLate: string
}

const LOOK_EVERY_MS = 50

/**
 * Waits until a question is answered.
 *
 * @param order - Which question; nothing but the chain is asked.
 * @returns The answer.
 * @throws AnswerLateError when there is none in a minute.
 */
export async function untilAnswered(order: AnswerOrder): Promise<Answer> {
  const { question, nowInMs, ifLate } = order
  const deadline = nowInMs() + DEADLINE_IN_SECONDS * 1000
  for (;;) {
    const answer = await findAnswer(order)
    if (answer !== undefined) return answer
    if (nowInMs() > deadline) throw new AnswerLateError(question, ifLate)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

async function findAnswer({
  provider,
  address,
  question,
}: AnswerOrder): Promise<Answer | undefined> {
  const topics = PRICE_ASKER_ABI.encodeFilterTopics('PriceAnswered', [question.requestId])
  const filter = { address, topics, fromBlock: question.blockNumber }
  const [log] = await provider.getLogs(filter)
  if (log === undefined) return undefined
  const { transactionHash, blockNumber } = log
  const { priceE8 } = PRICE_ASKER_ABI.decodeEventLog('PriceAnswered', log.data, log.topics)
  // An int256 of the contract's own ABI.
  return { transaction: transactionHash as Hex, blockNumber, priceE8: priceE8 as bigint }
}
