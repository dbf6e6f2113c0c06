// Compiles the production contracts and writes shared/chain/contracts.generated.ts, so that nothing that runs
// needs a compiler. With --check it writes nothing and fails when the file is not what the sources give.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const require = createRequire(import.meta.url)
const target = 'shared/chain/contracts.generated.ts'

/** The same as in foundry.toml: test/contracts/forge.test.ts compares the bytecode that both give. */
const settings = {
  evmVersion: 'osaka',
  viaIR: true,
  optimizer: { enabled: true, runs: 200 },
  // Metadata would put a hash of the sources, comments included, behind the code.
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  remappings: ['@openzeppelin/=node_modules/@openzeppelin/'],
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
}

const exported = [
  {
    name: 'trustRegistry',
    source: 'contracts/src/TrustRegistry.sol',
    contract: 'TrustRegistry',
    doc: 'Who may seal: Cryplets, grants and keys.',
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

function compile() {
  const solc = require('solc')
  const read = (path) => readFileSync(join(root, path), 'utf8')
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(exported.map(({ source }) => [source, { content: read(source) }])),
    settings,
  }
  const find = (path) => {
    try {
      return { contents: read(path) }
    } catch (error) {
      return { error: error.message }
    }
  }
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: find }))
  const faults = output.errors ?? []
  for (const { formattedMessage } of faults) process.stderr.write(formattedMessage)
  if (faults.length > 0) process.exit(1)
  return output.contracts
}

function render(contracts) {
  const parts = exported.map(({ name, source, contract, doc }) => {
    const { abi, evm } = contracts[source][contract]
    const code = evm.bytecode.object
    const fields = code === '' ? { abi } : { abi, bytecode: `0x${code}` }
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

const text = render(compile())
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
