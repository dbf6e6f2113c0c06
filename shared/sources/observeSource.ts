import type { HttpJson } from '../authoring/httpJson'
import { type FetchContext, fetchSource } from './fetchSource'
import { withinSpread } from './median'
import { type EndpointFault, fail, type Observation, type Outcome, succeed } from './observation'

/**
 * Asks all endpoints of a source at once, and keeps the answers that agree.
 *
 * @param source - Resolved.
 * @param context - What for, and by what.
 * @returns The answers within the spread around the median of all, at least as many as the quorum asks for, in the order of
 *   the URLs; the value is their median. With one URL its own fault, else SOURCE_QUORUM.
 */
export async function observeSource(
  source: HttpJson,
  context: FetchContext,
): Promise<Outcome<readonly Observation[]>> {
  const outcomes = await Promise.all(source.urls.map((url) => fetchSource(source, url, context)))
  const answers = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []))
  const faults = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.fault]))
  const [onlyFault] = faults
  if (onlyFault !== undefined && source.urls.length === 1) return { ok: false, fault: onlyFault }

  const agreeing = withinSpread(answers, source.quorum.maxSpreadInBps)
  if (agreeing.length >= source.quorum.atLeast) return succeed(agreeing)
  return fail('SOURCE_QUORUM', quorumDetail(source, { agreeing, answers, faults }))
}

type Poll = {
  readonly agreeing: readonly Observation[]
  readonly answers: readonly Observation[]
  readonly faults: readonly EndpointFault[]
}

function quorumDetail({ urls, quorum }: HttpJson, { agreeing, answers, faults }: Poll): string {
  const counts = `${String(answers.length)} of ${String(urls.length)} answered, ${String(agreeing.length)} agree`
  const codes = faults.map(({ code, detail }) => `${code} (${detail})`).join(', ')
  return `${counts}, ${String(quorum.atLeast)} must${codes === '' ? '' : `: ${codes}`}`
}
