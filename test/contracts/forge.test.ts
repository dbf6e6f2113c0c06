import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  goldAlarm,
  goldNote,
  priceAsker,
  trustRegistry,
} from '../../shared/chain/contracts.generated'
import { readArtifact, runForge } from './forge'

type Result = {
  readonly status: 'Success' | 'Failure' | 'Skipped'
  readonly reason: string | null
  readonly counterexample: unknown
}
type Suites = Readonly<Record<string, { readonly test_results: Readonly<Record<string, Result>> }>>

const folder = join(__dirname, '../../contracts/test')
// read, not asked for: jest wants to know its tests before the compiler has run
const declared = readdirSync(folder)
  .filter((file) => file.endsWith('.t.sol'))
  .map((file) => ({ file, names: testsIn(readFileSync(join(folder, file), 'utf8')) }))

const results = new Map<string, Result>()

beforeAll(async () => {
  const suites = JSON.parse(await runForge(['test', '--json'])) as Suites
  for (const [suite, { test_results: tests }] of Object.entries(suites)) {
    const file = /([^/]+):/.exec(suite)?.[1] ?? suite
    for (const [signature, result] of Object.entries(tests)) {
      results.set(`${file} ${signature.replace(/\(.*/, '')}`, result)
    }
  }
}, 600_000)

describe.each(declared)('$file', ({ file, names }) => {
  it.each(names)('%s', (name) => {
    expect(outcomeOf(results.get(`${file} ${name}`))).toMatchObject({ status: 'Success' })
  })
})

it('ran every Solidity test and no other', () => {
  const expected = declared.flatMap(({ file, names }) => names.map((name) => `${file} ${name}`))
  expect([...results.keys()].sort()).toEqual(expected.sort())
})

it.each([
  ['TrustRegistry', trustRegistry],
  ['GoldNote', goldNote],
  ['PriceAsker', priceAsker],
  ['GoldAlarm', goldAlarm],
])('tested the bytecode of %s that is deployed', (contract, { bytecode }) => {
  expect(readArtifact(contract, contract).bytecode).toBe(bytecode)
})

function testsIn(source: string): readonly string[] {
  const pattern = /^ {4}function ((?:test|testFuzz|invariant)_\w+)/gm
  return [...source.matchAll(pattern)].map(([, name = '']) => name)
}

// what a reader needs when a test fails; forge's own result is pages long
function outcomeOf(result: Result | undefined): object {
  if (result === undefined) return { status: 'Missing' }
  const { status, reason, counterexample } = result
  return { status, reason, counterexample }
}
