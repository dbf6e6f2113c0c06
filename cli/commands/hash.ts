import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { DEFAULT_PORT_BASE, portsFrom } from '../../local/stack/ports'
import { readState } from '../../local/stack/state'
import { originsOf } from '../../shared/authoring/resolveSources'
import type { Address } from '../../shared/core/hex'
import { SettingsError } from '../../shared/core/settings'
import { BUILT_IN_CRYPLETS } from '../../shared/cryplets/builtIn'
import type { BuildManifest, BuiltCryplet } from '../../shared/execution/buildManifest'
import { parseBuildManifest } from '../../shared/execution/buildManifest'
import { CrypletUnknownError } from '../../shared/execution/errors'
import { loadCryplets } from '../../shared/execution/loadCryplets'
import { localAccount } from '../deploy/accounts'
import type { Io } from '../io'
import { stateFolder } from '../localStack'
import { readSourceUrls } from '../start/sourceUrls'

type HashArguments = { readonly json?: boolean; readonly state?: string }

/**
 * Adds `cryplet hash`.
 *
 * @param program - Gets the command.
 * @param io - Its surroundings.
 */
export function addHash(program: Command, io: Io): void {
  program
    .command('hash')
    .description('Rebuilds a Cryplet, and compares its code hash with the one of the built app.')
    .argument('<name>', 'of the Cryplet')
    .option('--state <dir>', 'folder of the stack whose sources count (.fabric)')
    .option('--json', 'write JSON')
    .action((name: string, given: HashArguments) => {
      const rebuilt = rebuildManifest(io.root)
      const built = requireBuilt(builtManifest(io.root), name)
      const code = codeOf(io, { given, name, manifest: rebuilt })
      const isSame = requireBuilt(rebuilt, name).bundle === built.bundle
      io.setExitCode(isSame ? 0 : 1)
      io.out(given.json === true ? json({ ...code, isSame }) : describeCode(code, built, isSame))
    })
}

type Code = BuiltCryplet & { readonly origins: readonly string[]; readonly codeHash: string }

function codeOf(
  io: Io,
  asked: {
    readonly given: HashArguments
    readonly name: string
    readonly manifest: BuildManifest
  },
): Code {
  const { given, name, manifest } = asked
  const ports = readState(stateFolder(io, given.state))?.ports ?? portsFrom(DEFAULT_PORT_BASE)
  const { urls, faults } = readSourceUrls(io, ports.samples)
  if (faults.length > 0) throw new SettingsError(faults)
  const publisher = localAccount('publisher').address as Address
  const loaded = loadCryplets({
    definitions: BUILT_IN_CRYPLETS.filter((cryplet) => cryplet.name === name),
    settings: urls,
    publisher,
    manifest,
  })
  const [cryplet] = loaded
  const origins = cryplet === undefined ? [] : originsOf(cryplet.sources)
  return { ...requireBuilt(manifest, name), origins, codeHash: cryplet?.codeHash ?? '' }
}

// By the same script that the build uses, in a process of its own: the bundler is no part of this command.
function rebuildManifest(root: string): BuildManifest {
  const script = join(root, 'scripts/manifest.mjs')
  return parseBuildManifest(
    JSON.parse(execFileSync(process.execPath, [script], { cwd: root, encoding: 'utf8' })),
  )
}

function builtManifest(root: string): BuildManifest {
  const path = join(root, 'dist/enclave/manifest.json')
  return parseBuildManifest(JSON.parse(readFileSync(path, 'utf8')))
}

function requireBuilt({ cryplets }: BuildManifest, name: string): BuiltCryplet {
  const found = cryplets.find((cryplet) => cryplet.name === name)
  if (found !== undefined) return found
  throw new CrypletUnknownError(
    name,
    cryplets.map((cryplet) => cryplet.name),
  )
}

function describeCode(code: Code, built: BuiltCryplet, isSame: boolean): string {
  const { name, version, bundle, origins, codeHash } = code
  const verdict = isSame ? 'the built app holds the same' : `the built app holds ${built.bundle}`
  return [
    `${name} ${version}`,
    `  bundle    ${bundle}, ${verdict}`,
    ...origins.map((origin) => `  origin    ${origin}`),
    `  codeHash  ${codeHash}`,
    '',
  ].join('\n')
}

function json(code: Code & { readonly isSame: boolean }): string {
  return `${JSON.stringify(code, null, 2)}\n`
}
