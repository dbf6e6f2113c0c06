#!/usr/bin/env node
// The `cryplet` command: runs dist/cli.js, and builds first when the sources have changed since. But for `hash`: it
// compares the sources with what was built, and a build before would leave nothing to find.
const { spawnSync } = require('node:child_process')
const { existsSync, readFileSync } = require('node:fs')
const { join } = require('node:path')
const { sourcesDigest } = require('../scripts/sourcesDigest.cjs')

const root = join(__dirname, '..')
const main = join(root, 'dist/cli.js')

function isBuilt() {
  try {
    const { digest } = JSON.parse(readFileSync(join(root, 'dist/build.json'), 'utf8'))
    return digest === sourcesDigest(root)
  } catch {
    return false
  }
}

// What is bundled still needs its native packages, and a build needs esbuild.
if (!existsSync(join(root, 'node_modules/esbuild'))) {
  process.stderr.write(`cryplet: The dependencies are not installed: run "npm ci" in ${root}.\n`)
  process.exit(1)
}
const compares = process.argv[2] === 'hash' && existsSync(main)
if (!compares && !isBuilt()) {
  if (process.stderr.isTTY) process.stderr.write('Building …\n')
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], {
    cwd: root,
    // What a build says must not reach stdout, which may be one JSON document.
    stdio: ['ignore', 2, 'inherit'],
  })
  if (status !== 0) process.exit(status ?? 1)
}

// In this process: signals, exit code and terminal are the command's own.
process.argv[1] = main
require(main)
