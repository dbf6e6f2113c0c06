import { InvalidValueError } from '../core/errors'
import type { Hex } from '../core/hex'
import { parseHex } from '../core/hex'
import type { Fields } from '../envelope/fields'
import { parseFields, parseList, parseText, parseWhole } from '../envelope/fields'
import type { AppraisalPolicy } from './policy'
import { PRODUCTION_POLICY } from './policy'
import type { Product, Tcb } from './snp/tcb'
import { PRODUCTS, TCB_PARTS } from './snp/tcb'

/**
 * Parses an appraisal policy: what it leaves out is as in the one for production, with which nothing may run yet.
 *
 * @param value - JSON, as AppraisalPolicy.
 * @param environment - As NODE_ENV says: in production no policy accepts simulated evidence.
 * @returns The policy.
 * @throws InvalidValueError
 */
export function parsePolicy(value: unknown, environment: string | undefined): AppraisalPolicy {
  const base = PRODUCTION_POLICY
  const fields = parseFields(value, 'policy', Object.keys(base))
  const has = (name: keyof AppraisalPolicy): boolean => fields[name] !== undefined
  return {
    name: has('name') ? parseText(fields['name'], 'policy.name') : 'own',
    allowSimulated: simulatedOf(fields['allowSimulated'], environment),
    referenceValues: has('referenceValues')
      ? parseList(fields['referenceValues'], 'policy.referenceValues', digestOf)
      : base.referenceValues,
    minimumTcb: has('minimumTcb') ? minimaOf(fields['minimumTcb']) : base.minimumTcb,
    cspIds: has('cspIds') ? textsOf(fields['cspIds'], 'policy.cspIds') : base.cspIds,
    uvm: { ...base.uvm, ...uvmOf(fields['uvm'] ?? {}) },
    maa: { ...base.maa, ...maaOf(fields['maa'] ?? {}) },
    collateral: { ...base.collateral, ...collateralOf(fields['collateral'] ?? {}) },
  }
}

function simulatedOf(value: unknown, environment: string | undefined): boolean {
  if (value === undefined || value === false) return false
  if (value === true && environment !== 'production') return true
  throw new InvalidValueError('policy.allowSimulated', 'true only outside of production', value)
}

// With or without 0x: as tools for container policies print it.
function digestOf(value: unknown, argument: string): Hex {
  const text = parseText(value, argument)
  return parseHex(text.startsWith('0x') ? text : `0x${text}`, argument, 32)
}

function textsOf(value: unknown, argument: string): readonly string[] {
  return parseList(value, argument, (each, name) => parseText(each, name))
}

function minimaOf(value: unknown): AppraisalPolicy['minimumTcb'] {
  const fields = parseFields(value, 'policy.minimumTcb', PRODUCTS)
  return Object.fromEntries(
    Object.entries(fields).map(([product, tcb]): [Product, Partial<Tcb>] => [
      product as Product, // one of them, as just seen
      tcbOf(tcb, `policy.minimumTcb.${product}`),
    ]),
  )
}

function tcbOf(value: unknown, argument: string): Partial<Tcb> {
  const fields = parseFields(value, argument, TCB_PARTS)
  return Object.fromEntries(
    Object.entries(fields).map(([part, least]) => [part, parseWhole(least, `${argument}.${part}`)]),
  )
}

function uvmOf(value: unknown): Partial<AppraisalPolicy['uvm']> {
  const fields = parseFields(value, 'policy.uvm', ['issuer', 'feed', 'minimumSvn'])
  return {
    ...texts(fields, 'policy.uvm', ['issuer', 'feed']),
    ...wholes(fields, 'policy.uvm', ['minimumSvn']),
  }
}

function maaOf(value: unknown): Partial<AppraisalPolicy['maa']> {
  const fields = parseFields(value, 'policy.maa', ['issuers', 'minimumTcb'])
  const { issuers, minimumTcb } = fields
  return {
    ...(issuers !== undefined && { issuers: textsOf(issuers, 'policy.maa.issuers') }),
    ...(minimumTcb !== undefined && { minimumTcb: tcbOf(minimumTcb, 'policy.maa.minimumTcb') }),
  }
}

function collateralOf(value: unknown): Partial<AppraisalPolicy['collateral']> {
  const names = ['warnAfterInSeconds', 'refuseAfterInSeconds'] as const
  return wholes(parseFields(value, 'policy.collateral', names), 'policy.collateral', names)
}

function texts<N extends string>(
  fields: Fields,
  argument: string,
  names: readonly N[],
): Partial<Record<N, string>> {
  return pick(
    names,
    (name) => fields[name] !== undefined,
    (name) => parseText(fields[name], `${argument}.${name}`),
  )
}

function wholes<N extends string>(
  fields: Fields,
  argument: string,
  names: readonly N[],
): Partial<Record<N, number>> {
  return pick(
    names,
    (name) => fields[name] !== undefined,
    (name) => parseWhole(fields[name], `${argument}.${name}`),
  )
}

function pick<N extends string, T>(
  names: readonly N[],
  isThere: (name: N) => boolean,
  valueOf: (name: N) => T,
): Partial<Record<N, T>> {
  const entries = names.filter(isThere).map((name) => [name, valueOf(name)] as const)
  return Object.fromEntries(entries) as Partial<Record<N, T>>
}
