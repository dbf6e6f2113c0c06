import { id, JsonRpcProvider } from 'ethers'
import type { ApiPorts } from '../../../shared/api/ports'
import type { Journal } from '../../../shared/chain/lanes/journal'
import type { LaneDelivery, LaneRow } from '../../../shared/chain/lanes/rows'
import type { Hex } from '../../../shared/core/hex'
import type { ContractReader } from '../../../shared/registry/readContract'
import { registryAbi } from '../../../shared/registry/registryAbi'
import type { Delivery } from '../../../shared/runs/rows'
import {
  ask,
  type FixturePorts,
  insertDelivery,
  insertEnvelope,
  openPorts,
} from '../../support/apiFixture'
import { type Azurite, startAzurite } from '../../support/azurite'
import { deployFixture, type Fixture } from '../../support/deployFixture'
import { type Anvil, startAnvil } from '../../support/foundry'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

describe('a delivery, as the API tells of it', () => {
  let azurite: Azurite
  let anvil: Anvil
  let fixture: Fixture
  let nowhere: JsonRpcProvider

  beforeAll(async () => {
    ;[azurite, anvil] = await Promise.all([startAzurite(), startAnvil()])
    fixture = await deployFixture(anvil.url)
    nowhere = new JsonRpcProvider('http://127.0.0.1:9', 31_337, { staticNetwork: true })
  }, 30_000)

  afterAll(async () => {
    nowhere.destroy()
    fixture.provider.destroy()
    await Promise.all([azurite.stop(), anvil.stop()])
  })

  const readerAt = (provider: JsonRpcProvider): ContractReader => ({
    ...{ provider, address: fixture.registry, abi: registryAbi },
    at: 'latest',
  })
  const open = (overrides: Partial<ApiPorts> = {}): FixturePorts =>
    openPorts(azurite.connection, fixture, overrides)

  type Page = { readonly deliveries: readonly object[] }

  // Both routes say the same of it.
  async function told(ports: ApiPorts, { deliveryId }: Delivery): Promise<object> {
    const [summary = {}, ...others] = ((await ask(ports, 'listDeliveries')).json as Page).deliveries
    expect(others).toEqual([])
    const one = await ask(ports, 'getDelivery', { path: { id: deliveryId } })
    expect(one.json).toMatchObject({ delivery: summary })
    return summary
  }

  async function sealedIn(ports: ApiPorts): Promise<Delivery> {
    const delivery = await insertDelivery({ runs: ports.runs, ids: fixture }, 0)
    await insertEnvelope(ports.runs, fixture, delivery)
    return delivery
  }

  it('stands at its lane once it is submitted, with the reason why it waits', async () => {
    const ports = open()
    const lanes = ports.journal
    const delivery = await sealedIn(ports)
    expect(await told(ports, delivery)).toMatchObject({ state: 'envelope' })

    const key = laneDeliveryOf(delivery)
    await lanes.insert(key)
    expect(await told(ports, delivery)).toMatchObject({ state: 'submitted' })
    expect(await told(ports, delivery)).not.toHaveProperty('waitingFor')

    const waitingFor = 'RegistryPaused()'
    const progress = { tries: 1, reverts: 0, history: [], waitingFor }
    const waiting = { ...key, ...progress, state: 'accepted', nextTryAtInMs: 9 } as const
    await move(lanes, key, waiting)
    expect(await told(ports, delivery)).toMatchObject({ state: 'submitted', waitingFor })

    const hash = id('transaction') as Hex
    const price = { gasPrice: '1' }
    const attempts = [{ hash, kind: 'deliver', digest: hash, price, signedAtBlock: 1 }] as const
    const sent = { nonce: 0, raw: '0x', gasLimit: 1, attempts, expiresAt: 9 } as const
    const tried = { tries: 1, reverts: 0, history: [] }
    await move(lanes, key, { ...key, ...tried, ...sent, state: 'signed' })
    expect(await told(ports, delivery)).toMatchObject({ state: 'signed' })
    expect(await told(ports, delivery)).not.toHaveProperty('waitingFor')
  })

  it('is settled as soon as its lane says so, before its run was told', async () => {
    const ports = open()
    const lanes = ports.journal
    const delivery = await sealedIn(ports)
    const key = laneDeliveryOf(delivery)
    await lanes.insert(key)
    const end = { outcome: 'refused', reasons: ['Paused()'], endedAt: 7 } as const
    await move(lanes, key, { ...key, state: 'settled', history: [], end })
    expect(await ports.runs.deliveries.getEnd(delivery)).toBeUndefined()
    expect(await told(ports, delivery)).toMatchObject({ state: 'settled', ...end })
  })

  it('is parked, with the reason, when its row in the lane cannot be read', async () => {
    const ports = open()
    const delivery = await sealedIn(ports)
    const key = laneDeliveryOf(delivery)
    await ports.journal.insert(key)
    const place = { partition: `31337:${key.sender.toLowerCase()}`, row: `open-${key.deliveryId}` }
    await ports.openTable('lanes').put({ ...place, value: { ...key, state: 'gone' } })
    expect(await told(ports, delivery)).toMatchObject({
      state: 'parked',
      waitingFor: expect.stringContaining('A row of a lane cannot be read') as string,
    })
  })

  it('has the history of its submission, with prices and without the bytes that were signed', async () => {
    const ports = open()
    const delivery = await sealedIn(ports)
    const key = laneDeliveryOf(delivery)
    await ports.journal.insert(key)
    const hash = id('transaction') as Hex
    const attempts = [
      { hash, kind: 'deliver', digest: hash, price: { gasPrice: '7' }, signedAtBlock: 1 },
    ] as const
    const sent = { nonce: 3, raw: '0xabcdef', gasLimit: 1, attempts, expiresAt: 9 } as const
    const tried = { tries: 1, reverts: 0, history: [{ atInMs: 5, what: 'signed', detail: hash }] }
    await move(ports.journal, key, { ...key, ...tried, ...sent, state: 'signed' })
    const { json } = await ask(ports, 'getDelivery', { path: { id: delivery.deliveryId } })
    const submission = { state: 'signed', nonce: 3, attempts, history: tried.history }
    expect(json).toMatchObject({ delivery: { history: { submission } } })
    expect(JSON.stringify(json)).not.toContain('abcdef')
  })

  it('names no enclave before an envelope is sealed', async () => {
    const ports = open()
    const delivery = await insertDelivery({ runs: ports.runs, ids: fixture }, 0)
    expect(await told(ports, delivery)).not.toHaveProperty('enclave')
  })

  it('says by the kept evidence that its enclave is simulated, whatever becomes of the chain', async () => {
    const ports = open({ registryOf: () => readerAt(nowhere) })
    const delivery = await sealedIn(ports)
    await ports.evidence.insert(fixture.evidence)
    expect(await told(ports, delivery)).toMatchObject({ enclave: 'simulated, no hardware' })
  })

  it('says so by the registry where no evidence is kept', async () => {
    const ports = open({ registryOf: () => readerAt(fixture.provider) })
    const delivery = await sealedIn(ports)
    expect(await told(ports, delivery)).toMatchObject({ enclave: 'simulated, no hardware' })
  })

  it('says that it does not know, and why, where nobody tells', async () => {
    const away = open({ registryOf: () => readerAt(nowhere) })
    expect(await told(away, await sealedIn(away))).toMatchObject({
      enclave: 'not known: the chain does not answer',
    })
    const unserved = open()
    expect(await told(unserved, await sealedIn(unserved))).toMatchObject({
      enclave: 'not known: this chain is not served',
    })
  })

  // A lane of its own, for a test to move by hand.
})

function laneDeliveryOf(delivery: Delivery): LaneDelivery {
  const { chainId, sender, deliveryId, wakeId, receiver, subscription } = delivery
  return { chainId, sender, deliveryId, wakeId, receiver, subscription, acceptedAtInMs: 1 }
}

async function move(lanes: Journal, key: LaneDelivery, to: LaneRow): Promise<void> {
  const state = await lanes.read(key)
  const [from] = state.rows
  if (from === undefined) throw new Error('nothing is open')
  expect(await lanes.write(key, { state, changes: [{ from, to }] })).not.toBe('conflict')
}
