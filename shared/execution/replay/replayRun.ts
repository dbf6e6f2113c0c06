import type { OutputValue } from '../../authoring/decodeOutput'
import { decodeOutput } from '../../authoring/decodeOutput'
import type { Cryplet } from '../../authoring/defineCryplet'
import { encodeOutput } from '../../authoring/encodeOutput'
import { wakesOf } from '../../authoring/wake'
import { calendarVersion } from '../../calendar/calendars'
import { messageOf } from '../../core/errors'
import type { Address, Hex } from '../../core/hex'
import { claimDigest } from '../../envelope/claimDigest'
import { codeHash } from '../../envelope/identifiers'
import { claimToJson } from '../../envelope/parseClaim'
import type { RunFacts } from '../../envelope/provenance'
import type { SignedRecord } from '../../envelope/record'
import { valuesOf } from '../../sources/valuesOf'
import { claimOf, type RunOutcome, speaksForSlot } from '../claimOf'
import { heardBy } from '../silence'
import { wakeOf } from '../wakeOf'
import type { Difference } from './comparison'
import { Comparison } from './comparison'
import type { RecordedRun } from './parseRecordedRun'
import type { RepeatedObservation } from './repeatObservations'
import { repeatObservations } from './repeatObservations'
import { valueText } from './valueText'

/** A Cryplet as a build has it. */
export type CrypletBuild = {
  readonly definition: Cryplet
  /** keccak256 of its own minified bundle, 32 bytes. */
  readonly bundle: Hex
}

/** What came of running a Cryplet again on what was recorded. */
export type Replay = {
  readonly runId: Hex
  readonly cryplet: string
  /** Of the build that ran it again. */
  readonly version: string
  /** Of the record. */
  readonly signer: Address
  readonly code: {
    readonly recorded: Hex
    /** Of the build, with the origins of the run; left out where they are not known. */
    readonly replayed?: Hex
  }
  /** In the order of the record. */
  readonly observations: readonly RepeatedObservation[]
  /** What the Cryplet made of them; none where it could make nothing. */
  readonly values: readonly OutputValue[]
  /** How many claims were made again. */
  readonly claims: number
  /** Fields that were compared. */
  readonly compared: number
  readonly differences: readonly Difference[]
}

/**
 * Runs a Cryplet again on what was recorded, and compares each step: what the bodies say, what it makes of them, and the
 * claims that follow. Nothing but the arguments enters. The code hash is told apart from the differences: with another
 * build's code it is another, and what that changes is what is asked for.
 *
 * @param run - Recorded.
 * @param build - The code to run.
 * @returns What came out, and where it is not what was recorded.
 */
export function replayRun(run: RecordedRun, build: CrypletBuild): Replay {
  const { record, signer, cryplet } = run
  const { definition } = build
  const seen = new Comparison()
  const made = remake(definition, run, seen)
  const { observations = [], outcome } = made
  if (outcome !== undefined) compareOutcome(run, { definition, outcome, seen })
  const replayed = codeHashOf(run, build)
  return {
    runId: record.runId,
    ...{ cryplet, version: definition.version, signer },
    code: { recorded: record.codeHash, ...(replayed !== undefined && { replayed }) },
    observations,
    values: outcome === undefined ? [] : decodeOutput(definition, outcome.payload),
    claims: outcome === undefined ? 0 : run.claims.length,
    ...seen.result(),
  }
}

type Remade = {
  readonly observations?: readonly RepeatedObservation[]
  /** Left out where the Cryplet could make nothing. */
  readonly outcome?: RunOutcome
}

// Whatever goes wrong here is what this code makes of the run: a difference, not a fault of the replay.
function remake(definition: Cryplet, run: RecordedRun, seen: Comparison): Remade {
  const { facts } = run.record
  let observations: readonly RepeatedObservation[] | undefined
  try {
    const outcomes = repeatObservations(definition, run, seen)
    observations = outcomes.flatMap((each) => (each.ok ? [each.value] : []))
    if (observations.length < outcomes.length) return { observations }
    const produced = definition.run(
      valuesOf(
        { sources: heardBy(definition, definition.sources, facts.wake) },
        observations.map(({ observation }) => observation),
      ),
      wakeOf(definition, facts.wake),
    )
    const payload = encodeOutput(definition, produced)
    const record = { ...run.record, facts: factsOf(definition, run, observations) }
    seen.see('calendar', {
      recorded: facts.calendar ?? 'none',
      replayed: record.facts.calendar ?? 'none',
    })
    return {
      observations,
      outcome: { record, speaksForSlot: speaksForSlot(definition, facts.wake), payload },
    }
  } catch (error) {
    seen.see('output', { recorded: 'made', replayed: `not made: ${messageOf(error)}` })
    return observations === undefined ? {} : { observations }
  }
}

function factsOf(
  definition: Cryplet,
  { record, overrides }: RecordedRun,
  repeated: readonly RepeatedObservation[],
): RunFacts {
  const scheduled = wakesOf(definition, 'schedule')
  const observations = repeated.map(({ observation }) => observation)
  const { wake } = record.facts
  if (scheduled === undefined) return { wake, observations }
  return { wake, observations, calendar: calendarVersion(scheduled.calendar, overrides) }
}

type Compared = {
  readonly definition: Cryplet
  readonly outcome: RunOutcome
  readonly seen: Comparison
}

function compareOutcome(run: RecordedRun, { definition, outcome, seen }: Compared): void {
  const { payload } = outcome
  const recorded = run.answer ?? run.claims[0]?.claim.payload
  if (recorded !== undefined) compareValues(definition, { recorded, replayed: payload }, seen)
  if (run.answer !== undefined) seen.see('answer', { recorded: run.answer, replayed: payload })
  run.claims.forEach(({ claim, digest, terms }, index) => {
    const replayed = claimOf(outcome, terms)
    const field = `claims[${String(index)}]`
    const before = Object.entries(claimToJson(claim))
    const after = new Map(Object.entries(claimToJson(replayed)))
    for (const [name, value] of before) {
      seen.see(`${field}.${name}`, { recorded: value, replayed: after.get(name) ?? 'none' })
    }
    const again = claimDigest(replayed, terms.domain)
    seen.see(`${field}.digest`, { recorded: digest, replayed: again })
  })
}

type Payloads = { readonly recorded: Hex; readonly replayed: Hex }

// So that a person sees numbers; the payloads themselves are compared as well.
function compareValues(definition: Cryplet, payloads: Payloads, seen: Comparison): void {
  const after = decodeOutput(definition, payloads.replayed)
  const before = decodeOrNone(definition, payloads.recorded)
  after.forEach((value, index) => {
    const earlier = before[index]
    const recorded = earlier === undefined ? 'cannot be read' : valueText(earlier)
    seen.see(`values.${value.name}`, { recorded, replayed: valueText(value) })
  })
}

// Of another version's types it may be no payload at all.
function decodeOrNone(definition: Cryplet, payload: Hex): readonly OutputValue[] {
  try {
    return decodeOutput(definition, payload)
  } catch {
    return []
  }
}

function codeHashOf({ code, record }: RecordedRun, { bundle }: CrypletBuild): Hex | undefined {
  if (code.origins !== undefined) return codeHash({ bundle, origins: code.origins })
  // Of an earlier record: where each endpoint was heard, the origins are those of the observations.
  const origins = record.facts.observations.map(({ origin }) => origin)
  const likely: SignedRecord['codeHash'] = codeHash({ bundle, origins })
  return likely === record.codeHash ? likely : undefined
}
