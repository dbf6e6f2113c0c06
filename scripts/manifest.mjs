// The Cryplets and the hashes of their bundles: what `codeHash` covers besides the origins
// (docs/protocol.md, section 1). Printed by `node scripts/manifest.mjs`.
//
// A Cryplet's bundle is its own file, what it uses of shared/authoring, and what that uses of
// shared/calendar and shared/core; minified, so that neither a comment nor a local name moves the hash.
// Packages stay outside: the lock file pins them, and the enclave's measurement covers them. Anything
// else inside is refused: it would make the hash depend on code that is none of the author's.
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { keccak256 } from 'ethers'
import { root } from './outputs.mjs'

const HOME = 'shared/cryplets'
// A list of the Cryplets, not one of them.
const LIST = 'builtIn.ts'
const INSIDE = /^shared\/(?:authoring|calendar|core)\//

/**
 * Bundles each Cryplet and hashes it.
 *
 * @returns {Promise<{ version: 1, cryplets: { name: string, version: string, bundle: string }[] }>}
 */
export async function crypletManifest() {
  const files = existsSync(join(root, HOME)) ? await readdir(join(root, HOME)) : []
  const names = files
    .filter((file) => file.endsWith('.ts') && file !== LIST)
    .map((file) => file.slice(0, -'.ts'.length))
    .sort()
  return { version: 1, cryplets: await Promise.all(names.map(entryOf)) }
}

async function entryOf(name) {
  const path = `${HOME}/${name}.ts`
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [path],
    bundle: true,
    packages: 'external',
    platform: 'neutral',
    format: 'cjs',
    target: 'es2023',
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
    write: false,
  })
  const foreign = Object.keys(metafile.inputs).filter((used) => used !== path && !INSIDE.test(used))
  if (foreign.length > 0) {
    throw new Error(
      `${path} reaches ${foreign.join(', ')}: a Cryplet's bundle holds the Cryplet and shared/authoring only.`,
    )
  }
  return { name, version: await versionOf(path), bundle: keccak256(outputFiles[0].contents) }
}

/** Read as text: importing it would need its packages, and a manifest names a literal version. */
async function versionOf(path) {
  const version = /^ {2}version: '(\d+\.\d+\.\d+)',$/m.exec(
    await readFile(join(root, path), 'utf8'),
  )?.[1]
  if (version === undefined) throw new Error(`${path} states no literal version.`)
  return version
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${JSON.stringify(await crypletManifest(), null, 2)}\n`)
}
