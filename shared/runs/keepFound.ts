/**
 * Remembers what was read of rows that never change once they are there; the oldest is forgotten first.
 *
 * @param read - Gives undefined while there is nothing: that is asked again.
 * @param limit - How many at most.
 * @param isLasting - Tells which are never removed; all when left out.
 * @returns The same, with fewer questions.
 */
export function keepFound<Key, Found>(
  read: (key: Key) => Promise<Found | undefined>,
  limit: number,
  isLasting: (found: Found) => boolean = () => true,
): (key: Key) => Promise<Found | undefined> {
  const kept = new Map<Key, Found>()
  return async (key) => {
    const known = kept.get(key)
    if (known !== undefined) return known
    const found = await read(key)
    if (found === undefined || !isLasting(found)) return found
    kept.set(key, found)
    for (const oldest of kept.keys()) {
      if (kept.size <= limit) break
      kept.delete(oldest)
    }
    return found
  }
}
