import type { Service } from '../../local/stack/service'
import {
  appService,
  busService,
  chainService,
  LOCAL_CHAIN_ID,
  samplesService,
  storageConnection,
  storageService,
} from '../../local/stack/services'
import type { Arrival, Stack } from '../../local/stack/stack'
import type { ServiceKind } from '../../local/stack/state'
import { openEvidence } from '../../shared/attestation/openEvidence'
import type { Clock } from '../../shared/core/clock'
import type { Address } from '../../shared/core/hex'
import type { EnclaveLine } from '../../shared/execution/postToEnclave'
import { openSubscriptions } from '../../shared/runs/subscriptions'
import { signerFromFile } from '../../shared/signing/signerFromFile'
import { openTables } from '../../shared/store/openTables'
import { localAccount } from '../deploy/accounts'
import { admitConsumer } from '../deploy/admission'
import type { DeployChain } from '../deploy/chain'
import { connectChain } from '../deploy/chain'
import type { Consumer } from '../deploy/contracts'
import { deploy } from '../deploy/contracts'
import { requireAttestation, sendKey } from '../deploy/enclaveApp'
import { enrol } from '../deploy/enrol'
import { readPrivateKey } from '../deploy/keyFiles'
import { openRegistry } from '../deploy/registry'
import { assertChainHoldsJournal } from './checkJournal'
import type { StackPlan } from './plan'
import { enclaveApp, fabricApp } from './plan'
import type { Progress } from './progress'

/** What brings a stack up. */
export type BringUp = {
  readonly stack: Stack
  readonly plan: StackPlan
  readonly progress: Progress
  /** As NODE_ENV says: in production no simulated enclave is enrolled. */
  readonly environment: string | undefined
  readonly clock: Clock
}

/**
 * Brings the stack up: processes, contracts, enrolment, admission; what stands already is taken as it is.
 *
 * What does not depend on each other starts at once; the list shows it in the order in which a reader would ask.
 *
 * @param order - Stack and plan.
 * @throws ServiceFailedError, DeployRefusedError, EnclaveNotTrustedError and whatever the parts throw.
 */
export async function bringUp(order: BringUp): Promise<void> {
  const { stack, plan, progress } = order
  const { ports } = plan
  const chain = connectChain(`http://127.0.0.1:${String(ports.chain)}`, LOCAL_CHAIN_ID)
  const start = startAll(stack, plan)
  const show = (title: string, kind: FirstKind, what: string): Promise<Arrival> =>
    progress.step(title, start[kind], (arrival) => `${what} ${arrival}`)
  try {
    await show(
      'chain',
      'chain',
      `anvil, chain ${String(LOCAL_CHAIN_ID)}, on ${String(ports.chain)},`,
    )
    await show('storage', 'storage', `azurite, tables on ${String(ports.table)},`)
    await assertChainHoldsJournal(chain, openTables(storageConnection(ports)))
    await show('bus', 'bus', `Service Bus emulator on ${String(ports.bus)},`)
    await show('samples', 'samples', `sample sources on ${String(ports.samples)},`)
    const deployed = (count: number): string => (count === 0 ? 'there already' : 'deployed')
    await progress.step(
      'contracts',
      () => deployAll(order, chain),
      (count) => `${nameAll(plan)}, ${deployed(count)}`,
    )
    await show('enclave', 'enclave', `simulated, no hardware; on ${String(ports.enclave)},`)
    await progress.step('enrolment', () => enrolAll(order, chain), transactions)
    await progress.step(
      'admission',
      () => admitAll(order, chain),
      (callbacks) => callbacks.join(', '),
    )
    const fabric = appService(plan, ports, fabricApp(plan))
    await progress.step(
      'fabric',
      () => stack.ensure(fabric),
      (arrival) => `API on ${String(ports.fabric)}, ${arrival}`,
    )
  } finally {
    chain.provider.destroy()
  }
}

type FirstKind = Exclude<ServiceKind, 'fabric'>

// All at once; each is waited for by its own line, and until then its failure must not be an unhandled one.
function startAll(stack: Stack, plan: StackPlan): Record<FirstKind, () => Promise<Arrival>> {
  const start = (service: Service): (() => Promise<Arrival>) => {
    const arrival = stack.ensure(service)
    arrival.catch(() => undefined)
    return () => arrival
  }
  const { ports } = plan
  return {
    chain: start(chainService(plan, ports)),
    storage: start(storageService(plan, ports)),
    bus: start(busService(plan, ports)),
    samples: start(samplesService(plan, ports)),
    enclave: start(appService(plan, ports, enclaveApp(plan))),
  }
}

async function deployAll({ stack, plan }: BringUp, chain: DeployChain): Promise<number> {
  const { registry, goldNote, priceAsker, goldAlarm, publisher } = plan
  const deployed: boolean[] = []
  for (const each of [registry, goldNote, priceAsker, goldAlarm]) {
    deployed.push(await deploy(chain, each))
  }
  stack.keepDeployment({
    chainId: LOCAL_CHAIN_ID,
    registry: registry.address,
    goldNote: goldNote.address,
    priceAsker: priceAsker.address,
    goldAlarm: goldAlarm.address,
    publisher,
  })
  return deployed.filter(Boolean).length
}

async function enrolAll(
  { plan, environment, clock }: BringUp,
  chain: DeployChain,
): Promise<number> {
  const { cryplets, keys, ports, registry, enclaveBundle } = plan
  const hostSigner = await signerFromFile(keys.host)
  const line: EnclaveLine = {
    url: `http://127.0.0.1:${String(ports.enclave)}`,
    operator: hostSigner,
    clock,
  }
  const attestation = await requireAttestation(line, {
    chainId: LOCAL_CHAIN_ID,
    registry: registry.address,
    sponsor: localAccount('registrar').address as Address,
    referenceValue: enclaveBundle,
    environment,
  })
  const desk = openRegistry(chain, registry.address, clock)
  const evidence = openEvidence(openTables(storageConnection(ports)))
  const publications = await Promise.all(
    cryplets.map(async (cryplet) => ({ cryplet, signer: await signerFromFile(cryplet.keyFile) })),
  )
  await enrol(desk, { publications, attestation, hostSigner }, { clock, evidence })
  for (const { crypletId, definition, keyFile } of cryplets) {
    const privateKey = await readPrivateKey(keyFile)
    await sendKey(line, attestation, { cryplet: definition.name, crypletId, privateKey })
  }
  return desk.count()
}

async function admitAll({ plan, clock }: BringUp, chain: DeployChain): Promise<readonly string[]> {
  const subscriptions = openSubscriptions(openTables(storageConnection(plan.ports)))
  return Promise.all(
    consumersOf(plan).map(async (consumer) => {
      const { callback } = await admitConsumer(subscriptions, { chain, consumer, clock })
      return `${consumer.contract}.${callback}`
    }),
  )
}

function consumersOf({ goldNote, priceAsker, goldAlarm }: StackPlan): readonly Consumer[] {
  return [goldNote, priceAsker, goldAlarm]
}

function nameAll(plan: StackPlan): string {
  return consumersOf(plan)
    .map(({ contract, address }) => `${contract} ${address}`)
    .join(', ')
}

function transactions(count: number): string {
  const what = 'keys, code and measurement in the registry'
  return count === 0 ? `${what}, as before` : `${what}, ${String(count)} transactions`
}
