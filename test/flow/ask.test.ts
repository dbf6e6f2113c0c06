import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonRpcProvider, Log } from 'ethers'
import { parseUnits } from 'ethers'
import { connectChain } from '../../cli/deploy/chain'
import { PRICE_ASKER_ABI } from '../../cli/deploy/contracts'
import { sampleGold } from '../../local/samples/sampleGold'
import { storageConnection } from '../../local/stack/services'
import { Stack } from '../../local/stack/stack'
import type { StackState } from '../../local/stack/state'
import { readState } from '../../local/stack/state'
import type { Address, Hex } from '../../shared/core/hex'
import { crypletId } from '../../shared/envelope/identifiers'
import type { EventFacts } from '../../shared/envelope/wakeFacts'
import { wakeColumns } from '../../shared/runs/wakeColumns'
import { openWakes } from '../../shared/runs/wakes'
import { openTables } from '../../shared/store/openTables'
import type { CliProcess } from './cli'
import { freePortBase, runCli, startCli } from './cli'

// Real processes all the way.
jest.setTimeout(120_000)

let folder: string
let running: CliProcess

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cryplet-ask-'))
  running = startCli(['start', '--state', folder, '--port-base', String(await freePortBase())])
  await running.says('The stack goes on')
})

afterAll(async () => {
  running.child.kill('SIGINT')
  await running.ended
  await new Stack(folder, stateOf(folder), { env: {} }).stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('cryplet ask, on a stack as it starts', () => {
  it('gets the answer of the fabric: enrolled, admitted, sealed, anchored and applied', async () => {
    const asking = runCli(['ask', '--amount', '2.5', '--json', '--state', folder])
    const askedAt = await wakeByQuestion(stateOf(folder))
    const { status, stdout, stderr } = await asking
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const ounce = parseUnits(String(sampleGold(String(askedAt))?.price), 8)
    expect(JSON.parse(stdout)).toMatchObject({
      amountE3: '2500',
      priceE8: String((ounce * 2_500n) / 1_000n),
    })
  })
})

function stateOf(of: string): StackState {
  const state = readState(of)
  if (state === undefined) throw new Error('No stack has started.')
  return state
}

// In the place of whatever reads events: stores the row of the wake, whose run the keeper starts. Gives the time that the
// question was asked at.
async function wakeByQuestion({ ports, deployment }: StackState): Promise<number> {
  if (deployment?.priceAsker === undefined) throw new Error('There is no PriceAsker.')
  const { chainId, priceAsker, publisher } = deployment
  const { provider } = connectChain(`http://127.0.0.1:${String(ports.chain)}`, chainId)
  try {
    const log = await firstQuestion(provider, priceAsker)
    const slot = (await provider.getBlock(log.blockNumber))?.timestamp ?? 0
    const id = crypletId(publisher, 'priceOnRequest')
    const now = Date.now()
    await openWakes(openTables(storageConnection(ports))).insert({
      ...wakeColumns(factsOf(log, { chainId, crypletId: id, slot })),
      ...{ cryplet: 'priceOnRequest', explicit: false, wokenAtInMs: now },
      retryUntil: Math.floor(now / 1000) + 60,
    })
    return slot
  } finally {
    provider.destroy()
  }
}

async function firstQuestion(provider: JsonRpcProvider, address: Address): Promise<Log> {
  const topics = PRICE_ASKER_ABI.encodeFilterTopics('CrypletRequested', [])
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline) {
    const [log] = await provider.getLogs({ address, topics, fromBlock: 0 })
    if (log !== undefined) return log
  }
  throw new Error('Nothing was asked.')
}

type Circumstances = Pick<EventFacts, 'crypletId' | 'slot'> & { readonly chainId: number }

function factsOf(log: Log, { chainId, ...facts }: Circumstances): EventFacts {
  const address = log.address as Address
  const topics = log.topics as readonly Hex[]
  const [, subscription = '0x'] = topics
  return {
    kind: 'chainEvent',
    ...facts,
    event: {
      ...{ chainId, blockNumber: log.blockNumber, blockHash: log.blockHash as Hex },
      ...{ transaction: log.transactionHash as Hex, logIndex: log.index },
      ...{ address, topics, data: log.data as Hex },
    },
    target: { chainId, receiver: address, subscription },
    generation: 0,
  }
}
