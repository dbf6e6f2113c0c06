import { id, JsonRpcProvider } from 'ethers'
import type { ApiPorts } from '../../../shared/api/ports'
import type { Evidence } from '../../../shared/attestation/evidence'
import { evidenceHash } from '../../../shared/attestation/evidence'
import type { Hex } from '../../../shared/core/hex'
import { parseProofBundle } from '../../../shared/envelope/proofBundle'
import { verifyBundle } from '../../../shared/envelope/verify'
import { registryAbi } from '../../../shared/registry/registryAbi'
import {
  ask,
  FRIDAY_CLOSE,
  NO_NOTE as ids,
  insertDelivery,
  insertEnvelope,
  openPorts,
} from '../../support/apiFixture'
import { type Azurite, startAzurite } from '../../support/azurite'
import { deployFixture, type Fixture, fixtureRun } from '../../support/deployFixture'
import { type Anvil, startAnvil } from '../../support/foundry'

let azurite: Azurite

beforeAll(async () => {
  azurite = await startAzurite()
}, 30_000)

afterAll(() => azurite.stop())

const open = (): ApiPorts => openPorts(azurite.connection, ids)

describe('listDeliveries', () => {
  it('lists newest first, page after page, each delivery once', async () => {
    const ports = open()
    for (let day = 0; day < 5; day += 1) await insertDelivery({ runs: ports.runs, ids }, day)
    const first = await page(ports, 'limit=2')
    const second = await page(ports, `limit=2&cursor=${String(first.next)}`)
    const third = await page(ports, `limit=2&cursor=${String(second.next)}`)
    expect([first, second, third].map(({ days }) => days)).toEqual([[4, 3], [2, 1], [0]])
    expect(third.next).toBeUndefined()
  })

  it('filters by outcome, and goes on looking until its page is full', async () => {
    const ports = open()
    for (let day = 0; day < 6; day += 1) {
      const outcome = day % 3 === 0 ? 'missed' : 'applied'
      await insertDelivery({ runs: ports.runs, ids }, day, { outcome })
    }
    expect((await page(ports, 'outcome=missed&limit=2')).days).toEqual([3, 0])
    expect((await page(ports, 'outcome=applied&cryplet=other')).days).toEqual([])
  })

  it('lists the deliveries of one wake, and whether its run has ended', async () => {
    const ports = open()
    const { wakeId: wake } = await insertDelivery({ runs: ports.runs, ids }, 1)
    await insertDelivery({ runs: ports.runs, ids }, 2)
    const open1 = await ask(ports, 'listDeliveries', { query: `wake=${wake}` })
    expect(open1.json).toMatchObject({
      wake: { wakeId: wake, state: 'open' },
      deliveries: [{ wakeId: wake, state: 'deliveries' }],
    })
    await ports.runs.wakes.end(wake, 1)
    const ended = await ask(ports, 'listDeliveries', { query: `wake=${wake}` })
    expect(ended.json).toMatchObject({ wake: { state: 'ended' } })
  })

  it('does not take the function key in the query for a filter', async () => {
    expect((await ask(open(), 'listDeliveries', { query: 'code=key' })).status).toBe(200)
  })

  it.each([
    ['limit=0', 'query.limit'],
    ['limit=101', 'query.limit'],
    ['limit=1.5', 'query.limit'],
    ['limit=1&limit=2', 'query.limit'],
    ['cursor=somewhere', 'query.cursor: the `next` of an earlier answer'],
    ['outcome=fine', 'query.outcome'],
    ['wake=0x12', 'query.wake: expected 32 bytes'],
    ['sort=asc', 'query: Unrecognized key: "sort"'],
  ])('refuses %s', async (query, fault) => {
    const { status, json } = await ask(open(), 'listDeliveries', { query })
    expect(status).toBe(400)
    expect((json as { readonly detail: string }).detail).toContain(fault)
  })

  it('answers 404 for a wake that never was', async () => {
    const { status, json } = await ask(open(), 'listDeliveries', { query: `wake=${id('none')}` })
    expect([status, json]).toEqual([404, expect.objectContaining({ code: 'WAKE_UNKNOWN' })])
  })

  async function page(ports: ApiPorts, query: string): Promise<Page> {
    const { json } = await ask(ports, 'listDeliveries', { query })
    const { deliveries, next } = json as {
      readonly deliveries: readonly { readonly slot: number }[]
      readonly next?: string
    }
    return { days: deliveries.map(({ slot }) => (slot - FRIDAY_CLOSE) / 86_400), next }
  }
})

type Page = { readonly days: readonly number[]; readonly next: string | undefined }

describe('getDelivery', () => {
  let anvil: Anvil
  let fixture: Fixture

  beforeAll(async () => {
    anvil = await startAnvil()
    fixture = await deployFixture(anvil.url)
  }, 30_000)

  afterAll(async () => {
    fixture.provider.destroy()
    await anvil.stop()
  })

  function open(): ApiPorts {
    const registry = { provider: fixture.provider, address: fixture.registry, abi: registryAbi }
    return openPorts(azurite.connection, fixture, {
      registryOf: () => ({ ...registry, at: 'latest' }),
    })
  }

  it('gives a bundle that its parser takes, with the evidence that the registry holds', async () => {
    const ports = open()
    const delivery = await insertDelivery({ runs: ports.runs, ids: fixture }, 0)
    const digest = await insertEnvelope(ports.runs, fixture, delivery)
    const transaction = id('transaction') as Hex
    await ports.runs.deliveries.insertEnd(delivery, {
      outcome: 'applied',
      reasons: [],
      endedAt: FRIDAY_CLOSE + 60,
      digest,
      transaction,
      blockNumber: 7,
    })
    const path = { id: delivery.deliveryId }
    const { status, json } = await ask(ports, 'getDelivery', { path })
    expect(status).toBe(200)
    const bundle = parseProofBundle(JSON.parse(JSON.stringify(json)))
    expect(bundle).toMatchObject({
      chainId: 31_337,
      receiver: fixture.goldNote,
      tiers: 7,
      run: fixtureRun(fixture, delivery.slot),
      registry: fixture.registry,
      transaction,
      blockNumber: 7,
      outcome: 'applied',
      evidence: [
        {
          key: fixture.signers.enclave.address,
          teeType: 0,
          evidenceHash: evidenceHash(fixture.evidence),
        },
      ],
    })
    expect(json).toMatchObject({ delivery: { state: 'settled', history: { envelopes: [{}] } } })
  })

  it('gives the evidence itself, where it is kept and has the hash that the registrar noted', async () => {
    const { evidence, signers } = fixture
    const ports = open()
    const told = await sealedIn(ports)
    const noted = { key: signers.enclave.address, teeType: 0, evidenceHash: evidenceHash(evidence) }
    // Of another enrolment of the same key.
    await ports.evidence.insert({ ...evidence, nonce: id('another nonce') as Hex } as Evidence)
    expect(await told()).toMatchObject({
      evidence: [noted],
      delivery: { evidence: 'this fabric does not keep the evidence of that hash' },
    })
    await ports.evidence.insert(evidence)
    await ports.evidence.insert(evidence)
    expect(await ports.evidence.of(signers.enclave.address)).toHaveLength(2)
    const whole = await told()
    expect(whole).toMatchObject({ evidence: [{ ...noted, evidence }] })
    expect(whole).not.toHaveProperty('delivery.evidence')
    const links = verifyBundle(JSON.parse(JSON.stringify(whole)))
    expect(links.find(({ link }) => link === 'enclave')?.detail).toContain('simulated, no hardware')
  })

  it('says that the chain does not answer, rather than leave evidence out silently', async () => {
    const nowhere = new JsonRpcProvider('http://127.0.0.1:9', 31_337, { staticNetwork: true })
    const reader = { provider: nowhere, address: fixture.registry, abi: registryAbi }
    const ports = openPorts(azurite.connection, fixture, {
      registryOf: () => ({ ...reader, at: 'latest' }),
    })
    const told = await (await sealedIn(ports))()
    nowhere.destroy()
    expect(told).toMatchObject({ tiers: 7, delivery: { evidence: 'the chain does not answer' } })
    expect(told).not.toHaveProperty('evidence')
  })

  // One delivery with an envelope, and how to ask for it.
  async function sealedIn(ports: ApiPorts): Promise<() => Promise<unknown>> {
    const delivery = await insertDelivery({ runs: ports.runs, ids: fixture }, 0)
    await insertEnvelope(ports.runs, fixture, delivery)
    const path = { id: delivery.deliveryId }
    return async () => (await ask(ports, 'getDelivery', { path })).json
  }

  it('gives what there is of a delivery under way, and why a missed one ended so', async () => {
    const ports = open()
    const reasons = ['SOURCE_STALE gold: it is 20 minutes old']
    const { deliveryId: missed } = await insertDelivery({ runs: ports.runs, ids: fixture }, 0, {
      outcome: 'missed',
      reasons,
    })
    const { json } = await ask(ports, 'getDelivery', { path: { id: missed } })
    expect(json).toMatchObject({ delivery: { state: 'settled', outcome: 'missed', reasons } })
    expect(json).not.toHaveProperty('claim')
  })

  it('answers 404 for a delivery that never was, and 400 for what is no id', async () => {
    const unknown = await ask(open(), 'getDelivery', { path: { id: id('none') } })
    expect([unknown.status, unknown.json]).toEqual([
      404,
      expect.objectContaining({ code: 'DELIVERY_UNKNOWN' }),
    ])
    expect((await ask(open(), 'getDelivery', { path: { id: '../1' } })).status).toBe(400)
  })
})
