// Tells one state of the sources from another by name, size and time: a few milliseconds, and it
// notices what is gone. The build leaves it in dist/build.json; cli/cryplet.cjs compares.
const { createHash } = require('node:crypto')
const { existsSync, readdirSync, statSync } = require('node:fs')
const { join } = require('node:path')

const SOURCES = [
  ...['functions', 'enclave', 'shared', 'local', 'cli', 'scripts'],
  ...['package.json', 'package-lock.json', 'host.json'],
]

/** Of the repository at `root`. */
exports.sourcesDigest = function sourcesDigest(root) {
  const hash = createHash('sha256')
  const add = (path) => {
    const stats = statSync(path)
    if (!stats.isDirectory()) {
      hash.update(`${path}\0${stats.size}\0${stats.mtimeMs}\0`)
      return
    }
    for (const name of readdirSync(path).sort()) add(join(path, name))
  }
  for (const source of SOURCES) if (existsSync(join(root, source))) add(join(root, source))
  return hash.digest('hex')
}
