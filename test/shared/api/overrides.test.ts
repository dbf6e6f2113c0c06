import type { ApiPorts } from '../../../shared/api/ports'
import { routes } from '../../../shared/api/routes'
import { ask, NO_NOTE, openPorts } from '../../support/apiFixture'
import { type Azurite, startAzurite } from '../../support/azurite'

describe("the operator's overrides", () => {
  const path = { calendar: 'XNYS' }
  const open = (): ApiPorts => openPorts(azurite.connection, NO_NOTE)
  let azurite: Azurite

  beforeAll(async () => {
    azurite = await startAzurite()
  }, 30_000)

  afterAll(() => azurite.stop())

  it('are changed by an administrator alone', () => {
    const roles = routes.filter((route) => route.path.endsWith('/overrides'))
    expect(roles.map(({ method, role }) => [method, role])).toEqual([
      ['GET', 'function'],
      ['PUT', 'admin'],
    ])
  })

  it('are none at first, and then what was put', async () => {
    const ports = open()
    const empty = { status: 200, json: { calendar: 'XNYS', overrides: {} } }
    expect(await ask(ports, 'getOverrides', { path })).toEqual(empty)
    const overrides = { closed: ['2026-11-20'], closes: { '2026-11-19': '12:00' } }
    const put = await ask(ports, 'putOverrides', { path, body: overrides })
    expect(put).toEqual({ status: 200, json: { calendar: 'XNYS', overrides } })
    expect(await ask(ports, 'getOverrides', { path })).toEqual(put)
    const wake = { path: { name: 'marketClose' }, body: { slot: 'last' } }
    const slot = Date.parse('2026-11-19T17:00:00Z') / 1000
    expect((await ask(ports, 'createWake', wake)).json).toMatchObject({ slot })
    expect(await ask(ports, 'putOverrides', { path, body: {} })).toEqual(empty)
  })

  it.each([
    [{ closes: { '2026-11-19': '09:00' } }, 400, 'INVALID_VALUE'],
    [{ closes: { '2026-11-21': '12:00' } }, 400, 'INVALID_VALUE'],
    [{ closed: ['2026-11-31'] }, 400, 'INVALID_VALUE'],
    [{ closed: ['2031-11-20'] }, 422, 'CALENDAR_OUT_OF_RANGE'],
    [{ holidays: [] }, 400, 'REQUEST_INVALID'],
  ])('are not stored when they are %j', async (body, status, code) => {
    const ports = open()
    const refused = await ask(ports, 'putOverrides', { path, body })
    expect([refused.status, refused.json]).toEqual([status, expect.objectContaining({ code })])
    expect(await ports.runs.checkpoints.getOverrides('XNYS')).toBeUndefined()
  })

  it.each(['getOverrides', 'putOverrides'])(
    'of an exchange that is not known are refused by %s',
    async (name) => {
      const asking = { path: { calendar: 'XPAR' }, body: {} }
      const { status, json } = await ask(open(), name, asking)
      expect([status, json]).toEqual([400, expect.objectContaining({ code: 'INVALID_VALUE' })])
    },
  )
})
