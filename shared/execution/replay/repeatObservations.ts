import { keccak256 } from 'ethers'
import type { Cryplet } from '../../authoring/defineCryplet'
import { wakesOf } from '../../authoring/wake'
import type { BlockFacts, ObservationFacts } from '../../envelope/provenance'
import type { Outcome } from '../../sources/observation'
import type { ReadContext } from '../../sources/readBody'
import { readResponse } from '../../sources/readSource'
import type { Comparison } from './comparison'
import type { RecordedRun } from './parseRecordedRun'
import type { RunBody } from './runDocument'

/** One observation, read again or taken as it was recorded. */
export type RepeatedObservation = {
  readonly observation: ObservationFacts
  /** Why its body was not read again; left out where it was. */
  readonly notRepeated?: string
}

/**
 * Reads the kept bodies of a run again, each as its source's declaration says. Which answers of a quorum agreed is not
 * repeated: of those that did not, nothing is kept.
 *
 * @param definition - Of the Cryplet.
 * @param run - Recorded.
 * @param seen - Gets each field of each observation.
 * @returns In the order of the record; a body that cannot be used gives what is wrong with it instead.
 * @throws CalendarRangeError when the slot lies outside the years of the calendar.
 */
export function repeatObservations(
  definition: Cryplet,
  run: RecordedRun,
  seen: Comparison,
): readonly Outcome<RepeatedObservation>[] {
  return run.record.facts.observations.map((recorded, index) => {
    const found = repeat(definition, run, recorded)
    const field = `observations[${String(index)}]`
    if (!found.ok) {
      const replayed = `${found.fault.code}: ${found.fault.detail}`
      seen.see(`${field}.value`, { of: recorded.source, recorded: recorded.value, replayed })
      return found
    }
    if (found.value.notRepeated !== undefined) return found
    compareBlocks(seen, field, { recorded, replayed: found.value.observation })
    for (const name of FIELDS) {
      const values = {
        recorded: String(recorded[name]),
        replayed: String(found.value.observation[name]),
      }
      seen.see(`${field}.${name}`, { of: recorded.source, ...values })
    }
    return found
  })
}

type Pair = { readonly recorded: ObservationFacts; readonly replayed: ObservationFacts }

function compareBlocks(seen: Comparison, field: string, { recorded, replayed }: Pair): void {
  if (recorded.block === undefined && replayed.block === undefined) return
  seen.see(`${field}.block`, {
    of: recorded.source,
    recorded: blockText(recorded.block),
    replayed: blockText(replayed.block),
  })
}

function blockText(block: BlockFacts | undefined): string {
  if (block === undefined) return 'none'
  return `${String(block.number)} (${block.hash}) of chain ${String(block.chainId)}`
}

const FIELDS = ['responseHash', 'providerTime', 'value'] as const

function repeat(
  definition: Cryplet,
  run: RecordedRun,
  recorded: ObservationFacts,
): Outcome<RepeatedObservation> {
  const { source: name, origin } = recorded
  const source = definition.sources[name]
  const body = run.bodies.find((each) => isOf(each, recorded))
  const lack = body === undefined ? 'its body is not in the record' : lackOf(body)
  const notRepeated = source === undefined ? 'this build has no such source' : lack
  if (body === undefined || !('body' in body) || source === undefined) {
    return { ok: true, value: { observation: recorded, notRepeated } }
  }
  const bytes = Buffer.from(body.body, 'base64')
  const read = readResponse(source, { origin, bytes }, contextOf(definition, run, name))
  if (read.ok) return { ok: true, value: { observation: read.value } }
  // What was changed shows by its hash, whatever can be read of it.
  const isSame = keccak256(bytes) === recorded.responseHash
  const detail = `${read.fault.detail}${isSame ? '' : '; and the body has another hash'}`
  return { ok: false, fault: { ...read.fault, detail } }
}

function contextOf(
  definition: Cryplet,
  { record, overrides }: RecordedRun,
  name: string,
): ReadContext {
  const { calendar } = wakesOf(definition, 'schedule') ?? {}
  const { fetchedAt, facts } = record
  return { name, slot: facts.wake.slot, now: fetchedAt, calendar, overrides }
}

// By its place: a body whose bytes were changed must be found as well.
function isOf(body: RunBody, { source, origin }: ObservationFacts): boolean {
  return body.source === source && body.origin === origin
}

function lackOf(body: RunBody): string {
  return 'leftOut' in body ? `its body is ${LACKS[body.leftOut]}` : ''
}

const LACKS = {
  'not public': 'not public',
  'not kept': 'not kept',
  'too large': 'too large to be kept',
  'removed by age': 'removed by age',
} as const
