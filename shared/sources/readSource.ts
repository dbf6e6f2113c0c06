import type { Source } from '../authoring/source'
import type { Answer } from './fetchSource'
import type { Observation, Outcome } from './observation'
import { succeed } from './observation'
import { readAnswers } from './readAnswers'
import { type Body, type ReadContext, readBody } from './readBody'
import { readChainBody } from './readChainBody'

/**
 * Reads what a source said, as its kind asks for.
 *
 * @param source - Declared.
 * @param answers - Of all its endpoints, or of the chain.
 * @param context - What they are held against.
 * @returns The observations that count, or why there are none.
 */
export function readSource(
  source: Source,
  answers: readonly Answer[],
  context: ReadContext,
): Outcome<readonly Observation[]> {
  if (source.kind === 'httpJson') return readAnswers(source, answers, context)
  const [{ origin, outcome } = NO_ANSWER] = answers
  if (!outcome.ok) return outcome
  const read = readChainBody(source, { origin, bytes: outcome.value }, context)
  return read.ok ? succeed([read.value]) : read
}

// As a document that says nothing.
const NO_ANSWER: Answer = { origin: '', outcome: { ok: true, value: new Uint8Array() } }

/**
 * Reads one response of a source, as its kind asks for.
 *
 * @param source - Declared.
 * @param body - What came, and from where.
 * @param context - What it is held against.
 * @returns What it said, or why that cannot be used.
 */
export function readResponse(
  source: Source,
  body: Body,
  context: ReadContext,
): Outcome<Observation> {
  if (source.kind === 'httpJson') return readBody(source, body, context)
  return readChainBody(source, body, context)
}
