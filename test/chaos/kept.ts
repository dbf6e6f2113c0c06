// Many runs make the same claims: what was made once is so for all. A run of ten thousand seeds must not keep everything.
const MOST_KEPT = 10_000

export function kept<K, T>(known: Map<K, T>, key: K, make: () => T): T {
  const found = known.get(key)
  if (found !== undefined) return found
  const made = make()
  if (known.size >= MOST_KEPT) known.clear()
  known.set(key, made)
  return made
}
