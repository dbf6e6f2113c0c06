import { FabricError, messageOf } from '../core/errors'
import type { Rpc } from './rpc'

/** Too few endpoints that answer. */
export class ChainUnreachableError extends FabricError {
  override readonly name = 'ChainUnreachableError'
  readonly code = 'CHAIN_UNREACHABLE'
  readonly retryable = true

  constructor(
    readonly chainId: number,
    readonly method: string,
    readonly reasons: readonly string[],
  ) {
    super(
      `Chain ${String(chainId)} did not answer ${method}: ${reasons.join('; ').slice(0, 300)}. Are enough of the endpoints in CHAINS up?`,
    )
  }
}

/** Endpoints that contradict each other about what can only be one way: none of them is believed. */
export class ChainDisagreementError extends FabricError {
  override readonly name = 'ChainDisagreementError'
  readonly code = 'CHAIN_DISAGREEMENT'
  readonly retryable = true

  constructor(
    readonly chainId: number,
    readonly method: string,
    readonly endpoints: readonly string[],
  ) {
    super(
      `The endpoints of chain ${String(chainId)} contradict each other on ${method}: ${endpoints.join(', ')}. Nothing is done until enough of them agree. Is one of them faulty or on another fork?`,
    )
  }
}

/** The endpoints of one chain, and how many must say the same. */
export type Quorum = {
  readonly chainId: number
  readonly rpcs: readonly Rpc[]
  readonly needed: number
}

/** What one endpoint answered. */
export type Answer<T> = { readonly name: string; readonly value: T }

/** How to ask, and when there is enough to go on. */
export type Question<T> = {
  /** For errors. */
  readonly what: string
  readonly ask: (rpc: Rpc) => Promise<T>
  readonly isEnough: (answers: readonly Answer<T>[]) => boolean
}

/**
 * Asks all endpoints at once, and does not wait for those that are late when there is enough.
 *
 * @param quorum - Whom.
 * @param question - What, and when there is enough.
 * @returns What was answered by then; all answers when there was never enough.
 * @throws ChainUnreachableError when fewer answered than are needed.
 */
export async function askAll<T>(
  quorum: Quorum,
  question: Question<T>,
): Promise<readonly Answer<T>[]> {
  const { rpcs, needed, chainId } = quorum
  const answers: Answer<T>[] = []
  const failures: string[] = []
  await new Promise<void>((resolve, reject) => {
    let open = rpcs.length
    const one = async (rpc: Rpc): Promise<void> => {
      try {
        const value = await question.ask(rpc)
        answers.push({ name: rpc.name, value })
      } catch (error) {
        failures.push(messageOf(error))
      }
      open--
      if (open === 0 || (answers.length >= needed && question.isEnough(answers))) resolve()
    }
    // Whoever is late is not waited for: its own time limit ends it.
    for (const rpc of rpcs) one(rpc).catch(reject)
  })
  if (answers.length >= needed) return [...answers]
  throw new ChainUnreachableError(chainId, question.what, failures)
}

/**
 * Asks until enough endpoints say the same.
 *
 * @param quorum - Whom, and how many must agree.
 * @param question - What; `keyOf` makes equal what is the same.
 * @returns The agreed answer.
 * @throws ChainUnreachableError, ChainDisagreementError
 */
export async function agree<T>(
  quorum: Quorum,
  question: Pick<Question<T>, 'what' | 'ask'> & { readonly keyOf: (value: T) => string },
): Promise<T> {
  const { what, ask, keyOf } = question
  const find = (answers: readonly Answer<T>[]): Answer<T> | undefined =>
    agreed(answers, keyOf, quorum.needed)
  const answers = await askAll(quorum, { what, ask, isEnough: (so) => find(so) !== undefined })
  const found = find(answers)
  if (found !== undefined) return found.value
  const names = answers.map(({ name }) => name)
  throw new ChainDisagreementError(quorum.chainId, what, names)
}

/**
 * Finds an answer that enough endpoints gave.
 *
 * @param answers - So far.
 * @param keyOf - Makes equal what is the same.
 * @param needed - How many must agree.
 * @returns One of those that agree.
 */
export function agreed<T>(
  answers: readonly Answer<T>[],
  keyOf: (value: T) => string,
  needed: number,
): Answer<T> | undefined {
  const counts = new Map<string, number>()
  for (const answer of answers) {
    const key = keyOf(answer.value)
    const count = (counts.get(key) ?? 0) + 1
    if (count >= needed) return answer
    counts.set(key, count)
  }
  return undefined
}
