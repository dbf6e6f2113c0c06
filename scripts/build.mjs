// Builds everything that runs, as CommonJS, into dist/:
//   fabric/, enclave/   the two deployable folders (also alone: `npm run package`)
//   local/host.js       the embedded Functions host       local/samples.js   the sample sources
//   local/serviceBus.js the Service Bus emulator
//   cli.js              the command line                  verify.js, .d.ts   the package's export ./verify
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { keccak256 } from 'ethers'
import { declarations } from './declarations.mjs'
import { crypletBundles, crypletManifest, manifestOf } from './manifest.mjs'
import { copyIfChanged, keepWritten, readJson, root, writeIfChanged } from './outputs.mjs'
import { sourcesDigest } from './sourcesDigest.cjs'

/** Azure SDK packages of the fabric: each a file of its own, loaded on first use. */
const sdk = ['@azure/data-tables', '@azure/service-bus']
const fileOf = (name) => name.replace('@azure/', '')

/** esbuild splits ESM only; this is splitting for CommonJS: import('@azure/x') becomes require('./sdk/x.js'). */
const lazySdk = (folder) => ({
  name: 'lazy-sdk',
  setup({ onResolve }) {
    onResolve({ filter: /^@azure\// }, ({ kind, path }) =>
      kind === 'dynamic-import' && sdk.includes(path)
        ? { path: `${folder}/${fileOf(path)}.js`, external: true }
        : undefined,
    )
  },
})

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs', // loads faster than ESM, and `require`, which the core hook needs, stays
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
  // import() that stays in the output becomes require(), lest it load a package's second, ESM, copy.
  supported: { 'dynamic-import': false },
  external: [
    '@azure/functions-core', // the worker, or our host, answers this require
    'secp256k1', // native: inlined it finds no prebuild, says nothing and signs 27 times slower
    'libsql', // native
    'azurite', // started as processes of their own
    '@foundry-rs/*',
  ],
}
// Minified for the cold start; class names stay, because logs and error codes show them.
const app = { ...common, minify: true, keepNames: true }

const enclave = {
  ...app,
  outdir: 'dist/enclave',
  entryPoints: { main: 'enclave/functions/index.ts' },
}

const deployable = [
  {
    ...app,
    outdir: 'dist/fabric',
    entryPoints: { main: 'functions/index.ts' },
    plugins: [lazySdk('./sdk')],
  },
  {
    ...app,
    outdir: 'dist/fabric/sdk',
    entryPoints: Object.fromEntries(sdk.map((name) => [fileOf(name), name])),
    sourcemap: false,
  },
  enclave,
  // The process in which a secret algorithm runs, beside the enclave app that starts it.
  {
    ...app,
    outdir: 'dist/enclave/sandbox',
    entryPoints: { main: 'shared/sandbox/main.ts' },
    sourcemap: false,
    // The engine's loader is an ES module, which asks where it lies.
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
  },
]

const localOnly = [
  {
    ...common,
    outdir: 'dist/local',
    entryPoints: {
      host: 'local/host/main.ts',
      samples: 'local/samples/main.ts',
      serviceBus: 'local/emulators/serviceBus/main.ts',
    },
    // Loaded by the host when an app has such triggers, and where the repository is, it is.
    external: [...common.external, '@azure/service-bus'],
  },
  {
    ...common,
    outdir: 'dist',
    entryPoints: { cli: 'cli/main.ts' },
    plugins: [lazySdk('./fabric/sdk')],
  },
  // For auditors, in Node or a browser: with nothing to load.
  {
    ...common,
    platform: 'browser',
    outdir: 'dist',
    entryPoints: { verify: 'shared/envelope/verify.ts' },
  },
]

/**
 * Bundles, and writes what has changed.
 *
 * A file that is the same is left alone: a running host may be about to load it.
 */
async function bundle(options) {
  const entryPoints = Object.fromEntries(
    Object.entries(options.entryPoints).filter(
      ([, path]) => path.startsWith('@') || existsSync(join(root, path)),
    ),
  )
  if (Object.keys(entryPoints).length === 0) return
  const { outputFiles } = await build({ ...options, entryPoints })
  await Promise.all(outputFiles.map(({ path, contents }) => writeIfChanged(path, contents)))
}

/** Puts the manifest in the place that shared/execution/builtManifest.ts keeps for it: it is measured as code is. */
const withManifest = (options, manifest) => ({
  ...options,
  // As a text: an object would leave a mark in each module of the bundle.
  define: { ...options.define, BUILT_MANIFEST: JSON.stringify(JSON.stringify(manifest)) },
})

/**
 * Bundles the enclave app in memory.
 *
 * @param manifest - As crypletManifest gives it.
 * @returns {Promise<Uint8Array>} What the build writes as dist/enclave/main.js; the simulated measurement is its keccak256.
 */
export async function enclaveMain(manifest) {
  const { outputFiles } = await build(withManifest(enclave, manifest))
  return outputFiles.find(({ path }) => path.endsWith('main.js')).contents
}

/** What stands beside main.js: the host's settings, the name of the entry, the Cryplets (for people), native code. */
async function packageFolder(folder, { hostJson, description }, manifest) {
  const { version, engines, dependencies } = await readJson('package.json')
  const about = {
    name: `cryplet-${folder}`,
    version,
    description,
    private: true,
    type: 'commonjs',
    main: 'main.js',
    engines,
    // Everything else is inside main.js.
    dependencies: { secp256k1: dependencies.secp256k1 },
  }
  const to = `dist/${folder}`
  await Promise.all([
    ...(existsSync(join(root, hostJson)) ? [copyIfChanged(hostJson, `${to}/host.json`)] : []),
    writeIfChanged(`${to}/package.json`, `${JSON.stringify(about, null, 2)}\n`),
    writeIfChanged(`${to}/manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`),
    ...nativeFiles.map((path) => copyIfChanged(path, `${to}/${path}`)),
  ])
}

// Without its own fallback in JavaScript: where no prebuild fits, the app warns of it (CRYPLET_CURVE_SLOW) and takes ours.
const nativeFiles = [
  'node_modules/secp256k1/package.json',
  'node_modules/secp256k1/LICENSE',
  'node_modules/secp256k1/index.js',
  'node_modules/secp256k1/bindings.js',
  'node_modules/secp256k1/lib',
  'node_modules/secp256k1/prebuilds',
  'node_modules/node-gyp-build/package.json',
  'node_modules/node-gyp-build/LICENSE',
  'node_modules/node-gyp-build/index.js',
  'node_modules/node-gyp-build/node-gyp-build.js',
]

/**
 * Builds.
 *
 * @param {{ deployableOnly?: boolean }} options
 */
export async function buildAll({ deployableOnly = false } = {}) {
  const digest = sourcesDigest(root)
  const cryplets = await crypletBundles()
  const manifest = manifestOf(cryplets)
  await Promise.all([
    ...[...deployable, ...(deployableOnly ? [] : localOnly)].map((options) =>
      bundle(withManifest(options, manifest)),
    ),
    packageFolder('fabric', { hostJson: 'host.json', description: 'The fabric.' }, manifest),
    // As its hash in the manifest covers it: for `cryplet replay` and `simulate`; no app loads it.
    ...cryplets.map(({ name, code }) => writeIfChanged(`dist/fabric/cryplets/${name}.js`, code)),
    packageFolder(
      'enclave',
      { hostJson: 'enclave/host.json', description: 'The confidential container.' },
      manifest,
    ),
    copyIfChanged(
      'node_modules/@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm',
      'dist/enclave/sandbox/quickjs.wasm',
    ),
    ...(deployableOnly ? [] : [declarations()]),
  ])
  // Last, so that a build that failed is not taken for a finished one.
  if (!deployableOnly) await writeIfChanged('dist/build.json', `${JSON.stringify({ digest })}\n`)
}

/** Builds the deployable folders alone, removes what no build wrote there now, and tells how large they are. */
async function packageAll() {
  await buildAll({ deployableOnly: true })
  for (const folder of ['dist/fabric', 'dist/enclave']) {
    const { files, bytes } = await keepWritten(folder)
    process.stdout.write(`${folder}: ${files} files, ${(bytes / 1e6).toFixed(1)} MB\n`)
  }
}

/** Tells what a build would give, and writes nothing: the Cryplets, and keccak256 of the enclave app's main.js. */
async function measure() {
  const manifest = await crypletManifest()
  return { manifest, enclave: keccak256(await enclaveMain(manifest)) }
}

/** Builds unless what is built is of the sources as they are. */
export async function buildIfChanged() {
  if (!(await isBuilt())) await buildAll()
}

async function isBuilt() {
  if (!existsSync(join(root, 'dist/build.json'))) return false
  return (await readJson('dist/build.json')).digest === sourcesDigest(root)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [what] = process.argv.slice(2)
  if (what === 'if-changed') await buildIfChanged()
  else if (what === 'measure') process.stdout.write(`${JSON.stringify(await measure())}\n`)
  else if (what === 'package') await packageAll()
  else await buildAll()
}
