/**
 * Makes something when it is first asked for, and once.
 *
 * @param make - How; its failure is not kept, so that the next use tries again: a service may be back, a file put right.
 * @returns What was made.
 */
export function onFirstUse<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined
      throw error
    })
    return made
  }
}
