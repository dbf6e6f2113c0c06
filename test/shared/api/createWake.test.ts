import type { ApiPorts } from '../../../shared/api/ports'
import { wakeId } from '../../../shared/core/ids'
import { openRuns } from '../../../shared/runs/openRuns'
import { openTables } from '../../../shared/store/openTables'
import { ask, FRIDAY_CLOSE, NO_NOTE, openPorts } from '../../support/apiFixture'
import { type Azurite, startAzurite } from '../../support/azurite'

describe('createWake', () => {
  const path = { name: 'marketClose' }
  const open = (): ApiPorts => openPorts(azurite.connection, NO_NOTE)
  let azurite: Azurite

  beforeAll(async () => {
    azurite = await startAzurite()
  }, 30_000)

  afterAll(() => azurite.stop())

  it('takes the last due slot in, by the id that the timer would give it', async () => {
    const ports = open()
    const answer = await ask(ports, 'createWake', { path, body: { slot: 'last' } })
    const expected = wakeId('schedule', NO_NOTE.crypletId, FRIDAY_CLOSE)
    expect(answer).toEqual({
      status: 202,
      headers: { location: `/api/deliveries?wake=${expected}` },
      json: {
        wakeId: expected,
        cryplet: 'marketClose',
        slot: FRIDAY_CLOSE,
        state: 'open',
        deliveries: `/api/deliveries?wake=${expected}`,
      },
    })
    expect(await ports.runs.wakes.require(expected)).toMatchObject({ explicit: true })
    expect(await ports.runs.wakes.listOpen()).toEqual([{ wakeId: expected }])
  })

  it.each(['2026-11-20T21:00:00Z', '2026-11-20T16:00:00-05:00', FRIDAY_CLOSE])(
    'takes %s for the same slot, and so gives the same wake',
    async (slot) => {
      const ports = open()
      const first = await ask(ports, 'createWake', { path, body: { slot: 'last' } })
      expect(await ask(ports, 'createWake', { path, body: { slot } })).toEqual(first)
      expect(await ports.runs.wakes.listOpen()).toHaveLength(1)
    },
  )

  it('answers 200 for a wake whose run has ended, and does not open it again', async () => {
    const ports = open()
    const ended = wakeId('schedule', NO_NOTE.crypletId, FRIDAY_CLOSE)
    await ports.runs.wakes.end(ended, 1)
    const { status, json } = await ask(ports, 'createWake', { path, body: { slot: 'last' } })
    expect(status).toBe(200)
    expect(json).toMatchObject({ wakeId: ended, state: 'ended' })
    expect(await ports.runs.wakes.listOpen()).toEqual([])
  })

  it('refuses a moment at which no session closes, and records that it was asked for', async () => {
    const tables = openTables(azurite.connection)
    const ports = { ...open(), runs: openRuns((name) => tables(`notdue${name}`)) }
    const asked = FRIDAY_CLOSE + 86_400 // a Saturday
    const saturday = { clock: { nowInMs: () => (asked + 60) * 1000 } }
    const { status, json } = await ask({ ...ports, ...saturday }, 'createWake', {
      path,
      body: { slot: asked },
    })
    expect(status).toBe(422)
    expect(json).toMatchObject({
      code: 'SLOT_NOT_DUE',
      detail:
        'marketClose has no slot at 2026-11-21T21:00:00Z; the last one was 2026-11-20T21:00:00Z.',
      retryable: false,
    })
    expect(await ports.runs.wakes.listOpen()).toEqual([])
    const { json: listed } = await ask(ports, 'listCryplets')
    const reason = (json as { readonly detail: string }).detail
    expect(listed).toMatchObject({
      cryplets: [{ notDue: [{ slot: asked, askedAt: asked + 60, reason }] }],
    })
  })

  it('lists the ten latest moments that were asked for in vain, each once', async () => {
    const tables = openTables(azurite.connection)
    const ports = { ...open(), runs: openRuns((name) => tables(`many${name}`)) }
    const clock = { nowInMs: () => (FRIDAY_CLOSE + 86_400) * 1000 }
    const asked = Array.from({ length: 12 }, (_, index) => FRIDAY_CLOSE + 60 * (index + 1))
    for (const each of [...asked, ...asked]) {
      const refusal = await ask({ ...ports, clock }, 'createWake', { path, body: { slot: each } })
      expect(refusal.status).toBe(422)
    }
    const listed = await ports.runs.wakes.listNotDue(NO_NOTE.crypletId)
    expect(listed.map((each) => each.slot)).toEqual(asked.slice(2).reverse())
  })

  it("obeys the operator's calendar: a day that was closed by hand has no slot", async () => {
    const ports = open()
    await ports.runs.checkpoints.putOverrides('XNYS', { closed: ['2026-11-20'] })
    const { json } = await ask(ports, 'createWake', { path, body: { slot: 'last' } })
    expect(json).toMatchObject({ slot: FRIDAY_CLOSE - 86_400 })
    const woken = wakeId('schedule', NO_NOTE.crypletId, FRIDAY_CLOSE - 86_400)
    const { overrides } = await ports.runs.wakes.require(woken)
    expect(overrides).toEqual({ closed: ['2026-11-20'] })
  })

  it('refuses a slot that has not come', async () => {
    const body = { slot: FRIDAY_CLOSE + 3 * 86_400 }
    const { status, json } = await ask(open(), 'createWake', { path, body })
    expect([status, json]).toEqual([422, expect.objectContaining({ code: 'SLOT_IN_FUTURE' })])
  })

  it('refuses a Cryplet that is not here, naming those that are', async () => {
    const asking = { path: { name: 'goldFixing' }, body: { slot: 'last' } }
    const { status, json } = await ask(open(), 'createWake', asking)
    expect(status).toBe(404)
    expect(json).toMatchObject({
      code: 'CRYPLET_UNKNOWN',
      detail: 'There is no Cryplet "goldFixing" here, only marketClose.',
    })
  })

  it.each([
    ['a fraction of a second', { slot: '2026-11-20T21:00:00.5Z' }],
    ['a date without a time', { slot: '2026-11-20' }],
    ['a negative instant', { slot: -1 }],
    ['another member', { slot: 'last', force: true }],
    ['no slot', {}],
    ['no object', 'last'],
  ])('refuses a body with %s', async (_, body) => {
    const { status, json } = await ask(open(), 'createWake', { path, body })
    expect([status, json]).toEqual([400, expect.objectContaining({ code: 'REQUEST_INVALID' })])
  })

  it('names every fault of a request at once', async () => {
    const asking = { path: { name: '' }, query: 'force=1', body: { slot: 'soon', x: 1 } }
    const { json } = await ask(open(), 'createWake', asking)
    const { detail } = json as { readonly detail: string }
    expect(detail).toContain('path.name:')
    expect(detail).toContain('query: Unrecognized key: "force"')
    expect(detail).toContain('body.slot: expected "last"')
    expect(detail).toContain('body: Unrecognized key: "x"')
  })
})
