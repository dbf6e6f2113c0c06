/**
 * Gives what a function throws, so that its code and data can be compared.
 *
 * @param act - Should throw.
 * @returns What it threw; undefined when it did not.
 */
export function thrownBy(act: () => unknown): unknown {
  try {
    act()
    return undefined
  } catch (error) {
    return error
  }
}
