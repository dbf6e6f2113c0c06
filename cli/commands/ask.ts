import { join } from 'node:path'
import type { Command } from 'commander'
import { formatUnits } from 'ethers'
import { FabricError } from '../../shared/core/errors'
import type { Address } from '../../shared/core/hex'
import type { Answer, Question } from '../ask/askPrice'
import { askPrice, untilAnswered } from '../ask/askPrice'
import { connectChain } from '../deploy/chain'
import type { Io } from '../io'
import type { LocalStack } from '../localStack'
import { requireLocalStack, stateFolder } from '../localStack'
import { UsageError } from '../usage'

/** What `cryplet ask` is given. */
export type AskOptions = {
  readonly amount: string
  readonly state?: string
  readonly json?: boolean
}

/** A running stack that an earlier version started, which had no PriceAsker. */
export class AskerMissingError extends FabricError {
  override readonly name = 'AskerMissingError'
  readonly code = 'ASKER_MISSING'
  readonly retryable = false

  constructor(readonly folder: string) {
    super(
      `The stack in ${folder} was started by a version without PriceAsker. End it and start it again: its state stays, and the start deploys what is missing.`,
    )
  }
}

/**
 * Adds `cryplet ask`.
 *
 * @param program - Gets the command.
 * @param io - Its surroundings.
 */
export function addAsk(program: Command, io: Io): void {
  program
    .command('ask')
    .description(
      'Lets PriceAsker ask on the chain what an amount of gold costs, and waits for the answer.',
    )
    .requiredOption('--amount <ounces>', 'troy ounces, at most 3 decimals, as in 2.5')
    .option('--state <dir>', "folder of the local stack's state (.fabric)")
    .option('--json', 'write one JSON document')
    .action((options: AskOptions) => runAsk(options, io))
}

/**
 * Asks for a price and writes the answer that came back to the contract.
 *
 * @param options - How much, on which stack.
 * @param io - Gets the answer.
 * @throws UsageError, StackNotRunningError, StackStartingError, AskerMissingError, AnswerLateError
 */
export async function runAsk(options: AskOptions, io: Io): Promise<void> {
  const amountE3 = parseAmount(options.amount)
  const stack = requireLocalStack(stateFolder(io, options.state))
  const address = requireAsker(stack)
  const chain = connectChain(stack.rpcUrl, stack.deployment.chainId)
  const { provider } = chain
  try {
    const question = await askPrice(chain, address, amountE3)
    const askedInMs = Date.now()
    const ifLate = `See ${join(stack.folder, 'logs/fabric.log')} for what became of it.`
    const answer = await untilAnswered({ provider, address, question, nowInMs: Date.now, ifLate })
    const told = { amountE3, question, answer, elapsedInMs: Date.now() - askedInMs }
    io.out(options.json === true ? toDocument(told) : `${describe(told).join('\n')}\n`)
  } finally {
    provider.destroy()
  }
}

const MAX_UINT64 = 2n ** 64n - 1n

function parseAmount(text: string): bigint {
  const [, ounces = '', decimals = ''] = /^(\d{1,20})(?:\.(\d{1,3}))?$/.exec(text) ?? []
  const amountE3 = BigInt(`${ounces}${decimals.padEnd(3, '0')}`)
  if (ounces !== '' && amountE3 > 0n && amountE3 <= MAX_UINT64) return amountE3
  const expected = `troy ounces from 0.001 to ${formatUnits(MAX_UINT64, 3)}, with at most 3 decimals`
  throw new UsageError([{ name: '--amount', received: JSON.stringify(text), expected }])
}

function requireAsker({ deployment, folder }: LocalStack): Address {
  const { priceAsker } = deployment
  if (priceAsker === undefined) throw new AskerMissingError(folder)
  return priceAsker
}

type Told = {
  readonly amountE3: bigint
  readonly question: Question
  readonly answer: Answer
  /** From the question's block until its answer was seen. */
  readonly elapsedInMs: number
}

function toDocument({ amountE3, question, answer, elapsedInMs }: Told): string {
  const { requestId, ...asked } = question
  const { priceE8, ...answered } = answer
  const document = {
    requestId,
    // As texts: neither need fit into a JSON number.
    ...{ amountE3: String(amountE3), priceE8: String(priceE8) },
    ...{ question: asked, answer: answered, elapsedInMs },
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function describe({ amountE3, question, answer, elapsedInMs }: Told): readonly string[] {
  const seconds = (elapsedInMs / 1000).toFixed(1)
  return [
    `  ${formatUnits(amountE3, 3)} troy ounces of gold: ${formatUnits(answer.priceE8, 8)} USD`,
    `    request     ${question.requestId}`,
    `    asked       ${question.transaction}, block ${String(question.blockNumber)}`,
    `    answered    ${answer.transaction}, block ${String(answer.blockNumber)}, ${seconds} s later`,
  ]
}
