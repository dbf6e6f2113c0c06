import { keccak256 } from 'ethers'

// The same claims are hashed over and over, in each run and in all runs; what is longer than this hardly ever is.
const LONGEST = 700
const MOST = 200_000

// Lets keccak256 remember what it has hashed: most of a run's time is spent on it otherwise.
export function keepHashes(): void {
  const hash = keccak256._
  const kept = new Map<string, ReturnType<typeof hash>>()
  keccak256.register((data) => {
    if (data.length > LONGEST) return hash(data)
    const key = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1')
    const known = kept.get(key)
    if (known !== undefined) return known
    const fresh = hash(data)
    if (kept.size >= MOST) kept.clear()
    kept.set(key, fresh)
    return fresh
  })
}
