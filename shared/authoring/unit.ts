/**
 * A unit: a name, as in `percent`, or one name over another, as in `USD/XAU` (dollars for an ounce of gold); `1` is
 * none. Names are of letters, digits, `_` and `-`.
 */
export type Unit = string

/** What stands above the line. */
type Numerator<U extends Unit> = U extends `${infer N}/${string}` ? N : U

/** What stands below it. */
type Denominator<U extends Unit> = U extends `${string}/${infer D}` ? D : '1'

type Over<N extends Unit, D extends Unit> = D extends '1' ? N : N extends D ? '1' : `${N}/${D}`

/** The unit of a product; never when nothing cancels. */
export type Product<A extends Unit, B extends Unit> = A extends '1'
  ? Over<Numerator<B>, Denominator<B>>
  : B extends '1'
    ? Over<Numerator<A>, Denominator<A>>
    : Denominator<A> extends Numerator<B>
      ? Over<Numerator<A>, Denominator<B>>
      : Denominator<B> extends Numerator<A>
        ? Over<Numerator<B>, Denominator<A>>
        : never

/** The unit upside down. */
export type Inverse<U extends Unit> =
  Numerator<U> extends '1' ? Denominator<U> : `${Denominator<U>}/${Numerator<U>}`

const PATTERN = /^[A-Za-z0-9_-]{1,32}(?:\/[A-Za-z0-9_-]{1,32})?$/

/**
 * Tells whether a text can be a unit.
 *
 * @param text - As an author wrote it.
 * @returns Whether it is one name, or two different ones with a slash between, of which the second is not `1`.
 */
export function isUnit(text: string): boolean {
  const [numerator, denominator] = text.split('/')
  // Over nothing it is the name alone, and would be told apart from it.
  return PATTERN.test(text) && numerator !== denominator && denominator !== '1'
}

/**
 * Multiplies units: `cbETH/ETH` by `ETH/USD` is `cbETH/USD`.
 *
 * @param left - A unit.
 * @param right - A unit.
 * @returns At most one name over one other; undefined when the product has more, since nothing cancels.
 */
export function productUnit(left: Unit, right: Unit): Unit | undefined {
  const [a, b] = [partsOf(left), partsOf(right)]
  const above = [a.numerator, b.numerator].filter((name) => name !== '1')
  const below = [a.denominator, b.denominator].filter((name) => name !== '1')
  for (const name of [...above]) {
    if (!below.includes(name)) continue
    above.splice(above.indexOf(name), 1)
    below.splice(below.indexOf(name), 1)
  }
  const [numerator = '1', secondNumerator] = above
  const [denominator, secondDenominator] = below
  if (secondNumerator !== undefined || secondDenominator !== undefined) return undefined
  return denominator === undefined ? numerator : `${numerator}/${denominator}`
}

/**
 * Turns a unit upside down: `USD/XAU` becomes `XAU/USD`.
 *
 * @param unit - A unit.
 * @returns Its inverse.
 */
export function inverseUnit(unit: Unit): Unit {
  const { numerator, denominator } = partsOf(unit)
  return numerator === '1' ? denominator : `${denominator}/${numerator}`
}

function partsOf(unit: Unit): { readonly numerator: string; readonly denominator: string } {
  const [numerator = '1', denominator = '1'] = unit.split('/')
  return { numerator, denominator }
}
