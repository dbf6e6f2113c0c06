import type { Schedule } from '../calendar/schedule'
import { definitionFaults } from './definitionFaults'
import { CrypletDefinitionError, QuantityMismatchError } from './errors'
import type { HttpJson } from './httpJson'
import { fitsAbiType, type Quantities, type Quantity, type QuantityType } from './quantity'

/** What a Cryplet reads, by name. */
export type Sources = Readonly<Record<string, HttpJson>>

/** What its callback receives, by name, in the order of the callback's arguments. */
export type Output = Readonly<Record<string, QuantityType>>

/** Why a Cryplet runs. */
export type Wake = {
  readonly kind: 'schedule'
  /** Unix seconds. */
  readonly slot: number
}

type QuantitiesOf<T extends Readonly<Record<string, Pick<QuantityType, 'unit' | 'decimals'>>>> = {
  readonly [N in keyof T]: Quantity<T[N]['unit'], T[N]['decimals']>
}

/** What an author writes. */
export type CrypletDefinition<S extends Sources, O extends Output> = {
  /** camelCase; file, function and registry entry have the same. */
  readonly name: string
  /** Semantic version. */
  readonly version: string
  /** `enclave`: observed and computed inside the confidential container. */
  readonly runsIn: 'enclave'
  readonly wakes: Schedule
  readonly sources: S
  readonly output: O
  /** Pure: the same observations give the same values. */
  readonly run: (observed: QuantitiesOf<S>, wake: Wake) => QuantitiesOf<O>
}

/** A checked definition, with a `run` that checks what goes in and what comes out. */
export type Cryplet = Omit<CrypletDefinition<Sources, Output>, 'run'> & {
  /** @throws QuantityMismatchError when either is not as declared. */
  readonly run: (observed: Quantities, wake: Wake) => Quantities
}

/**
 * Defines a Cryplet.
 *
 * @param definition - Its sources, its output and what lies between.
 * @returns The same, checked.
 * @throws CrypletDefinitionError with every fault of the declaration.
 */
export function defineCryplet<const S extends Sources, const O extends Output>(
  definition: CrypletDefinition<S, O>,
): Cryplet {
  const { name, sources, output, run } = definition
  const faults = definitionFaults(definition)
  if (faults.length > 0) throw new CrypletDefinitionError(name, faults)

  return {
    ...definition,
    run: (observed, wake) => {
      assertQuantities(`${name}.sources`, sources, observed)
      // The line above has shown it.
      const produced: Quantities = run(observed as QuantitiesOf<S>, wake)
      assertQuantities(`${name}.output`, output, produced)
      for (const [key, { abiType }] of Object.entries(output)) {
        const scaled = produced[key]?.scaled ?? 0n
        if (!fitsAbiType(scaled, abiType)) {
          throw new QuantityMismatchError(`${name}.output.${key}`, abiType, String(scaled))
        }
      }
      return produced
    },
  }
}

function assertQuantities(
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

function textOf(quantity: Pick<Quantity, 'unit' | 'decimals'> | undefined): string {
  return quantity === undefined
    ? 'nothing'
    : `${quantity.unit} with ${String(quantity.decimals)} decimals`
}
