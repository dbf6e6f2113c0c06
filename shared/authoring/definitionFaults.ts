import { isTime } from '../calendar/civil'
import type { Schedule } from '../calendar/schedule'
import { openZone } from '../calendar/zone'
import { argFaults } from './args'
import type { ChainEventWakes } from './chainEvent'
import { eventArgType } from './chainEvent'
import type { Duration } from './duration'
import type { OutputType } from './outputType'
import { isQuantityType } from './outputType'
import type { Source, Sources } from './source'
import { isUnit } from './unit'
import { placeholderFault } from './urlTemplate'
import type { WakeDeclaration } from './wake'
import { watchFaults } from './watchFaults'

type Declaration = {
  readonly name: string
  readonly version: string
  readonly wakes: readonly WakeDeclaration[]
  readonly sources: Sources
  readonly output: Readonly<Record<string, OutputType>>
}

const CAMEL_CASE = /^[a-z][A-Za-z0-9]{0,63}$/
const VERSION = /^\d+\.\d+\.\d+$/
const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/
/** 10^77 is the largest power of ten in a uint256. */
const MAX_DECIMALS = 77
const TWO_EVENTS =
  'a request and a chainEvent cannot stand together: a subscription listens to one event, and a request is one'

/**
 * Lists what is wrong with a declaration, beyond what the compiler sees.
 *
 * @param declaration - As an author wrote it.
 * @returns One text a fault; none when it is sound.
 */
export function definitionFaults(declaration: Declaration): readonly string[] {
  const { name, version, wakes, sources, output } = declaration
  return [
    ...(CAMEL_CASE.test(name) ? [] : ['its name must be camelCase, at most 64 letters and digits']),
    ...(VERSION.test(version) ? [] : [`version ${version} is not of the form 1.2.3`]),
    ...wakesFaults(declaration),
    ...Object.entries(sources).flatMap(([key, source]) =>
      [...nameFaults(key), ...sourceFaults(source), ...daysFaults(source, wakes)].map(
        (fault) => `source ${key}: ${fault}`,
      ),
    ),
    ...(Object.keys(output).length > 0 ? [] : ['it has no output']),
    ...Object.entries(output).flatMap(([key, type]) =>
      [...nameFaults(key), ...(isQuantityType(type) ? quantityFaults(type) : [])].map(
        (fault) => `output ${key}: ${fault}`,
      ),
    ),
  ]
}

function wakesFaults({ wakes, sources }: Declaration): readonly string[] {
  const kinds = wakes.map(({ kind }) => kind)
  return [
    ...(wakes.length > 0 ? [] : ['nothing wakes it']),
    ...(new Set(kinds).size === kinds.length ? [] : ['it has two wakes of one kind']),
    // One checkpoint tells how far a Cryplet's clock has come.
    ...(kinds.includes('schedule') && kinds.includes('interval')
      ? ['a schedule and an interval cannot stand together']
      : []),
    ...(kinds.includes('request') && kinds.includes('chainEvent') ? [TWO_EVENTS] : []),
    ...wakes.flatMap((wake) => wakeFaults(wake, sources)),
  ]
}

function wakeFaults(wake: WakeDeclaration, sources: Declaration['sources']): readonly string[] {
  switch (wake.kind) {
    case 'schedule':
      return scheduleFaults(wake)
    case 'interval':
      return intervalFaults(wake.everyInSeconds)
    case 'marketWatch':
      return watchFaults(wake, sources)
    case 'chainEvent':
      return eventFaults(wake)
    case 'request':
    case 'http':
      return argFaults(wake.args)
  }
}

function intervalFaults(seconds: number): readonly string[] {
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= 86_400
    ? []
    : [`an interval must be whole seconds from 1 to 86400, not ${String(seconds)}`]
}

function eventFaults({ event, args }: ChainEventWakes): readonly string[] {
  const types = Object.entries(args).map(([name, type]) => [name, eventArgType(type)] as const)
  const topics = Object.values(args).filter((type) => typeof type === 'object').length
  return [
    ...(/^[A-Za-z_$][\w$]{0,127}$/.test(event) ? [] : [`${event} is no name of an event`]),
    ...(topics <= 3 ? [] : ['an event has at most three indexed arguments']),
    ...argFaults(Object.fromEntries(types)),
  ]
}

// Trading days are those of the calendar that it wakes by.
function daysFaults({ maxAge }: Source, wakes: readonly WakeDeclaration[]): readonly string[] {
  return maxAge.kind === 'seconds' || wakes.some(({ kind }) => kind === 'schedule')
    ? []
    : ['maxAge counts business days, but no schedule says of which calendar']
}

function scheduleFaults({ at, zone }: Schedule): readonly string[] {
  if (at === 'close') return zone === undefined ? [] : ['a zone says nothing beside at: close']
  return [
    ...(isTime(at) ? [] : [`at ${String(at)} is neither close nor a time as HH:MM`]),
    ...(zone === undefined || isZone(zone)
      ? []
      : [`zone ${zone} is not an IANA time zone, as in America/New_York`]),
  ]
}

function isZone(name: string): boolean {
  try {
    return openZone(name).name === name
  } catch {
    return false
  }
}

function nameFaults(name: string): readonly string[] {
  // Integer-like keys would change places: objects list them first.
  return CAMEL_CASE.test(name) ? [] : ['its name must be camelCase']
}

function quantityFaults(type: {
  readonly unit: string
  readonly decimals: number
}): readonly string[] {
  const { unit, decimals } = type
  const isCount = Number.isInteger(decimals) && decimals >= 0 && decimals <= MAX_DECIMALS
  return [
    ...(isUnit(unit) ? [] : [`${unit} is not a unit as in USD or USD/XAU`]),
    ...(isCount ? [] : [`decimals must be 0 to ${String(MAX_DECIMALS)}, not ${String(decimals)}`]),
  ]
}

function sourceFaults(source: Source): readonly string[] {
  const pointers = { value: source.value, providerTime: source.providerTime }
  return [
    ...quantityFaults(source),
    ...Object.entries(pointers)
      .filter(([, pointer]) => !POINTER.test(pointer) || pointer === '')
      .map(([key, pointer]) => `${key} ${pointer} is not a JSON pointer as in /price`),
    ...source.urls.flatMap((url) => placeholderFault(url) ?? []),
    ...(isPositive(source.maxAge) ? [] : ['maxAge must be more than nothing']),
    ...quorumFaults(source),
    ...bodyFaults(source),
  ]
}

// Whatever else stood there would be taken for no.
function bodyFaults({ body }: { readonly body?: unknown }): readonly string[] {
  return body === undefined || body === 'public' ? [] : ['its body must be public, or not be said']
}

function isPositive(duration: Duration): boolean {
  const count = duration.kind === 'seconds' ? duration.seconds : duration.days
  return Number.isFinite(count) && count > 0
}

function quorumFaults({ urls, quorum }: Source): readonly string[] {
  const { atLeast, maxSpreadInBps } = quorum
  const isMajority = Number.isInteger(atLeast) && atLeast > urls.length / 2
  return [
    ...(urls.length > 0 ? [] : ['it has no url']),
    ...(new Set(urls).size === urls.length ? [] : ['it has the same url twice']),
    // Less than a majority would let the few wrong ones outvote the rest on a bad day.
    ...(isMajority && atLeast <= urls.length
      ? []
      : [`its quorum must be more than half of ${String(urls.length)} urls and no more than all`]),
    ...(maxSpreadInBps >= 0 && maxSpreadInBps <= 10_000
      ? []
      : ['maxSpreadInBps must be 0 to 10000']),
  ]
}
