import type { Removal } from '../../../shared/activities/removeAged'
import { removeAged } from '../../../shared/activities/removeAged'
import type { Hex } from '../../../shared/core/hex'
import { hashJson, wakeId } from '../../../shared/core/ids'
import type { SignedRecord } from '../../../shared/envelope/record'
import type { Runs } from '../../../shared/runs/openRuns'
import { openRuns } from '../../../shared/runs/openRuns'
import type { BodyRow } from '../../../shared/runs/rows'
import { openTables } from '../../../shared/store/openTables'
import type { OpenTable } from '../../../shared/store/table'
import type { Azurite } from '../../support/azurite'
import { startAzurite } from '../../support/azurite'
import { recordingLog } from '../../support/recordingLog'
import type { VirtualClock } from '../../support/virtualClock'
import { virtualClock } from '../../support/virtualClock'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const DAY = 86_400_000
const START = Date.UTC(2026, 10, 20, 21)

let azurite: Azurite
let runs: Runs
let openTable: OpenTable
let clock: VirtualClock
let count = 0

beforeAll(async () => {
  azurite = await startAzurite()
})

afterAll(() => azurite.stop())

beforeEach(() => {
  count += 1
  const tables = openTables(azurite.connection)
  const prefix = `t${String(count)}`
  openTable = (name) => tables(`${prefix}${name}`)
  runs = openRuns(openTable)
  clock = virtualClock(START)
})

const bodiesOf = (n: number): readonly BodyRow[] => {
  const place = { origin: 'https://gold.example', responseHash: hashJson(n) }
  return [
    // Longer than one column takes.
    { ...place, source: 'gold', body: Buffer.alloc(60_000, n).toString('base64') },
    { ...place, source: 'sofr', leftOut: 'too large' },
  ]
}

// A run that was woken now, and has ended unless it is said to be open.
async function insertRun(n: number, { isOpen = false } = {}): Promise<Hex> {
  const crypletId = hashJson('a Cryplet')
  const slot = START / 1000 + n
  const id = wakeId('schedule', crypletId, slot)
  const wake = { kind: 'schedule', crypletId, slot } as const
  const record: SignedRecord = {
    runId: id,
    facts: { wake, observations: [] },
    fetchedAt: slot,
    codeHash: hashJson('code'),
    signature: '0x',
  }
  const wokenAtInMs = clock.nowInMs()
  await runs.wakes.insert({
    ...{ wakeId: id, ...wake, cryplet: 'any', explicit: false, wokenAtInMs, retryUntil: slot },
  })
  await runs.bodies.announce({ wakeId: id, wokenAtInMs })
  await runs.deliveries.insertRecord(id, record, { bodies: bodiesOf(n) })
  if (!isOpen) await runs.wakes.end(id, clock.nowInMs())
  return id
}

async function remove(bounds = {}, bodiesInDays = 30): Promise<Removal> {
  const retention = { bodiesInDays, postsInDays: 10 }
  return (await removeAged({ runs, clock, log: recordingLog(), retention }, bounds)).bodies
}

const gone = (n: number): readonly unknown[] =>
  bodiesOf(n).map(({ source, origin, responseHash }) => ({
    ...{ source, origin, responseHash },
    leftOut: source === 'gold' ? 'removed by age' : 'too large',
  }))

describe('removeAged', () => {
  it('removes what is older than it may be, and says that it was there; the record stays', async () => {
    const old = await insertRun(1)
    clock.advance(1)
    const young = await insertRun(2)
    clock.set(START + 30 * DAY)
    expect(await remove()).toMatchObject({ removed: 0 })
    expect(await runs.bodies.ofRun(old)).toEqual(bodiesOf(1))
    clock.advance(1)
    expect(await remove()).toEqual({
      removed: 1,
      postponed: 0,
      failed: 0,
      looked: 1,
      isMore: false,
    })
    expect(await runs.bodies.ofRun(old)).toEqual(gone(1))
    expect(await runs.bodies.ofRun(young)).toEqual(bodiesOf(2))
    expect(await runs.deliveries.getRecord(old)).toMatchObject({ runId: old })
    expect(await remove()).toMatchObject({ removed: 0 })
  })

  it('leaves a run alone that has not ended, and looks again a day later', async () => {
    const open = await insertRun(1, { isOpen: true })
    clock.set(START + 31 * DAY)
    expect(await remove()).toMatchObject({ removed: 0, postponed: 1 })
    expect(await remove()).toMatchObject({ removed: 0, postponed: 0 })
    expect(await runs.bodies.ofRun(open)).toEqual(bodiesOf(1))
    await runs.wakes.end(open, clock.nowInMs())
    clock.advance(DAY + 1)
    expect(await remove()).toMatchObject({ removed: 1 })
    expect(await runs.bodies.ofRun(open)).toEqual(gone(1))
  })

  it('ends at its bound, and goes on with the next round', async () => {
    const ids = await Promise.all([1, 2, 3, 4, 5].map((n) => insertRun(n)))
    clock.set(START + 31 * DAY)
    const bounds = { runs: 3, atOnce: 2 }
    expect(await remove(bounds)).toMatchObject({ removed: 3, isMore: true })
    expect(await remove(bounds)).toMatchObject({ removed: 2, isMore: false })
    const left = await Promise.all(ids.map((id) => runs.bodies.ofRun(id)))
    expect(left).toEqual([1, 2, 3, 4, 5].map(gone))
  })

  it('removes all that was stored before nothing was to be kept', async () => {
    const id = await insertRun(1)
    clock.advance(1)
    expect(await remove({}, 0)).toMatchObject({ removed: 1 })
    expect(await runs.bodies.ofRun(id)).toEqual(gone(1))
  })

  it('goes past a run that it cannot remove, and tries it again', async () => {
    const [first, second] = [await insertRun(1), await insertRun(2)]
    clock.set(START + 31 * DAY)
    const { hasEnded } = runs.wakes
    const log = recordingLog()
    const failing = {
      ...runs.wakes,
      hasEnded: async (id: Hex) => {
        if (id === first) throw new Error('the row is locked')
        return hasEnded(id)
      },
    }
    const retention = { bodiesInDays: 30, postsInDays: 30 }
    const ports = { runs: { ...runs, wakes: failing }, clock, log, retention }
    expect((await removeAged(ports, { atOnce: 1 })).bodies).toMatchObject({ removed: 1, failed: 1 })
    expect(await runs.bodies.ofRun(second)).toEqual(gone(2))
    expect(log.lines.join('\n')).toContain('the row is locked')
    expect(await remove()).toMatchObject({ removed: 1, failed: 0 })
    expect(await runs.bodies.ofRun(first)).toEqual(gone(1))
  })
})

describe('the rows of bodies', () => {
  it('are the first record’s: a second brings none, and takes the record that is there', async () => {
    const id = await insertRun(1)
    const first = await runs.deliveries.getRecord(id)
    if (first === undefined) throw new Error('it was stored')
    const other = { ...first, fetchedAt: first.fetchedAt + 1 }
    expect(await runs.deliveries.insertRecord(id, other, { bodies: bodiesOf(2) })).toEqual({
      first: false,
      record: first,
    })
    expect(await runs.bodies.ofRun(id)).toEqual(bodiesOf(1))
  })

  it('leave out the one that cannot be read', async () => {
    const id = await insertRun(1)
    await openTable('runs').put({ partition: id, row: 'body-00', value: { source: 'gold' } })
    expect(await runs.bodies.ofRun(id)).toEqual(bodiesOf(1).slice(1))
  })
})
