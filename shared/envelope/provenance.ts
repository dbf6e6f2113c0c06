import { type Hex, parseHex } from '../core/hex'
import { hashJson } from '../core/ids'
import { parseFields, parseList, parseText, parseWhole } from './fields'
import { parseWakeFacts, type WakeFacts } from './wakeFacts'

/** A block of a chain, as it is hashed. */
export type BlockFacts = {
  readonly chainId: number
  readonly number: number
  /** 32 bytes. */
  readonly hash: Hex
}

/** One response that was read, as it is hashed. */
export type ObservationFacts = {
  /** Name of the source in the definition. */
  readonly source: string
  /** Scheme, host and port; of a contract `eip155:<chain>:<address>`. */
  readonly origin: string
  /** keccak256 of the body's bytes. */
  readonly responseHash: Hex
  /** Unix seconds, as the provider said. */
  readonly providerTime: number
  /** Scaled integer in decimal digits. */
  readonly value: string
  /** Where it was read; only of what is read on a chain. */
  readonly block?: BlockFacts
}

/** The public part of a run record (docs/protocol.md, section 1). */
export type RunFacts = {
  readonly wake: WakeFacts
  readonly observations: readonly ObservationFacts[]
  /** Name and version, as in `XNYS@1`, and the hash of the operator's overrides if there were any; left out when no calendar was asked. */
  readonly calendar?: string
}

/**
 * Hashes the public part of a run record to the claim's `provenance`.
 *
 * @param facts - What the run rests on.
 * @returns 32 bytes.
 */
export function provenanceHash(facts: RunFacts): Hex {
  return hashJson(facts)
}

/**
 * Parses the public part of a run record. A foreign member is refused: dropped, it would change the hash.
 *
 * @param value - As it is hashed.
 * @returns The facts.
 * @throws InvalidValueError when a field is missing, foreign or not what its type asks for.
 */
export function parseRunFacts(value: unknown): RunFacts {
  const fields = parseFields(value, 'run', ['wake', 'observations', 'calendar'])
  const calendar = fields['calendar']
  return {
    wake: parseWakeFacts(fields['wake']),
    observations: parseList(fields['observations'], 'run.observations', parseObservation),
    ...(calendar === undefined ? {} : { calendar: parseText(calendar, 'run.calendar') }),
  }
}

function parseObservation(value: unknown, argument: string): ObservationFacts {
  const fields = parseFields(value, argument, OBSERVATION_FIELDS)
  const block = fields['block']
  return {
    source: parseText(fields['source'], `${argument}.source`),
    origin: parseText(fields['origin'], `${argument}.origin`),
    responseHash: parseHex(fields['responseHash'], `${argument}.responseHash`, 32),
    providerTime: parseWhole(fields['providerTime'], `${argument}.providerTime`),
    value: parseText(fields['value'], `${argument}.value`, /^-?\d{1,78}$/),
    ...(block !== undefined && { block: parseBlock(block, `${argument}.block`) }),
  }
}

function parseBlock(value: unknown, argument: string): BlockFacts {
  const fields = parseFields(value, argument, ['chainId', 'number', 'hash'])
  return {
    chainId: parseWhole(fields['chainId'], `${argument}.chainId`),
    number: parseWhole(fields['number'], `${argument}.number`),
    hash: parseHex(fields['hash'], `${argument}.hash`, 32),
  }
}

const OBSERVATION_FIELDS: readonly (keyof ObservationFacts)[] = [
  'source',
  'origin',
  'responseHash',
  'providerTime',
  'value',
  'block',
]
