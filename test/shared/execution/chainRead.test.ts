import { chainRead } from '../../../shared/authoring/chainRead'
import type { ChainCall, ReadDepth } from '../../../shared/authoring/chainReadType'
import { defineCryplet } from '../../../shared/authoring/defineCryplet'
import { minutes } from '../../../shared/authoring/duration'
import { interval } from '../../../shared/authoring/interval'
import { quantity } from '../../../shared/authoring/quantity'
import { originsOf } from '../../../shared/authoring/resolveSources'
import { openRpc } from '../../../shared/chain/openRpc'
import { openReads } from '../../../shared/chain/reads/openReads'
import { parseRunFacts, provenanceHash } from '../../../shared/envelope/provenance'
import type { WakeFacts } from '../../../shared/envelope/wakeFacts'
import type { LoadedCryplet } from '../../../shared/execution/loadCryplets'
import { loadCryplets } from '../../../shared/execution/loadCryplets'
import { parseRecordedRun } from '../../../shared/execution/replay/parseRecordedRun'
import { replayRun } from '../../../shared/execution/replay/replayRun'
import { simulateRun } from '../../../shared/execution/simulate/simulateRun'
import { parseRecordRow } from '../../../shared/runs/rows'
import { recover } from '../../../shared/signing/recover'
import type { ReadChain } from '../../../shared/sources/chainReader'
import { BUNDLE, PUBLISHER, SLOT } from '../../support/enclaveFixture'
import type { Anvil } from '../../support/foundry'
import { startAnvil } from '../../support/foundry'
import type { Oracle } from '../../support/oracle'
import { layOracle, WORD } from '../../support/oracle'
import { documentOf, observeOnce, withBody } from '../../support/replayBed'
import type { RpcFault } from '../../support/rpcProxy'
import { faultyRpc } from '../../support/rpcProxy'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const URLS = ['https://a.example/key', 'https://b.example/key', 'https://c.example/key'] as const
const PRICE = 408_355_000_000n

let anvil: Anvil
let oracle: Oracle

// The price stands a minute before the slot, and another one a minute after it.
beforeAll(async () => {
  anvil = await startAnvil(['--timestamp', String(SLOT - 600)])
  oracle = await layOracle(anvil.url)
  await oracle.say(PRICE, SLOT - 60)
  await oracle.say(PRICE + 1n, SLOT + 60)
})

afterAll(async () => {
  oracle.provider.destroy()
  await anvil.stop()
})

type Declared = { readonly call?: ChainCall; readonly depth?: ReadDepth; readonly maxAge?: number }

const CALL: ChainCall = { function: 'price()', returns: ['int256'] }

// A Cryplet that says what a contract says.
function load({ call = CALL, depth = 0, maxAge = 5 }: Declared = {}): LoadedCryplet {
  const price = chainRead({
    ...{ chain: 31_337, url: ['%RPC_A%', '%RPC_B%', '%RPC_C%'], quorum: { atLeast: 2 } },
    ...{ to: '%ORACLE%', call, unit: 'USD/XAU', decimals: 8, asOf: 'slot', depth },
    maxAge: minutes(maxAge),
  })
  const definition = defineCryplet({
    ...{
      name: 'onChain',
      version: '1.0.0',
      runsIn: 'enclave',
      wakes: interval({ every: minutes(5) }),
    },
    sources: { price },
    output: { price: quantity('int256', 'USD/XAU', 8) },
    run: (observed) => observed,
  })
  const [a, b, c] = URLS
  const [cryplet] = loadCryplets({
    definitions: [definition],
    settings: { RPC_A: a, RPC_B: b, RPC_C: c, ORACLE: oracle.address },
    publisher: PUBLISHER,
    manifest: { version: 1, cryplets: [{ name: 'onChain', version: '1.0.0', bundle: BUNDLE }] },
  })
  if (cryplet === undefined) throw new Error('nothing was loaded')
  return cryplet
}

function wakeAt({ crypletId }: LoadedCryplet, slot = SLOT): WakeFacts {
  return { kind: 'interval', crypletId, slot }
}

// All three endpoints are the same anvil, some behind a fault.
function readThrough(...faults: readonly (RpcFault | undefined)[]): ReadChain {
  const real = openRpc({ url: anvil.url })
  return openReads((url) => faultyRpc(real, faults[URLS.findIndex((each) => each === url)], url))
}

const forging = (result: string): RpcFault => ({
  ...{ kind: 'lying', method: 'eth_call' },
  lie: () => `0x${result.repeat(64)}`,
})

describe('a Cryplet that reads a chain', () => {
  it('states the contract at the last block before its slot, and which block that was', async () => {
    const cryplet = load()
    const { record } = await observeOnce(cryplet, wakeAt(cryplet), { readChain: readThrough() })
    const block = await oracle.provider.getBlock(1)
    expect(record.facts.observations).toEqual([
      {
        source: 'price',
        origin: `eip155:31337:${oracle.address.toLowerCase()}`,
        responseHash: expect.stringMatching(/^0x[0-9a-f]{64}$/) as unknown,
        providerTime: SLOT - 60,
        value: String(PRICE),
        block: { chainId: 31_337, number: 1, hash: block?.hash },
      },
    ])
  })

  it('keeps the block wherever the record goes: in its hash, in storage and over HTTP', async () => {
    const cryplet = load()
    const { record } = await observeOnce(cryplet, wakeAt(cryplet), { readChain: readThrough() })
    const stored = JSON.parse(JSON.stringify({ record })) as { readonly record: never }
    expect(parseRecordRow(stored)).toEqual(record)
    const parsed = parseRunFacts(stored.record['facts'])
    expect(provenanceHash(parsed)).toBe(provenanceHash(record.facts))
    const [observation] = parsed.observations
    const { block, ...rest } = observation ?? {}
    expect(block).toBeDefined()
    expect(provenanceHash({ ...parsed, observations: [rest as never] })).not.toBe(
      provenanceHash(record.facts),
    )
    const foreign = { ...parsed, observations: [{ ...observation, block: { ...block, fork: 1 } }] }
    expect(() => parseRunFacts(foreign)).toThrow('observations[0].block')
  })

  it('binds endpoints, chain and contract by its code hash', () => {
    const { sources } = load()
    expect(originsOf(sources)).toEqual([
      `eip155:31337:${oracle.address.toLowerCase()}`,
      ...['https://a.example', 'https://b.example', 'https://c.example'],
    ])
  })

  it('is replayed bit for bit, and its document must answer what is declared', async () => {
    const cryplet = load()
    const seen = await observeOnce(cryplet, wakeAt(cryplet), { readChain: readThrough() })
    const document = await documentOf(cryplet, seen)
    const build = { definition: cryplet.definition, bundle: BUNDLE }
    const replay = replayRun(parseRecordedRun(document, recover), build)
    expect([replay.differences, replay.code.replayed]).toEqual([[], cryplet.codeHash])
    expect(replay.observations).toMatchObject([{ observation: { block: { number: 1 } } }])

    const forged: readonly (readonly [string, string])[] = [
      ['"value":"4083.55', '"value":"4083.56'],
      [PRICE.toString(16), (PRICE + 1n).toString(16)],
      ['"chainId":31337', '"chainId":1'],
      ['"data":"0xa035b1fe"', '"data":"0xa035b1ff"'],
      [oracle.address.toLowerCase(), `0x${'11'.repeat(20)}`],
    ]
    for (const [from, to] of forged) {
      const changed = withBody(document, 0, (text) => text.replace(from, to))
      const [difference] = replayRun(parseRecordedRun(changed, recover), build).differences
      expect(difference?.replayed).toMatch(/^SOURCE_VALUE_INVALID: .*another hash$/)
    }
  })

  it('shows another block in its document as another', async () => {
    const cryplet = load()
    const seen = await observeOnce(cryplet, wakeAt(cryplet), { readChain: readThrough() })
    const document = await documentOf(cryplet, seen)
    const changed = withBody(document, 0, (text) =>
      text.replace('"blockNumber":1', '"blockNumber":2'),
    )
    const build = { definition: cryplet.definition, bundle: BUNDLE }
    const fields = replayRun(parseRecordedRun(changed, recover), build).differences
    expect(fields.map(({ field }) => field)).toContain('observations[0].block')
  })

  it('is right though one endpoint of three lies', async () => {
    const cryplet = load()
    const honest = await observeOnce(cryplet, wakeAt(cryplet), { readChain: readThrough() })
    const readChain = readThrough(forging('f'))
    const seen = await observeOnce(cryplet, wakeAt(cryplet), { readChain })
    expect(seen.record.facts).toEqual(honest.record.facts)
  })

  it.each([
    [
      'two endpoints lie, each in its own way',
      {},
      'SOURCE_QUORUM: The endpoints of chain 31337 contradict',
    ],
    ['two endpoints are dead', {}, 'SOURCE_UNREACHABLE: Chain 31337 did not answer'],
    [
      'the last block is too old',
      { maxAge: 0.5 },
      'SOURCE_STALE: 60 s old; at most 30 are allowed',
    ],
    ['only the first block is deep enough', { depth: 100 }, 'SOURCE_STALE: 600 s old'],
    [
      'the types are others',
      { call: { function: 'price()', returns: ['int256', 'int256'] } },
      'SOURCE_VALUE_INVALID',
    ],
  ] as const)('signs nothing when %s', async (what, declared, fault) => {
    const cryplet = load(declared)
    const dead: RpcFault = { kind: 'dead' }
    const faults = what.includes('lie') ? [forging('e'), forging('f')] : []
    const readChain = readThrough(...(what.includes('dead') ? [dead, dead] : faults))
    await expect(observeOnce(cryplet, wakeAt(cryplet), { readChain })).rejects.toThrow(fault)
  })

  it('is simulated on a number alone', () => {
    const { definition } = load()
    const wake = { kind: 'interval', slot: SLOT }
    const run = { wake, fetchedAt: SLOT, sources: { price: { value: '4083.55' } } }
    expect(simulateRun(definition, run)).toMatchObject({ values: [{ value: String(PRICE) }] })
  })
})

describe('chainRead', () => {
  const base = {
    ...{ chain: 1, url: 'https://a.example', to: `0x${'11'.repeat(20)}`, unit: 'USD', decimals: 8 },
    ...{ asOf: 'latest' as const, depth: 1, maxAge: minutes(1) },
  }
  const storage = { slot: WORD, type: 'uint128' } as const

  it('takes calls with arguments, and words that are packed', () => {
    const args = ['7', true, `0x${'22'.repeat(20)}`, `0x${'33'.repeat(32)}`, 'text', '0x4455']
    const call = {
      function: 'priceOf(uint8,bool,address,bytes32,string,bytes)',
      ...{ args, returns: ['bool', 'int256'] as const, value: 1 },
    }
    expect(chainRead({ ...base, call })).toMatchObject({ kind: 'chainRead', chainId: 1, call })
    expect(chainRead({ ...base, storage: { ...storage, offset: 16 } })).toHaveProperty('storage')
  })

  it.each([
    ['a chain that is none', { chain: 0 }, "0 is no chain's id"],
    ['an address that is none', { to: '0x11' }, 'to 0x11 is neither an address nor a setting'],
    ['a negative depth', { depth: -1 }, 'depth must be'],
    ['a slot in an endpoint', { url: 'https://a.example/{slot}' }, 'an endpoint has no braces'],
    ['a slot that is short', { storage: { ...storage, slot: '0x00' as const } }, 'slot 0x00'],
    ['a type that leaves its word', { storage: { ...storage, offset: 17 } }, 'leaves its word'],
  ])('refuses %s', (_, changes, fault) => {
    expect(() => chainRead({ ...base, storage, ...changes })).toThrow(fault)
  })

  it.each([
    [{ function: 'price' }, 'price is no function'],
    [{ function: 'price(uint)' }, 'uint is no type'],
    [{ function: 'price(uint8)' }, 'takes 1 arguments, not 0'],
    [{ function: 'price(uint8)', args: ['-1'] }, '-1 is no uint8'],
    [{ function: 'price(uint8)', args: ['256'] }, '256 is no uint8'],
    [{ function: 'price(int8)', args: ['-129'] }, '-129 is no int8'],
    [{ function: 'price(bool)', args: ['yes'] }, 'yes is no bool'],
    [{ function: 'price(address)', args: ['me'] }, 'me is no address'],
    [{ returns: ['bool'] as const }, 'value 0 of what it returns is bool'],
    [{ value: 1 }, 'value 1 of what it returns is nothing'],
  ])('refuses the call %p', (changes, fault) => {
    expect(() => chainRead({ ...base, call: { ...CALL, ...changes } })).toThrow(fault)
  })
})
