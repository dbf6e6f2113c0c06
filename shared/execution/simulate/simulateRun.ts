import type { OutputValue } from '../../authoring/decodeOutput'
import { decodeOutput } from '../../authoring/decodeOutput'
import type { Cryplet } from '../../authoring/defineCryplet'
import { encodeOutput } from '../../authoring/encodeOutput'
import type { Quantity } from '../../authoring/quantity'
import { heardSources } from '../../authoring/silence'
import type { Source, Sources } from '../../authoring/source'
import { wakesOf } from '../../authoring/wake'
import { clip, InvalidValueError, messageOf } from '../../core/errors'
import type { Hex } from '../../core/hex'
import type { Outcome, SourceFault } from '../../sources/observation'
import { fail, succeed } from '../../sources/observation'
import { readSource } from '../../sources/readSource'
import { scaleDecimal } from '../../sources/scaleDecimal'
import { valuesOf } from '../../sources/valuesOf'
import type { ImaginedWake } from './simulatedWake'
import { simulatedWake } from './simulatedWake'

/** What a source is to say: whole bodies, read as those of a real response are, or just the number. */
export type ImaginedAnswer =
  | {
      /** One an endpoint, in the order of its URLs; fewer where some do not answer. */
      readonly bodies: readonly Uint8Array[]
    }
  | {
      /** A JSON number as text. */
      readonly value: string
    }

/** A run that somebody thought of. */
export type ImaginedRun = {
  readonly wake: ImaginedWake
  /** Unix seconds at which the last answer would have come. */
  readonly fetchedAt: number
  /** By the name of the source. */
  readonly sources: Readonly<Record<string, ImaginedAnswer>>
}

/** What a Cryplet would make of a run, or what is wrong with its sources. */
export type Simulated =
  | {
      readonly ok: true
      readonly values: readonly OutputValue[]
      /** abi.encode of the callback's arguments. */
      readonly payload: Hex
      /** The claim's, in Unix seconds. */
      readonly observedAt: number
      /** The claim's in mode `latest`. In mode `each` it is a nonce, which the fabric gives. */
      readonly sequence: string
    }
  | { readonly ok: false; readonly faults: readonly SourceFault[] }

/**
 * Runs a Cryplet on a wake and answers that somebody thought of: without network, keys or a chain.
 *
 * @param definition - Of the Cryplet.
 * @param run - Thought of.
 * @returns What would be claimed, as far as it rests on no chain and no setting; or the faults that would end it.
 * @throws WakeMismatchError, InvalidValueError when the wake is not as the Cryplet declares.
 * @throws InvalidValueError when a source has no answer, or an answer no source.
 */
export function simulateRun(definition: Cryplet, run: ImaginedRun): Simulated {
  const wake = simulatedWake(definition, run.wake)
  const heard = heardSources(definition, definition.sources, wake)
  requireSameNames(heard, run)
  const read = Object.entries(heard).map(([name, source]) => ({
    name,
    outcome: heardOf(definition, { name, source, run }),
  }))
  const faults = read.flatMap(({ name, outcome }) =>
    outcome.ok ? [] : [{ source: name, ...outcome.fault }],
  )
  if (faults.length > 0) return { ok: false, faults }
  const observed = Object.fromEntries(
    read.flatMap(({ name, outcome }) => (outcome.ok ? [[name, outcome.value] as const] : [])),
  )
  try {
    const payload = encodeOutput(definition, definition.run(observed, wake))
    const isOfSlot = Object.values(heard).every(({ asOf }) => asOf === 'slot')
    const observedAt = isOfSlot ? wake.slot : run.fetchedAt
    const claimed = { observedAt, sequence: String(BigInt(observedAt) * 1000n) }
    return { ok: true, values: decodeOutput(definition, payload), payload, ...claimed }
  } catch (error) {
    // As the container says it of a real run, of whatever a Cryplet throws.
    const detail = `the Cryplet makes no output of it: ${clip(messageOf(error))}`
    const fault = { code: 'SOURCE_VALUE_INVALID', detail, retryable: true } as const
    return { ok: false, faults: read.map(({ name }) => ({ source: name, ...fault })) }
  }
}

function requireSameNames(sources: Sources, run: ImaginedRun): void {
  const names = Object.keys(sources)
  for (const name of new Set([...names, ...Object.keys(run.sources)])) {
    if (Object.hasOwn(run.sources, name) && Object.hasOwn(sources, name)) continue
    const received = Object.hasOwn(sources, name) ? undefined : run.sources[name]
    const expected = Object.hasOwn(sources, name) ? 'an answer' : `only ${names.join(', ')}`
    throw new InvalidValueError(`sources.${name}`, expected, received)
  }
}

type Asked = { readonly name: string; readonly source: Source; readonly run: ImaginedRun }

function heardOf(definition: Cryplet, { name, source, run }: Asked): Outcome<Quantity> {
  const answer = run.sources[name] ?? { bodies: [] }
  const { unit, decimals, urls } = source
  if ('value' in answer) {
    const scaled = scaleDecimal(answer.value, decimals)
    if (scaled !== undefined) return succeed({ scaled, unit, decimals })
    return fail('SOURCE_VALUE_INVALID', `${clip(answer.value)} is no number of at most 77 digits`)
  }
  if (answer.bodies.length > urls.length) {
    const expected = `at most ${String(urls.length)}, one a URL`
    throw new InvalidValueError(`sources.${name}`, expected, answer.bodies)
  }
  const { calendar } = wakesOf(definition, 'schedule') ?? {}
  const { slot, overrides } = run.wake
  const context = { name, slot, now: run.fetchedAt, calendar, overrides }
  const answers = answer.bodies.map((bytes, index) => ({
    origin: `answer ${String(index + 1)}`,
    outcome: succeed(bytes),
  }))
  const read = readSource(source, answers, context)
  if (!read.ok) return read
  const values = valuesOf({ sources: { [name]: source } }, read.value)
  return succeed(values[name] ?? { scaled: 0n, unit, decimals })
}
