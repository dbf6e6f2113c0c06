const { statSync } = require('node:fs')

// A short file that starts many processes would run last, alone, if size alone counted.
const LONG = [
  'flow/kill',
  'chaos/chaos',
  'contracts/consumerTwins',
  'flow/start',
  'chaos/wakes/wakes',
]

function rank(path) {
  const at = LONG.findIndex((name) => path.endsWith(`${name}.test.ts`))
  return at === -1 ? LONG.length : at
}

/** Begins with the tests that take longest; then by size, as jest does without a cache. */
module.exports = class {
  sort(tests) {
    const places = tests.map((test) => {
      const { path } = test
      return { test, rank: rank(path), size: statSync(path).size }
    })
    places.sort((a, b) => a.rank - b.rank || b.size - a.size)
    return places.map(({ test }) => test)
  }

  cacheResults() {
    // Each run begins alike, so that a slow one can be compared with the next.
  }
}
