import { definitionFaults } from './definitionFaults'
import { CrypletDefinitionError, QuantityMismatchError } from './errors'
import type { OutputOf, Outputs, OutputType } from './outputType'
import { outputFault } from './outputType'
import type { Quantities, Quantity, QuantityType } from './quantity'
import { heardSources } from './silence'
import type { Sources } from './source'
import type { SilentSources, Wake, WakeDeclaration, WakeOf, Wakes } from './wake'

/** What its callback receives, by name, in the order of the callback's arguments. */
export type Output = Readonly<Record<string, OutputType>>

type ObservedOf<
  T extends Readonly<Record<string, Pick<QuantityType, 'unit' | 'decimals'>>>,
  Silent extends string,
> = {
  readonly [N in keyof T]:
    | Quantity<T[N]['unit'], T[N]['decimals']>
    | (N extends Silent ? undefined : never)
}

type ProducedOf<T extends Output> = { readonly [N in keyof T]: OutputOf<T[N]> }

/** What an author writes. */
export type CrypletDefinition<S extends Sources, O extends Output, W extends Wakes = Wakes> = {
  /** camelCase; file, function and registry entry have the same. */
  readonly name: string
  /** Semantic version. */
  readonly version: string
  /** `enclave`: observed and computed inside the confidential container. */
  readonly runsIn: 'enclave'
  /** What wakes it: one declaration, or several of different kinds. */
  readonly wakes: W
  readonly sources: S
  readonly output: O
  /** Pure: the same observations and the same wake give the same values. */
  readonly run: (observed: ObservedOf<S, SilentSources<W>>, wake: WakeOf<W>) => ProducedOf<O>
}

/** A checked definition, with a `run` that checks what goes in and what comes out. */
export type Cryplet = Omit<CrypletDefinition<Sources, Output>, 'run' | 'wakes'> & {
  /** At least one, each of another kind. */
  readonly wakes: readonly WakeDeclaration[]
  /** @throws QuantityMismatchError when either is not as declared. */
  readonly run: (observed: Quantities, wake: Wake) => Outputs
}

/**
 * Defines a Cryplet.
 *
 * @param definition - What wakes it, its sources, its output and what lies between.
 * @returns The same, checked.
 * @throws CrypletDefinitionError with every fault of the declaration.
 */
export function defineCryplet<
  const S extends Sources,
  const O extends Output,
  const W extends Wakes = Wakes,
>(definition: CrypletDefinition<S, O, W>): Cryplet {
  const { name, sources, output, run } = definition
  const wakes = listOf(definition.wakes)
  const faults = definitionFaults({ ...definition, wakes })
  if (faults.length > 0) throw new CrypletDefinitionError(name, faults)

  return {
    ...definition,
    wakes,
    run: (observed, wake) => {
      assertObserved(`${name}.sources`, heardSources({ wakes }, sources, wake), observed)
      // The line above has shown the first; whoever makes a wake makes it as declared (execution/wakeOf).
      const produced: Outputs = run(observed as ObservedOf<S, SilentSources<W>>, wake as WakeOf<W>)
      assertProduced(`${name}.output`, output, produced)
      return produced
    },
  }
}

function listOf(wakes: Wakes): readonly WakeDeclaration[] {
  return 'kind' in wakes ? [wakes] : wakes
}

function assertObserved(
  place: string,
  declared: Readonly<Record<string, Pick<Quantity, 'unit' | 'decimals'>>>,
  values: Quantities,
): void {
  for (const name of new Set([...Object.keys(declared), ...Object.keys(values)])) {
    const expected = textOf(declared[name])
    const received = textOf(values[name])
    if (expected !== received) {
      throw new QuantityMismatchError(`${place}.${name}`, expected, received)
    }
  }
}

function assertProduced(place: string, declared: Output, values: Outputs): void {
  for (const name of new Set([...Object.keys(declared), ...Object.keys(values)])) {
    const fault = outputFault(declared[name], values[name])
    if (fault === undefined) continue
    throw new QuantityMismatchError(`${place}.${name}`, fault.expected, fault.received)
  }
}

function textOf(quantity: Pick<Quantity, 'unit' | 'decimals'> | undefined): string {
  return quantity === undefined
    ? 'nothing'
    : `${quantity.unit} with ${String(quantity.decimals)} decimals`
}
