import type { Difference } from '../../shared/execution/replay/comparison'
import type { Replay } from '../../shared/execution/replay/replayRun'
import { valueText } from '../../shared/execution/replay/valueText'

/** Whose code was run. */
export type ReplayedCode = { readonly isOther: boolean; readonly isAsked: boolean }

const ADVICE =
  'This is not the code that ran: name the folder of the build that has it by --version DIR.'

/**
 * Says what came of a replay.
 *
 * @param replay - Done.
 * @param code - Whether it is known to be other than what ran, and whether that was asked for.
 * @returns Lines for people.
 */
export function describeReplay(replay: Replay, code: ReplayedCode): string {
  const { runId, cryplet, version, signer, observations, differences } = replay
  return [
    `${cryplet} ${version}, run ${runId}`,
    `  code      ${codeText(replay)}`,
    `  record    signed by ${signer}`,
    ...replay.values.map((value) => `  ${value.name.padEnd(9)} ${valueText(value)}`),
    ...observations.flatMap(({ observation, notRepeated }) =>
      notRepeated === undefined
        ? []
        : [
            `  ${observation.source} of ${observation.origin} was not read again: ${notRepeated}. What was recorded of it counts.`,
          ],
    ),
    '',
    ...(differences.length === 0 ? [sameText(replay)] : differTexts(replay, code)),
    ...(code.isOther && !code.isAsked ? [ADVICE] : []),
    '',
  ].join('\n')
}

function codeText({ code }: Replay): string {
  if (code.replayed === undefined) {
    return `${code.recorded}; the origins of the run are not known, so that it cannot be compared`
  }
  if (code.replayed === code.recorded) return `${code.recorded}, the same`
  return `${code.replayed}, other than what ran: ${code.recorded}`
}

function sameText({ compared, claims, observations }: Replay): string {
  const again = observations.filter(({ notRepeated }) => notRepeated === undefined).length
  const read = `${String(again)} of ${String(observations.length)} observations read again`
  return `The same, bit for bit: ${String(compared)} fields compared, ${read}, claims made again: ${String(claims)}.`
}

function differTexts(
  { differences, compared }: Replay,
  { isOther }: ReplayedCode,
): readonly string[] {
  const count = `${String(differences.length)} of ${String(compared)} fields`
  const verdict = isOther
    ? `With this code it would have been different: ${count}.`
    : `NOT the same: ${count} differ.`
  return [verdict, ...differences.flatMap(differenceLines)]
}

function differenceLines({ field, of, recorded, replayed }: Difference): readonly string[] {
  const name = of === undefined ? field : `${field} (${of})`
  return [`  ${name}`, `    recorded  ${recorded}`, `    replayed  ${replayed}`]
}
