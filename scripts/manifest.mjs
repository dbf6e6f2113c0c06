// The Cryplets and the hashes of their bundles: what `codeHash` covers besides the origins
// (docs/protocol.md, section 1). Printed by `node scripts/manifest.mjs [root]`.
//
// A Cryplet's bundle is its own file, what it uses of shared/authoring, and what that uses of
// shared/calendar and shared/core; minified, so that neither a comment nor a local name moves the hash.
// Anything else is refused. A file of ours would make the hash depend on code that is none of the author's; a
// package or a module of Node would be loaded as the app has it, and the hash would cover its name alone.
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
 * @param {string} from - The repository's root.
 * @returns {Promise<{ version: 1, cryplets: { name: string, version: string, bundle: string }[] }>}
 */
export async function crypletManifest(from = root) {
  return manifestOf(await crypletBundles(from))
}

/** What crypletManifest gives, of bundles that are made already. */
export function manifestOf(bundles) {
  const cryplets = bundles.map(({ name, version, bundle }) => ({ name, version, bundle }))
  return { version: 1, cryplets }
}

/**
 * Bundles each Cryplet.
 *
 * @param {string} from - The repository's root.
 * @returns {Promise<{ name: string, version: string, bundle: string, code: Uint8Array }[]>} Each with the bytes that its
 *   hash is of: CommonJS that requires nothing.
 */
export async function crypletBundles(from = root) {
  const files = existsSync(join(from, HOME)) ? await readdir(join(from, HOME)) : []
  const names = files
    .filter((file) => file.endsWith('.ts') && file !== LIST)
    .map((file) => file.slice(0, -'.ts'.length))
    .sort()
  return Promise.all(names.map((name) => entryOf(from, name)))
}

async function entryOf(from, name) {
  const path = `${HOME}/${name}.ts`
  const { outputFiles, metafile } = await build({
    absWorkingDir: from,
    entryPoints: [path],
    bundle: true,
    // Left out only to be found below, and refused by its name.
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
  const files = Object.keys(metafile.inputs).filter((used) => used !== path && !INSIDE.test(used))
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports)
  const packages = imports.filter(({ external }) => external).map((used) => used.path)
  const foreign = [...new Set([...files, ...packages])]
  if (foreign.length > 0) {
    throw new Error(
      `${path} reaches ${foreign.join(', ')}: a Cryplet may import shared/authoring, shared/calendar and shared/core only, so that its hash covers all that it runs.`,
    )
  }
  return {
    name,
    version: await versionOf(join(from, path)),
    bundle: keccak256(outputFiles[0].contents),
    code: outputFiles[0].contents,
  }
}

/** Read as text: importing it would need its packages, and a manifest names a literal version. */
async function versionOf(path) {
  const version = /^ {2}version: '(\d+\.\d+\.\d+)',$/m.exec(await readFile(path, 'utf8'))?.[1]
  if (version === undefined) throw new Error(`${path} states no literal version.`)
  return version
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${JSON.stringify(await crypletManifest(process.argv[2]), null, 2)}\n`)
}
