// Compiles the production contracts and writes shared/chain/contracts.generated.ts, so that nothing that runs
// needs a compiler. With --check it writes nothing and fails when the file is not what the sources give.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { forge } from './forge.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const require = createRequire(import.meta.url)
const target = 'shared/chain/contracts.generated.ts'

const exported = [
  {
    name: 'trustRegistry',
    source: 'contracts/src/TrustRegistry.sol',
    contract: 'TrustRegistry',
    doc: 'Who may seal: Cryplets, grants and keys.',
  },
  {
    name: 'attesterQuorum',
    source: 'contracts/src/registry/AttesterQuorum.sol',
    contract: 'AttesterQuorum',
    doc: 'A registrar whose word is that of m of n attesters.',
  },
  {
    name: 'goldNote',
    source: 'contracts/src/examples/GoldNote.sol',
    contract: 'GoldNote',
    doc: 'The example consumer.',
  },
  {
    name: 'priceAsker',
    source: 'contracts/src/examples/PriceAsker.sol',
    contract: 'PriceAsker',
    doc: 'The example that asks: each question is answered once.',
  },
  {
    name: 'goldAlarm',
    source: 'contracts/src/examples/GoldAlarm.sol',
    contract: 'GoldAlarm',
    doc: 'The example that is woken when gold crosses a level.',
  },
  {
    name: 'cryptoDelegate',
    source: 'contracts/src/delegate/Quarantine.sol',
    contract: 'Quarantine',
    doc: 'What every consumer has: CryptoDelegate with its module Quarantine. Abstract, so without bytecode.',
  },
]

/** Runs the one compilation that the Solidity tests use, too: what is deployed is what they tested. */
function compile() {
  const { status, stdout, stderr } = spawnSync(forge, ['build', '--deny', 'warnings'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status === 0) return
  process.stderr.write(stdout + stderr)
  process.exit(1)
}

function readArtifact({ source, contract }) {
  const path = join(root, 'dist/contracts/out', basename(source), `${contract}.json`)
  return JSON.parse(readFileSync(path, 'utf8'))
}

function render() {
  const parts = exported.map(({ name, doc, ...where }) => {
    const { abi, bytecode } = readArtifact(where)
    const fields = bytecode.object === '0x' ? { abi } : { abi, bytecode: bytecode.object }
    return `/** ${doc} */\nexport const ${name} = ${JSON.stringify(fields)} as const\n`
  })
  const head =
    '/* eslint-disable max-lines -- written by scripts/contracts.mjs; do not edit */\n' +
    `// solc ${require('solc/package.json').version}\n`
  return format([head, ...parts].join('\n'))
}

function format(text) {
  const biome = join(dirname(require.resolve('@biomejs/biome/package.json')), 'bin/biome')
  const run = spawnSync(process.execPath, [biome, 'format', `--stdin-file-path=${target}`], {
    cwd: root,
    input: text,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  if (run.status !== 0) throw new Error(`biome: ${run.stderr}`)
  return run.stdout
}

compile()
const text = render()
const path = join(root, target)
if (!process.argv.includes('--check')) {
  writeFileSync(path, text)
  process.stdout.write(`${target} is written.\n`)
} else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
  process.stderr.write(
    `${target} is not what contracts/src gives. Run "node scripts/contracts.mjs" and commit the file.\n`,
  )
  process.exit(1)
} else {
  process.stdout.write(`${target} is what contracts/src gives.\n`)
}
