import type { WatchPorts } from '../../../shared/activities/watchMarket'
import { watchMarket } from '../../../shared/activities/watchMarket'
import { instanceId } from '../../../shared/core/ids'
import type { Runs } from '../../../shared/runs/openRuns'
import { openRuns } from '../../../shared/runs/openRuns'
import type { Outcome } from '../../../shared/sources/observation'
import { fail } from '../../../shared/sources/observation'
import { openTables } from '../../../shared/store/openTables'
import type { Azurite } from '../../support/azurite'
import { startAzurite } from '../../support/azurite'
import { AT, bodyOf, subscriptionOf, watchBed } from '../../support/watchBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let azurite: Azurite
let runs: Runs

beforeAll(async () => {
  azurite = await startAzurite()
  runs = openRuns(openTables(azurite.connection))
})

afterAll(() => azurite.stop())

describe('watchMarket', () => {
  it('wakes its Cryplet once when the value crosses, for the slot that it looked at', async () => {
    const { look, finds, started, asked } = await watchBed(runs)
    expect(await look(4_079)).toBe(0)
    expect(await look(4_080.5)).toBe(1)
    expect(await look(4_090)).toBe(0)
    expect(await finds()).toEqual([
      {
        ...{ number: 1, source: 'gold', met: 'high', condition: 'crossesUp', direction: 'up' },
        ...{ value: '408050000000', reference: '408000000000', slot: AT + 10 },
      },
    ])
    expect(started).toHaveLength(1)
    expect(asked[1]).toBe(`https://spot.example/${String(AT + 10)}`)
  })

  it('looks once a slot, however often it ticks', async () => {
    const { look, ports, cryplet, asked, clock } = await watchBed(runs)
    await look(4_000)
    clock.advance(1_000)
    await watchMarket(ports, cryplet)
    expect(asked).toHaveLength(1)
  })

  it('looks at nothing while nobody has subscribed, or before anybody had', async () => {
    const { ports, cryplet, clock, asked } = await watchBed(runs)
    clock.advance(-5_000)
    await watchMarket(ports, cryplet)
    await runs.subscriptions.withdraw(subscriptionOf(cryplet.crypletId))
    clock.advance(60_000)
    await watchMarket(ports, cryplet)
    expect(asked).toEqual([])
  })

  it.each<[string, Outcome<Buffer> | 'stale' | number, string]>([
    ['away', fail('SOURCE_TIMEOUT', 'https://spot.example took more'), 'SOURCE_TIMEOUT: https'],
    ['closed, and so stale', 'stale', 'SOURCE_STALE: '],
    ['absurd', 4, 'WATCH_VALUE_ABSURD: 400000000 / 10^8 USD/XAU lies outside of 500 to 20000'],
    ['no number', bodyOf({ price: 'n/a', updatedAt: AT }), 'SOURCE_VALUE_INVALID: '],
    ['empty', bodyOf({}), 'SOURCE_VALUE_MISSING: '],
  ])('wakes nobody by a source that is %s, and keeps the reason', async (_, given, reason) => {
    const { look, finds, cryplet, log } = await watchBed(runs)
    await look(4_050)
    await look(given === 'stale' ? bodyOf({ price: 4_000, updatedAt: AT - 3_600 }) : given)
    expect(await finds()).toEqual([])
    const { state } = await runs.watches.get(cryplet.crypletId)
    expect(state).toMatchObject({
      value: '405000000000',
      heardAt: AT + 5,
      trouble: { since: AT + 10, until: AT + 10, looks: 1 },
    })
    expect(state?.trouble?.reasons).toEqual([expect.stringContaining(reason) as string])
    expect(log.lines.join('\n')).toContain('a watch gets nothing usable')
    await look(4_050)
    expect(log.lines.join('\n')).toContain('a watch is answered again')
  })

  it('wakes once when its source has been silent long enough', async () => {
    const { look, finds } = await watchBed(runs)
    await look(4_050)
    const away = fail('SOURCE_UNREACHABLE', 'gone')
    for (let n = 0; n < 30; n++) await look(away)
    const told = { number: 1, source: 'gold', met: 'silent', condition: 'silentFor', since: AT + 5 }
    expect(await finds()).toEqual([{ ...told, slot: AT + 125 }])
  })

  it('wakes once for two that look at once: the etag tells them apart', async () => {
    const { look, ports, cryplet, clock, finds } = await watchBed(runs)
    await look(4_079)
    clock.advance(5_000)
    const updatedAt = Math.floor(clock.nowInMs() / 1000) - 10
    const one = { ...ports, network: answering({ price: 4_081, updatedAt }) }
    // The other sees another price, as of a provider that changes its mind.
    const other = { ...ports, network: answering({ price: 4_082, updatedAt }) }
    await Promise.all([watchMarket(one, cryplet), watchMarket(other, cryplet)])
    expect(await finds()).toHaveLength(1)
  })

  it.each(['before', 'after'] as const)(
    'wakes the same wake again when it died %s the wake was stored',
    async (when) => {
      const { look, ports, cryplet, clock, finds, started } = await watchBed(runs)
      await look(4_079)
      clock.advance(5_000)
      const updatedAt = Math.floor(clock.nowInMs() / 1000) - 10
      const network = answering({ price: 4_081, updatedAt })
      const dying = { ...ports, network, runs: { ...runs, wakes: dyingWakes(when) } }
      await expect(watchMarket(dying, cryplet)).rejects.toThrow('the process ends')
      const { state } = await runs.watches.get(cryplet.crypletId)
      expect(state?.owed).toMatchObject([{ watch: { met: 'high', number: 1 } }])
      const before = await finds()
      expect(before).toHaveLength(when === 'before' ? 0 : 1)
      // The next tick, though no look is due and the price is gone again.
      clock.advance(1_000)
      expect(await watchMarket(ports, cryplet)).toBe(1)
      const after = await finds()
      expect(after).toMatchObject([{ number: 1, value: '408100000000' }])
      if (when === 'after') expect(after).toEqual(before)
      expect((await runs.watches.get(cryplet.crypletId)).state?.owed).toEqual([])
      expect(new Set(started).size).toBe(1)
      await look(4_082)
      expect(await finds()).toEqual(after)
    },
  )

  it('leaves a run that does not start to the keeper: its wake is durable', async () => {
    const broken = {
      start: () => Promise.reject(new Error('the engine is down')),
      raise: () => Promise.resolve(),
    }
    const { look, finds, cryplet, log } = await watchBed(runs, { instances: broken })
    await look(4_079)
    expect(await look(4_081)).toBe(1)
    expect(await finds()).toHaveLength(1)
    expect((await runs.watches.get(cryplet.crypletId)).state?.owed).toEqual([])
    expect(log.lines.join('\n')).toContain('a run did not start')
  })

  it('is not delayed by another watch whose source hangs', async () => {
    const slow = await watchBed(runs)
    const quick = await watchBed(runs)
    let answer: (outcome: Outcome<Buffer>) => void = () => undefined
    const hanging = {
      getJson: () =>
        new Promise<Outcome<Buffer>>((resolve) => {
          answer = resolve
        }),
    }
    slow.clock.advance(5_000)
    const looked = watchMarket({ ...slow.ports, network: hanging }, slow.cryplet)
    await quick.look(4_079)
    expect(await quick.look(4_081)).toBe(1)
    answer(fail('SOURCE_TIMEOUT', 'late'))
    await looked
    const { state } = await runs.watches.get(slow.cryplet.crypletId)
    expect(state?.trouble?.reasons).toEqual(['SOURCE_TIMEOUT: late'])
  })

  it('refuses a state that it has not written', async () => {
    const { look, cryplet, ports, clock } = await watchBed(runs)
    await look(4_079)
    const table = openTables(azurite.connection)('watches')
    const key = { partition: cryplet.crypletId, row: 'watch' }
    const stored = await table.get(key)
    const owed = [{ slot: 1, watch: { met: 'high' } }]
    await table.put({ ...key, value: { ...stored?.value, owed } })
    clock.advance(5_000)
    await expect(watchMarket(ports, cryplet)).rejects.toThrow(
      'A watch row cannot be read: owed.0.watch: a find.',
    )
  })

  it('starts the run under the id of its wake', async () => {
    const { look, started, cryplet } = await watchBed(runs)
    await look(4_079)
    await look(4_081)
    const open = await runs.wakes.listOpen()
    const rows = await Promise.all(open.map(({ wakeId }) => runs.wakes.require(wakeId)))
    const own = rows.filter(({ crypletId }) => crypletId === cryplet.crypletId)
    expect(started).toEqual(own.map(({ wakeId }) => instanceId(wakeId)))
  })
})

function answering(body: object): WatchPorts['network'] {
  return { getJson: () => Promise.resolve(bodyOf(body)) }
}

function dyingWakes(when: 'before' | 'after'): Runs['wakes'] {
  return {
    ...runs.wakes,
    insert: async (wake) => {
      if (when === 'after') await runs.wakes.insert(wake)
      throw new Error('the process ends')
    },
  }
}
