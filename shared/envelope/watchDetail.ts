import { InvalidValueError } from '../core/errors'
import { parseFields, parseText, parseWhole } from './fields'

type Common = {
  /** The how-manieth wake of this watch it is, from 1. */
  readonly number: number
  /** Name of the source in the definition. */
  readonly source: string
  /** Name of the condition in the definition. */
  readonly met: string
}

/** The host saw a value that a condition asked for. */
export type ValueMet = Common & {
  readonly condition: 'crossesUp' | 'crossesDown' | 'movedBy'
  readonly direction: 'up' | 'down'
  /** Scaled integer in decimal digits, as are observations: the median of what answered. */
  readonly value: string
  /** The level; of a movement, the value that it began at. Scaled in the same way. */
  readonly reference: string
}

/** The host got no usable answer for so long. */
export type SilenceMet = Common & {
  readonly condition: 'silentFor'
  /** Unix seconds of the last look that was answered, or with which an unbroken row of looks began. */
  readonly since: number
}

/** What a watch found. All of it is the host's word. */
export type WatchDetail = ValueMet | SilenceMet

/**
 * Parses what a watch found.
 *
 * @param value - As it is hashed.
 * @returns What it found.
 * @throws InvalidValueError when a field is missing, foreign, not what its type asks for, or contradicts another.
 */
export function parseWatchDetail(value: unknown): WatchDetail {
  const all = parseFields(value, 'wake.watch')
  const { condition } = all
  if (condition === 'silentFor') {
    const fields = parseFields(value, 'wake.watch', SILENCE)
    return {
      ...parseCommon(fields),
      condition,
      since: parseWhole(fields['since'], 'wake.watch.since'),
    }
  }
  if (condition !== 'crossesUp' && condition !== 'crossesDown' && condition !== 'movedBy') {
    throw new InvalidValueError('wake.watch.condition', CONDITIONS, condition)
  }
  const fields = parseFields(value, 'wake.watch', VALUE)
  const met: ValueMet = {
    ...parseCommon(fields),
    condition,
    direction: parseDirection(fields['direction'], condition),
    value: parseText(fields['value'], 'wake.watch.value', INTEGER),
    reference: parseText(fields['reference'], 'wake.watch.reference', INTEGER),
  }
  const rise = BigInt(met.value) - BigInt(met.reference)
  if (met.direction === 'up' ? rise < 0n : rise > 0n) {
    const expected = `what lies ${met.direction} from ${met.reference}`
    throw new InvalidValueError('wake.watch.value', expected, met.value)
  }
  return met
}

function parseCommon(fields: { readonly [name: string]: unknown }): Common {
  return {
    number: parseWhole(fields['number'], 'wake.watch.number'),
    source: parseText(fields['source'], 'wake.watch.source', NAME),
    met: parseText(fields['met'], 'wake.watch.met', NAME),
  }
}

function parseDirection(
  direction: unknown,
  condition: ValueMet['condition'],
): ValueMet['direction'] {
  const only = { crossesUp: 'up', crossesDown: 'down', movedBy: undefined }[condition]
  if ((direction === 'up' || direction === 'down') && (only ?? direction) === direction) {
    return direction
  }
  throw new InvalidValueError('wake.watch.direction', only ?? 'up or down', direction)
}

const CONDITIONS = 'crossesUp, crossesDown, movedBy or silentFor'
const NAME = /^[a-z][A-Za-z0-9]{0,63}$/
// One way to write each, so that a hash is of one value.
const INTEGER = /^(?:0|-?[1-9]\d{0,77})$/
const COMMON = ['number', 'source', 'met', 'condition']
const SILENCE: readonly string[] = [...COMMON, 'since']
const VALUE: readonly string[] = [...COMMON, 'direction', 'value', 'reference']
