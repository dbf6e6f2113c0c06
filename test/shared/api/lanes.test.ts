import { routes } from '../../../shared/api/routes'
import type { Chain } from '../../../shared/chain/chain'
import { drainLane } from '../../../shared/chain/lanes/drainLane'
import { openLanes } from '../../../shared/chain/lanes/openLanes'
import { openChain } from '../../../shared/chain/openChain'
import { openRpc } from '../../../shared/chain/openRpc'
import { admitted, ask } from '../../support/apiFixture'
import type { LaneApi } from '../../support/laneApi'
import { startLaneApi } from '../../support/laneApi'
import { TERMS } from '../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let api: LaneApi

beforeAll(async () => {
  api = await startLaneApi()
})

afterAll(() => api.bed.stop())

const text = (part: string): string => expect.stringContaining(part) as string

function dead(chainId: number): Chain {
  const url = 'http://127.0.0.1:9/v3/the-key-of-an-endpoint'
  return openChain({ chainId, rpcs: [openRpc({ url })], needed: 1 })
}

describe('the routes of lanes', () => {
  it('are looked at with the function key, and steered with the master key', () => {
    const own = routes.filter(({ path }) => path.startsWith('lanes'))
    expect(own.map(({ method, role }) => `${method} ${role}`)).toEqual([
      ...['GET function', 'GET function'],
      ...['POST admin', 'POST admin', 'POST admin', 'POST admin'],
    ])
  })

  it.each(['getLane', 'pauseLane', 'resumeLane'])(
    '%s names the lanes that there are',
    async (name) => {
      await api.submit()
      const path = { id: `1:0x${'ab'.repeat(20)}` }
      const { status, json } = await ask(api.ports, name, { path, body: { reason: 'why' } })
      expect([status, json]).toEqual([
        404,
        expect.objectContaining({ code: 'LANE_UNKNOWN', detail: text(api.id) }),
      ])
      await api.bed.settleAll()
    },
  )

  const lane = `1:0x${'ab'.repeat(20)}`

  it.each([
    ['getLane', { path: { id: '31337' } }, 'path.id: expected a chain and a sender'],
    ['pauseLane', { path: { id: lane }, body: {} }, 'body.reason'],
    ['pauseLane', { path: { id: lane }, body: { reason: ' ' } }, 'body.reason: expected why'],
    ['cancelDelivery', { path: { id: lane, deliveryId: '0x1' } }, 'path.deliveryId: expected 32'],
  ])('%s refuses %j', async (name, asking, fault) => {
    const { status, json } = await ask(api.ports, name, asking)
    expect([status, json]).toEqual([400, expect.objectContaining({ detail: text(fault) })])
  })
})

describe('listLanes', () => {
  it('says of each lane where it stands, by one look at its chain', async () => {
    const { bed, id } = api
    const looks: string[] = []
    const { chain } = bed.lane
    const counted: Chain = {
      ...chain,
      look: (sender) => {
        looks.push(sender)
        return chain.look(sender)
      },
      pendingNonce: () => Promise.reject(new Error('not to be asked')),
    }
    await api.submit()
    bed.clock.advance(7_000)
    const ports = api.portsWith([counted])
    const { status, json } = await ask(ports, 'listLanes')
    expect(status).toBe(200)
    const counts = { waiting: 1, inFlight: 0, confirming: 0, parked: 0, unreadable: 0 }
    const lane = { lane: id, state: 'working', oldestAgeInSeconds: 7, ...counts }
    expect(json).toMatchObject({ lanes: [{ ...lane, waitsFor: [] }] })
    const balanceInWei = expect.stringMatching(/^\d{20,}$/) as string
    const position = {
      minedNonce: await bed.fixture.provider.getTransactionCount(bed.lane.key.sender),
    }
    expect(json).toMatchObject({ lanes: [{ balanceInWei, position }] })
    expect(looks).toEqual([bed.lane.key.sender])
    await bed.settleAll()
    expect((await ask(ports, 'listLanes')).json).toMatchObject({ lanes: [{ state: 'idle' }] })
  })

  it('is not spoilt by chains that are dead, silent or not served: their lanes say so', async () => {
    const { bed } = api
    const submitted = await api.submit()
    for (const chainId of [2, 3, 4])
      await bed.lane.journal.insert({ ...submitted.delivery, chainId })
    const limit = new AbortController()
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal)
    let silent = 0
    const never: Chain = {
      ...dead(3),
      look: () => {
        silent += 1
        setImmediate(() => {
          limit.abort()
        })
        return new Promise(() => undefined)
      },
    }
    const order = api.portsWith([never])
    const { json } = await ask(order, 'listLanes')
    timeout.mockRestore()
    expect(silent).toBe(1)
    const others = (await ask(api.portsWith([dead(2), bed.lane.chain]), 'listLanes')).json
    const waits = (answer: unknown): Record<string, string> =>
      Object.fromEntries(
        (answer as { lanes: readonly LaneSaid[] }).lanes.map(({ lane, waitsFor }) => [
          lane.split(':')[0] ?? '',
          waitsFor.map(({ what }) => what).join(),
        ]),
      )
    expect(waits(json)['3']).toBe('its chain: no answer within 3 s')
    expect(waits(others)).toEqual({
      2: text('its chain: Chain 2 did not answer'),
      3: 'its chain: there is no chain 3 in CHAINS',
      4: 'its chain: there is no chain 4 in CHAINS',
      31_337: '',
    })
    expect(JSON.stringify(others)).not.toContain('the-key-of-an-endpoint')
    await bed.settleAll()
  })
})

type LaneSaid = { readonly lane: string; readonly waitsFor: readonly { readonly what: string }[] }

describe('getLane', () => {
  it('shows attempts, prices and history of what is in flight, but not the bytes that were signed', async () => {
    const { bed } = api
    const submitted = await api.submit()
    await bed.byHand(async () => {
      await drainLane(bed.lane)
      const { json } = await api.show('getLane')
      const row = await bed.rowOf(submitted)
      if (row?.state !== 'signed') throw new Error('it should be in flight')
      const { nonce, attempts, history } = row
      expect(json).toMatchObject({
        ...{ inFlight: 1, pendingNonce: nonce + 1 },
        position: { minedNonce: nonce },
        waitsFor: [{ what: 'its chain to mine and confirm what is sent', deliveries: 1 }],
        submissions: [{ state: 'signed', nonce, attempts, history }],
      })
      expect(history.at(-1)?.detail).toMatch(/, nonce \d+, at most \d+ wei for a unit of gas$/)
      expect(JSON.stringify(json)).not.toContain(row.raw.slice(2, 200))
      await bed.mine()
    })
    await bed.settleAll()
  })

  it('says what was spent of budgets, and warns from four fifths on', async () => {
    const { bed, ports } = api
    const { meters } = await bed.lane.journal.read(bed.lane.key)
    const [meter] = meters
    if (meter === undefined) throw new Error('something should have been spent')
    const spent = BigInt(meter.spentInWei)
    const terms = { ...admitted(bed.fixture), sender: bed.lane.key.sender }
    for (const [budgetInWei, warning] of [
      [spent * 2n, undefined],
      [(spent * 5n) / 4n, 'nearly spent'],
      [spent, 'spent'],
    ] as const) {
      await ports.runs.subscriptions.admit({ ...terms, budgetInWei: String(budgetInWei) })
      const { budgets } = (await api.show('getLane')).json as { readonly budgets: unknown }
      const { spentInWei, transactions, receiver, subscription } = meter
      const said = { receiver, subscription, spentInWei, transactions }
      const warned = warning === undefined ? {} : { warning }
      expect(budgets).toEqual([{ ...said, budgetInWei: String(budgetInWei), ...warned }])
    }
    await ports.runs.subscriptions.withdraw(terms)
    const { json } = await api.show('getLane')
    expect(json).toMatchObject({ budgets: [{ spentInWei: meter.spentInWei }] })
  })

  it('says why deliveries wait, how many, and what would unblock them', async () => {
    const { bed } = api
    const capped = await api.submit()
    const { envelope, delivery } = capped
    const terms = { ...TERMS, maxFeePerGasInWei: 1n }
    bed.envelopes.set(delivery.deliveryId, { status: 'sealed', envelope, terms })
    await bed.drain()
    const unblockedBy = text('maxFeePerGasInWei')
    const what = 'a fee below its cap of 1 wei for a unit of gas'
    expect((await api.show('getLane')).json).toMatchObject({
      waitsFor: [{ what, deliveries: 1, unblockedBy }],
      submissions: [{ state: 'accepted', waitingFor: what, unblockedBy }],
    })
    bed.envelopes.set(delivery.deliveryId, { status: 'sealed', envelope, terms: TERMS })
    await bed.settleAll()
  })

  it('says that its chain is behind its journal', async () => {
    const { chain } = api.bed.lane
    const reset: Chain = {
      ...chain,
      look: async (sender) => ({ ...(await chain.look(sender)), minedNonce: 0 }),
    }
    const { json } = await ask(api.portsWith([reset]), 'getLane', { path: { id: api.id } })
    expect(json).toMatchObject({
      waitsFor: [
        { what: text('which has mined 0 transactions'), unblockedBy: text('npm start -- --fresh') },
      ],
    })
  })

  it('keeps what stopped it last, without an endpoint that holds a key', async () => {
    const { bed } = api
    const { key, ...lane } = bed.lane
    const chain = dead(key.chainId)
    const parts = { chain, confirmations: 0, inFlight: 16, registry: lane.registry }
    const lanes = openLanes({
      openTable: bed.openTable,
      chains: [parts],
      senders: lane.senders,
      clock: bed.clock,
      wait: async (inMs) => {
        bed.clock.advance(inMs)
      },
    })
    await api.submit()
    await lanes.drain(key, lane)
    const { json } = await api.show('getLane')
    expect(json).toMatchObject({ lastError: { reason: text('CHAIN_UNREACHABLE: ') } })
    expect(JSON.stringify(json)).not.toContain('the-key-of-an-endpoint')
    await bed.settleAll()
  })
})
