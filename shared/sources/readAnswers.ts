import type { HttpJson } from '../authoring/httpJson'
import type { Answer } from './fetchSource'
import { withinSpread } from './median'
import { type EndpointFault, fail, type Observation, type Outcome, succeed } from './observation'
import { type ReadContext, readBody } from './readBody'

/**
 * Reads what the endpoints of a source said, and keeps the answers that agree.
 *
 * @param source - Resolved.
 * @param answers - Of all its endpoints, in the order of the URLs.
 * @param context - What they are held against.
 * @returns The answers within the spread around the median of all, at least as many as the quorum asks for, in their
 *   order; the value is their median. With one URL its own fault, else SOURCE_QUORUM.
 */
export function readAnswers(
  source: HttpJson,
  answers: readonly Answer[],
  context: ReadContext,
): Outcome<readonly Observation[]> {
  const outcomes = answers.map(({ origin, outcome }) =>
    outcome.ok ? readBody(source, { origin, bytes: outcome.value }, context) : outcome,
  )
  const read = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []))
  const faults = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.fault]))
  const [onlyFault] = faults
  if (onlyFault !== undefined && source.urls.length === 1) return { ok: false, fault: onlyFault }

  const agreeing = withinSpread(read, source.quorum.maxSpreadInBps)
  if (agreeing.length >= source.quorum.atLeast) return succeed(agreeing)
  return fail('SOURCE_QUORUM', quorumDetail(source, { agreeing, read, faults }))
}

type Poll = {
  readonly agreeing: readonly Observation[]
  readonly read: readonly Observation[]
  readonly faults: readonly EndpointFault[]
}

function quorumDetail({ urls, quorum }: HttpJson, { agreeing, read, faults }: Poll): string {
  const counts = `${String(read.length)} of ${String(urls.length)} answered, ${String(agreeing.length)} agree`
  const codes = faults.map(({ code, detail }) => `${code} (${detail})`).join(', ')
  return `${counts}, ${String(quorum.atLeast)} must${codes === '' ? '' : `: ${codes}`}`
}
