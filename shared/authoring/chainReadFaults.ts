import { argFaults } from './args'
import type { ChainCall, ChainRead, ChainStorage, ReadDepth } from './chainReadType'
import type { IntegerAbiType } from './quantity'
import { fitsAbiType } from './quantity'

const FUNCTION = /^[A-Za-z_$][\w$]{0,127}\(((?:[a-z0-9]+(?:,[a-z0-9]+)*)?)\)$/
const INTEGER = /^u?int(\d{1,3})$/

/**
 * Lists what is wrong with a read of a chain, beyond what the compiler sees and what all sources have.
 *
 * @param source - As an author wrote it.
 * @returns One text a fault.
 */
export function chainReadFaults(source: ChainRead): readonly string[] {
  const { chainId, to, depth, urls } = source
  const isAddress = /^0x[0-9a-fA-F]{40}$/.test(to) || /^%[A-Z][A-Z0-9_]{2,}%$/.test(to)
  return [
    ...(Number.isSafeInteger(chainId) && chainId > 0
      ? []
      : [`${String(chainId)} is no chain's id`]),
    ...(isAddress ? [] : [`to ${to} is neither an address nor a setting as in %ORACLE%`]),
    ...depthFaults(depth),
    ...(urls.some((url) => /[{}]/.test(url)) ? ['an endpoint has no braces'] : []),
    ...('call' in source ? callFaults(source.call) : storageFaults(source.storage)),
  ]
}

function depthFaults(depth: ReadDepth): readonly string[] {
  const isTag = depth === 'safe' || depth === 'finalized'
  const isCount = typeof depth === 'number' && Number.isSafeInteger(depth) && depth >= 0
  if (isTag || (isCount && depth <= 100_000)) return []
  return [`depth must be 0 to 100000 blocks, safe or finalized, not ${String(depth)}`]
}

function callFaults({ function: signature, args = [], returns, value = 0 }: ChainCall): string[] {
  const [whole, list = ''] = FUNCTION.exec(signature) ?? []
  if (whole === undefined) return [`${signature} is no function as in priceOf(bytes32)`]
  const types = list === '' ? [] : list.split(',')
  const foreign = [...types, ...returns].filter((type) => argFaults({ type }).length > 0)
  const number = returns[value] ?? 'nothing'
  return [
    ...foreign.map((type) => `${type} is no type that a call can have`),
    ...(types.length === args.length
      ? []
      : [`${signature} takes ${String(types.length)} arguments, not ${String(args.length)}`]),
    ...types.flatMap((type, index) => givenFaults(type, args[index])),
    ...(INTEGER.test(number) ? [] : [`value ${String(value)} of what it returns is ${number}`]),
  ]
}

// What an encoder would refuse at each run.
function givenFaults(type: string, arg: string | boolean | undefined): string[] {
  if (arg === undefined) return []
  const isFit = typeof arg === 'boolean' ? type === 'bool' : patternOf(type).test(arg)
  const isWithin = !isInteger(type) || !isFit || fitsAbiType(BigInt(arg), type)
  return isFit && isWithin ? [] : [`${String(arg)} is no ${type}`]
}

function isInteger(type: string): type is IntegerAbiType {
  return INTEGER.test(type)
}

function patternOf(type: string): RegExp {
  if (isInteger(type)) return type.startsWith('u') ? /^\d{1,78}$/ : /^-?\d{1,78}$/
  return PATTERNS[type] ?? /^$(?!)/
}

const PATTERNS: Readonly<Record<string, RegExp>> = {
  address: /^0x[0-9a-fA-F]{40}$/,
  bytes32: /^0x[0-9a-fA-F]{64}$/,
  bytes: /^0x(?:[0-9a-fA-F]{2})*$/,
  string: /^[^]*$/,
}

function storageFaults({ slot, type, offset = 0 }: ChainStorage): readonly string[] {
  const bits = Number(INTEGER.exec(type)?.[1] ?? Number.NaN)
  const isInside = Number.isInteger(offset) && offset >= 0 && offset * 8 + bits <= 256
  return [
    ...(/^0x[0-9a-fA-F]{64}$/.test(slot) ? [] : [`slot ${slot} is not of 32 bytes`]),
    ...(isInside ? [] : [`${type} at byte ${String(offset)} leaves its word`]),
  ]
}
