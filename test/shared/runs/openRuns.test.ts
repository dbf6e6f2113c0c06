import type { Address, Hex } from '../../../shared/core/hex'
import { hashJson, instanceId, wakeId } from '../../../shared/core/ids'
import type { Instances, StartResult } from '../../../shared/runs/instances'
import type { Runs } from '../../../shared/runs/openRuns'
import { openRuns } from '../../../shared/runs/openRuns'
import type { Delivery, Subscription, WakeRow } from '../../../shared/runs/rows'
import { parseDelivery } from '../../../shared/runs/rows'
import { startRun, storeWake } from '../../../shared/runs/wakeUp'
import { openTables } from '../../../shared/store/openTables'
import type { Azurite } from '../../support/azurite'
import { startAzurite } from '../../support/azurite'
import { recordingLog } from '../../support/recordingLog'
import { virtualClock } from '../../support/virtualClock'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let azurite: Azurite
let runs: Runs

beforeAll(async () => {
  azurite = await startAzurite()
  runs = openRuns(openTables(azurite.connection))
})

afterAll(() => azurite.stop())

const CRYPLET = hashJson('a Cryplet')
const SUBSCRIPTION: Subscription = {
  cryplet: 'marketClose',
  crypletId: CRYPLET,
  chainId: 31_337,
  receiver: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  subscription: hashJson('a subscription'),
  callback: 'calculatePrice(int256,int256)',
  tiers: 7,
  mode: 'latest',
  maxAgeInSeconds: 432_000,
  timeToLiveInSeconds: 900,
  budgetInWei: '50000000000000000',
  sender: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  codeHash: hashJson('code'),
  activatedAt: 100,
}

const senders = (count: number): readonly Address[] =>
  Array.from({ length: count }, (_, n): Address => `0x${String(n).padStart(40, '0')}`)

const wakeOf = (slot: number): WakeRow => ({
  wakeId: wakeId('schedule', CRYPLET, slot),
  cryplet: 'marketClose',
  kind: 'schedule',
  crypletId: CRYPLET,
  slot,
  explicit: false,
  wokenAtInMs: slot * 1000,
  retryUntil: slot + 900,
})

const deliveryOf = (wake: WakeRow, name: string): Delivery => {
  const { wakeId: id, slot } = wake
  return parseDelivery({ ...SUBSCRIPTION, wakeId: id, slot, deliveryId: hashJson([slot, name]) })
}

function engine(answer: StartResult = 'started'): Instances & { starts: string[] } {
  const starts: string[] = []
  return {
    starts,
    start: async (id) => {
      starts.push(id)
      return answer
    },
    raise: () => Promise.resolve(),
  }
}

describe('storeWake and startRun', () => {
  it('let one run come of a wake, whoever asks and how often', async () => {
    const log = recordingLog()
    const { wakes } = runs
    const ports = { wakes, log, clock: virtualClock(5), instances: engine() }
    const wake = wakeOf(1000)
    await storeWake(wake, ports)
    const again = await storeWake({ ...wake, explicit: true, wokenAtInMs: 7 }, ports)
    expect(again).toEqual(wake) // the first row counts
    expect(await startRun(wake.wakeId, ports)).toBe('started')
    expect(log.points()).toEqual(['wake', 'start'])
    expect(await wakes.listOpen()).toEqual([{ wakeId: wake.wakeId, startedAtInMs: 5 }])
  })

  it('start again a wake whose run has not ended, and leave alone one that is under way', async () => {
    const log = recordingLog()
    const instances = engine('running')
    const ports = { wakes: runs.wakes, log, clock: virtualClock(6), instances }
    expect(await startRun(wakeOf(1000).wakeId, ports)).toBe('running')
    expect(instances.starts).toEqual([instanceId(wakeOf(1000).wakeId)])
    expect(log.points()).toEqual([])
  })

  it('do not start a run that has ended: its row prevents it, not the engine', async () => {
    const { wakes } = runs
    const instances = engine()
    const ports = { wakes, log: recordingLog(), clock: virtualClock(8), instances }
    const { wakeId: id } = wakeOf(1000)
    await wakes.end(id, 7)
    await storeWake(wakeOf(1000), ports)
    expect(await startRun(id, ports)).toBe('ended')
    expect(instances.starts).toEqual([])
    expect(await wakes.listOpen()).toEqual([])
  })
})

describe('deliveries', () => {
  it('are what the first writer stored, though subscriptions have changed since', async () => {
    const wake = wakeOf(2000)
    const first = [deliveryOf(wake, 'a'), deliveryOf(wake, 'b')]
    expect(await runs.deliveries.insert(wake, first)).toEqual(first)
    expect(await runs.deliveries.insert(wake, [deliveryOf(wake, 'c')])).toEqual(first)
    expect(await runs.deliveries.require(first[1]?.deliveryId ?? '0x')).toEqual(first[1])
    await expect(runs.deliveries.require(hashJson('none'))).rejects.toMatchObject({
      code: 'DELIVERY_UNKNOWN',
    })
  })

  it('are listed newest first, page by page', async () => {
    for (const slot of [3000, 4000]) {
      const wake = wakeOf(slot)
      await runs.deliveries.insert(wake, [deliveryOf(wake, 'a')])
    }
    const listed: Hex[] = []
    let from: string | undefined
    do {
      const page = await runs.deliveries.list({ limit: 1, ...(from !== undefined && { from }) })
      listed.push(...page.deliveryIds)
      from = page.next
    } while (from !== undefined)
    expect(listed.slice(0, 2)).toEqual([hashJson([4000, 'a']), hashJson([3000, 'a'])])
    expect(listed).toHaveLength(4)
  })

  it('end once: the first end is the truth', async () => {
    const end = { outcome: 'applied', reasons: [], endedAt: 1 } as const
    const { wakeId } = wakeOf(2000)
    const delivery = { wakeId, deliveryId: hashJson([2000, 'a']) }
    expect(await runs.deliveries.insertEnd(delivery, end)).toEqual(end)
    expect(await runs.deliveries.insertEnd(delivery, { ...end, outcome: 'expired' })).toEqual(end)
    expect(await runs.deliveries.getEnd(delivery)).toEqual(end)
    expect([...(await runs.deliveries.endsOf(wakeId))]).toEqual([[delivery.deliveryId, end]])
    expect((await runs.deliveries.endsOf(wakeOf(3000).wakeId)).size).toBe(0)
  })

  it('say what is wrong with a row of another version', async () => {
    const table = openTables(azurite.connection)('runs')
    await table.insert({ partition: hashJson('odd'), row: 'wake', value: { slot: 'x' } })
    await expect(runs.wakes.get(hashJson('odd'))).rejects.toMatchObject({
      code: 'ROW_MALFORMED',
      faults: expect.arrayContaining([expect.stringContaining('slot:')]) as unknown,
    })
  })
})

describe('subscriptions', () => {
  it('keep the time of their activation when they are admitted again', async () => {
    await runs.subscriptions.admit(SUBSCRIPTION)
    await runs.subscriptions.admit({ ...SUBSCRIPTION, maxAgeInSeconds: 60, activatedAt: 500 })
    expect(await runs.subscriptions.list(CRYPLET)).toEqual([
      { ...SUBSCRIPTION, maxAgeInSeconds: 60 },
    ])
  })

  it('are served no more after they were withdrawn', async () => {
    await runs.subscriptions.withdraw(SUBSCRIPTION)
    expect(await runs.subscriptions.list(CRYPLET)).toEqual([])
  })

  it('keep the sender that they were given, until it is gone', async () => {
    const { sender, ...terms } = SUBSCRIPTION
    const unassigned = { ...terms, subscription: hashJson('unassigned') }
    await runs.subscriptions.admit(unassigned)
    const pool = [...senders(8), ...(sender === undefined ? [] : [sender])]
    const first = await runs.subscriptions.assignSender(unassigned, pool)
    // Other senders come and go; two hosts ask at once; the operator admits it again.
    const more = [...senders(64).slice(8), ...pool]
    await runs.subscriptions.admit(unassigned)
    const again = [1, 2].map(() => runs.subscriptions.assignSender(unassigned, more))
    expect(await Promise.all(again)).toEqual([first, first])
    const left = pool.filter((each) => each !== first)
    const next = await runs.subscriptions.assignSender(unassigned, left)
    expect(left).toContain(next)
    expect(await runs.subscriptions.get(unassigned)).toMatchObject({ sender: next })
    await runs.subscriptions.withdraw(unassigned)
    expect(await runs.subscriptions.assignSender(unassigned, pool)).toBe(first)
    expect(await runs.subscriptions.get(unassigned)).toBeUndefined()
  })

  it('are refused in terms that the fabric does not serve', async () => {
    // An operator's file could say anything.
    const never = { ...SUBSCRIPTION, mode: 'never' } as unknown as Subscription
    await expect(runs.subscriptions.admit(never)).rejects.toMatchObject({ code: 'ROW_MALFORMED' })
  })
})

describe('checkpoints', () => {
  it('move forward only, also when two ticks move them at once', async () => {
    const { checkpoints } = runs
    await Promise.all([5, 9, 7].map((slot) => checkpoints.advance(CRYPLET, slot)))
    await checkpoints.advance(CRYPLET, 8)
    expect(await checkpoints.get(CRYPLET)).toBe(9)
  })
})
