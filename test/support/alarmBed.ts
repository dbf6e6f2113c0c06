import { concat } from 'ethers'
import { localAccount } from '../../cli/deploy/accounts'
import { GOLD_ALARM_ABI } from '../../cli/deploy/contracts'
import { startSamples } from '../../local/samples/startSamples'
import { check } from '../../shared/activities/check'
import { keep } from '../../shared/activities/keep'
import { produce } from '../../shared/activities/produce'
import { record } from '../../shared/activities/record'
import { submit } from '../../shared/activities/submit'
import { watchMarket } from '../../shared/activities/watchMarket'
import type { ApiPorts } from '../../shared/api/ports'
import { goldAlarm } from '../../shared/chain/contracts.generated'
import type { Address, Hex } from '../../shared/core/hex'
import { goldWatch } from '../../shared/cryplets/goldWatch'
import { openNetwork } from '../../shared/sources/network'
import { openTables } from '../../shared/store/openTables'
import { deliver } from '../../shared/workflows/deliver'
import { portsOver } from './apiFixture'
import { startAzurite } from './azurite'
import type { Fixture } from './deployFixture'
import { deployFixture } from './deployFixture'
import type { Engine } from './engine'
import { startEngine } from './engine'
import { startAnvil } from './foundry'
import { noChain } from './noChain'
import type { VirtualClock } from './virtualClock'
import { virtualClock } from './virtualClock'
import type { Drive } from './workflowDriver'
import { driveWorkflow } from './workflowDriver'

/** The sample price is at its lowest then: 4,000 dollars; at its highest two minutes later. */
export const LOWEST = Date.UTC(2026, 10, 20, 21) / 1000

/** What GoldAlarm knows. */
export type Alarm = {
  readonly state: number
  readonly goldE8: bigint
  /** Unix seconds. */
  readonly observedAt: number
}

/** A contract that is told when gold crosses a level, on a real chain; workflows are driven by hand. */
export type AlarmBed = {
  readonly engine: Engine
  readonly alarm: Address
  /** Lets time pass in steps of five seconds, with a look after each; gives the wakes that are open then. */
  readonly watch: (forInSeconds: number) => Promise<readonly Hex[]>
  /** Drives the workflow of an open run to its end. */
  readonly run: (wakeId: Hex) => Promise<Drive>
  readonly read: () => Promise<Alarm>
  /** The price has nobody to tell it from now on. */
  readonly stopSamples: () => Promise<void>
  /** What routes work on. */
  readonly api: ApiPorts
  readonly stop: () => Promise<unknown>
}

/**
 * Starts everything, and admits the subscription of a GoldAlarm, at the lowest price.
 *
 * @returns The bed.
 */
export async function startAlarmBed(): Promise<AlarmBed> {
  const clock = virtualClock(LOWEST * 1000)
  const [azurite, anvil, samples] = await Promise.all([
    startAzurite(),
    startAnvil(['--hardfork', 'osaka', '--timestamp', String(LOWEST - 3600)]),
    startSamples(0),
  ])
  const fixture = await deployFixture(anvil.url)
  const alarm = await deployAlarm(fixture)
  const { provider } = fixture
  const call = { to: alarm, data: GOLD_ALARM_ABI.encodeFunctionData('subscription') }
  const samplesUrl = `http://127.0.0.1:${String(samples.port)}`
  const engine = startEngine({
    connection: azurite.connection,
    fixture: { ...fixture, goldNote: alarm, subscription: (await provider.call(call)) as Hex },
    chainUrl: anvil.url,
    ...{ clock, samplesUrl, definition: goldWatch },
  })
  await engine.ports.runs.subscriptions.admit({
    ...engine.subscription,
    ...{ cryplet: 'goldWatch', callback: 'onWatch(uint8,int256)' },
    ...{ maxAgeInSeconds: 3600, activatedAt: LOWEST },
  })
  const { ports, instances, cryplet } = engine
  const network = openNetwork({ allowedPrivateOrigins: [samplesUrl] })
  let areThere = true
  const stopSamples = async (): Promise<void> => {
    if (areThere) await samples.stop()
    areThere = false
  }
  return {
    ...{ engine, alarm, stopSamples },
    watch: async (forInSeconds) => {
      for (let passed = 0; passed < forInSeconds; passed += 5) {
        clock.advance(5_000)
        await watchMarket({ ...ports, instances, network, readChain: noChain }, cryplet)
      }
      await provider.send('evm_setTime', [clock.nowInMs() / 1000])
      return (await ports.runs.wakes.listOpen()).map(({ wakeId }) => wakeId)
    },
    run: (wakeId) => drive(engine, clock, wakeId),
    read: async () => {
      const data = GOLD_ALARM_ABI.encodeFunctionData('alarm')
      const answer = await provider.call({ to: alarm, data })
      const told = GOLD_ALARM_ABI.decodeFunctionResult('alarm', answer)
      const [state, goldE8, observedAt] = told.toArray().map((value) => BigInt(String(value)))
      return { state: Number(state), goldE8: goldE8 ?? 0n, observedAt: Number(observedAt) }
    },
    api: {
      ...portsOver(openTables(azurite.connection), { ...fixture, goldNote: alarm }, { clock }),
      ...{ cryplets: [cryplet], registryOf: ports.registryOf },
    },
    stop: () => Promise.all([azurite.stop(), anvil.stop(), stopSamples()]),
  }
}

async function deployAlarm({ registry, crypletId, chain }: Fixture): Promise<Address> {
  const args = GOLD_ALARM_ABI.encodeDeploy([registry, crypletId])
  const wallet = localAccount('issuer').connect(chain.provider)
  const sent = await wallet.sendTransaction({ data: concat([goldAlarm.bytecode, args]) })
  return (await sent.wait())?.contractAddress as Address
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
