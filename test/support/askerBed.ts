import { AbiCoder, concat, Interface } from 'ethers'
import { localAccount } from '../../cli/deploy/accounts'
import { transact } from '../../cli/deploy/chain'
import { startSamples } from '../../local/samples/startSamples'
import { answerOnce } from '../../shared/activities/answerOnce'
import { check } from '../../shared/activities/check'
import { keep } from '../../shared/activities/keep'
import { produce } from '../../shared/activities/produce'
import { pumpEvents } from '../../shared/activities/pumpEvents'
import { record } from '../../shared/activities/record'
import { submit } from '../../shared/activities/submit'
import type { ApiPorts } from '../../shared/api/ports'
import type { Cryplet } from '../../shared/authoring/defineCryplet'
import { hours } from '../../shared/authoring/duration'
import { priceAsker } from '../../shared/chain/contracts.generated'
import type { EventChain } from '../../shared/chain/events/eventChain'
import { openEventChain } from '../../shared/chain/events/eventChain'
import { openEventJournal } from '../../shared/chain/events/eventJournal'
import type { Pump } from '../../shared/chain/events/openPump'
import { openPump } from '../../shared/chain/events/openPump'
import { leaseHolder, openPumpLease } from '../../shared/chain/events/pumpLease'
import type { Depth } from '../../shared/chain/events/stream'
import { openRpc } from '../../shared/chain/openRpc'
import type { Address, Hex } from '../../shared/core/hex'
import { priceOnRequest } from '../../shared/cryplets/priceOnRequest'
import type { Subscription } from '../../shared/runs/rows'
import { openTables } from '../../shared/store/openTables'
import { deliver } from '../../shared/workflows/deliver'
import { portsOver } from './apiFixture'
import { startAzurite } from './azurite'
import type { Fixture } from './deployFixture'
import { deployFixture } from './deployFixture'
import type { Engine } from './engine'
import { startEngine } from './engine'
import { startAnvil } from './foundry'
import type { VirtualClock } from './virtualClock'
import { virtualClock } from './virtualClock'
import type { Drive } from './workflowDriver'
import { driveWorkflow } from './workflowDriver'

const START = Date.UTC(2026, 10, 20, 21) / 1000
const ABI = new Interface(priceAsker.abi)

/** A contract that asks, on a real chain, with the fabric's parts behind it; workflows are driven by hand. */
export type AskerBed = {
  readonly engine: Engine
  readonly fixture: Fixture
  readonly clock: VirtualClock
  readonly asker: Address
  readonly subscription: Subscription
  /** Asks for the price of so many thousandths of an ounce; gives the id of the request. */
  readonly ask: (amountE3: bigint) => Promise<Hex>
  /** In 1/10^8 USD; 0 while there is no answer. */
  readonly answerTo: (requestId: Hex) => Promise<bigint>
  /** One slice of the pump, of another chain besides when one is given. */
  readonly pump: (other?: EventChain) => Promise<void>
  /** Drives the workflow of an open run to its end. */
  readonly run: (wakeId: Hex) => Promise<Drive>
  /** What routes work on. */
  readonly api: ApiPorts
  readonly openWakes: () => Promise<readonly Hex[]>
  readonly stop: () => Promise<unknown>
}

/** priceOnRequest with a source that answers for the moment of asking only. */
export const priceOfNow: Cryplet = {
  ...priceOnRequest,
  sources: Object.fromEntries(
    Object.entries(priceOnRequest.sources).map(([name, source]) => [
      name,
      // The sample's time is the slot's: a test lets hours pass.
      { ...source, asOf: 'latest' as const, maxAge: hours(3) },
    ]),
  ),
}

/**
 * Starts everything, and admits the subscription of a PriceAsker.
 *
 * @param depth - How deep a request must lie.
 * @param definition - Of the Cryplet that answers.
 * @returns The bed.
 */
export async function startAskerBed(
  depth: Depth = 'instant',
  definition: Cryplet = priceOnRequest,
): Promise<AskerBed> {
  const clock = virtualClock((START + 2) * 1000)
  const [azurite, anvil, samples] = await Promise.all([
    startAzurite(),
    startAnvil(['--hardfork', 'osaka', '--timestamp', String(START - 3600)]),
    startSamples(0),
  ])
  const { connection } = azurite
  const fixture = await deployFixture(anvil.url)
  const asker = await deployAsker(fixture)
  await fixture.provider.send('evm_setTime', [START + 2])
  const call = { to: asker, data: ABI.encodeFunctionData('subscription') }
  const subscriptionId = (await fixture.provider.call(call)) as Hex
  const engine = startEngine({
    connection,
    fixture: { ...fixture, goldNote: asker, subscription: subscriptionId },
    chainUrl: anvil.url,
    clock,
    samplesUrl: `http://127.0.0.1:${String(samples.port)}`,
    definition,
  })
  const { chainId } = fixture.domain
  const fromBlock = await fixture.provider.getBlockNumber()
  const subscription = await engine.ports.runs.subscriptions.admit({
    ...engine.subscription,
    cryplet: 'priceOnRequest',
    callback: 'answer(bytes32,int256)',
    mode: 'each',
    maxAgeInSeconds: 3600,
    activatedAt: START - 3600,
    listensTo: { chainId, address: asker, fromBlock, depth },
    requiresAnchor: true,
  })
  const openTable = openTables(connection)
  const quorum = { chainId, rpcs: [openRpc({ url: anvil.url })], needed: 1 }
  const journal = openEventJournal(openTable)
  const eventChain = openEventChain({ quorum })
  const lease = openPumpLease({ openTable, clock, holder: 'test', forInMs: 15_000 })
  const pumpOf = (others: readonly EventChain[]): Pump =>
    openPump({ journal, lease, chains: [eventChain, ...others], clock })
  const own = pumpOf([])
  const { ports, instances } = engine
  // A slice ends when it would wait.
  const pause = async (): Promise<void> => {
    clock.advance(4_000)
  }
  return {
    ...{ engine, fixture, clock, asker, subscription },
    ask: (amountE3) => ask(fixture, asker, amountE3),
    answerTo: async (requestId) => {
      const data = ABI.encodeFunctionData('answerOf', [requestId])
      return BigInt(await fixture.provider.call({ to: asker, data }))
    },
    pump: (other) => {
      const pump = other === undefined ? own : pumpOf([other])
      return pumpEvents({ ...ports, instances, journal, pump, pause })
    },
    api: {
      ...portsOver(openTable, { ...fixture, goldNote: asker }, { clock }),
      cryplets: [engine.cryplet],
      answer: (wake, cryplet) => answerOnce(ports, wake, cryplet),
      events: {
        journal,
        chainOf: () => eventChain,
        holder: () => leaseHolder(openTable, clock),
      },
    },
    run: (wakeId) => drive(engine, clock, wakeId),
    openWakes: async () => (await ports.runs.wakes.listOpen()).map((wake) => wake.wakeId),
    stop: () => Promise.all([azurite.stop(), anvil.stop(), samples.stop()]),
  }
}

async function deployAsker(fixture: Fixture): Promise<Address> {
  const { registry, crypletId, chain } = fixture
  const account = localAccount('issuer')
  const args = AbiCoder.defaultAbiCoder().encode(
    ['address', 'bytes32', 'address'],
    [registry, crypletId, account.address],
  )
  const wallet = account.connect(chain.provider)
  const sent = await wallet.sendTransaction({ data: concat([priceAsker.bytecode, args]) })
  return (await sent.wait())?.contractAddress as Address
}

async function ask(fixture: Fixture, asker: Address, amountE3: bigint): Promise<Hex> {
  const { chain } = fixture
  const account = localAccount('issuer')
  const receipt = await transact(
    { chain, address: asker, abi: ABI },
    { account, method: 'ask', args: [amountE3] },
  )
  return receipt.logs[0]?.topics[2] as Hex
}

function drive(
  { ports, instances, answerBells }: Engine,
  clock: VirtualClock,
  wakeId: Hex,
): Promise<Drive> {
  const before = instances.raised.length
  return driveWorkflow(deliver, {
    input: { wakeId },
    activities: {
      produce: (input) => produce(ports, input),
      submit: (input) => submit(ports, input),
      check: (input) => check(ports, input),
      record: (input) => record(ports, input),
    },
    clock,
    whileWaiting: async () => {
      await keep(ports, instances)
      await answerBells()
      return instances.raised.length > before
    },
  })
}
