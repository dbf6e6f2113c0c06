import type { IncomingMessage, ServerResponse } from 'node:http'
import { routes } from '../../../shared/api/routes'
import { drainLane } from '../../../shared/chain/lanes/drainLane'
import { laneId } from '../../../shared/chain/lanes/rows'
import { ask } from '../../support/apiFixture'
import type { CliAnswer, StateFolder } from '../../support/cliRig'
import { cryplet, stackState } from '../../support/cliRig'
import type { JsonServer } from '../../support/jsonServer'
import { startServer } from '../../support/jsonServer'
import type { LaneApi } from '../../support/laneApi'
import { startLaneApi } from '../../support/laneApi'
import { TERMS } from '../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const KEYS = { function: 'the key', admin: 'the master key', anonymous: '' }

let api: LaneApi
let server: JsonServer
let stack: StateFolder

beforeAll(async () => {
  api = await startLaneApi()
  server = await startServer((request, response) => void answer(request, response))
  const { fixture, chainUrl } = api.bed
  stack = stackState(fixture, chainUrl, Number(new URL(server.origin).port))
})

afterAll(async () => {
  stack.remove()
  await Promise.all([server.stop(), api.bed.stop()])
})

// The routes over HTTP, each behind exactly its key.
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  const { pathname } = new URL(request.url ?? '', 'http://127.0.0.1')
  const matches = routes.flatMap(({ name, method, path, role }) => {
    const pattern = new RegExp(`^/api/${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
    const found = pattern.exec(decodeURIComponent(pathname))
    return found && method === request.method ? [{ name, role, path: { ...found.groups } }] : []
  })
  const [route] = matches
  if (route === undefined || request.headers['x-functions-key'] !== KEYS[route.role]) {
    response.writeHead(route === undefined ? 404 : 401).end()
    return
  }
  const { name, path } = route
  const body: unknown = text === '' ? undefined : JSON.parse(text)
  const { status, json } = await ask(api.ports, name, { path, body })
  response.writeHead(status).end(JSON.stringify(json))
}

const lanes = (...args: readonly string[]): Promise<CliAnswer> =>
  cryplet(['lanes', ...args, '--state', stack.folder])

describe('cryplet lanes', () => {
  it('says that there is no lane before anything was submitted', async () => {
    expect((await lanes()).out).toBe('  Nothing was submitted yet: there is no lane.\n')
  })

  it('shows a table, what lanes wait for, and what would unblock them; with --json one document', async () => {
    const { bed, id } = api
    const submitted = await api.submit()
    const { envelope, delivery } = submitted
    const terms = { ...TERMS, maxFeePerGasInWei: 1n }
    bed.envelopes.set(delivery.deliveryId, { status: 'sealed', envelope, terms })
    await bed.drain()
    bed.clock.advance(130_000)
    const { out, exitCode } = await lanes()
    expect(exitCode).toBe(0)
    const [head = '', row = ''] = out.split('\n')
    expect(head).toMatch(/^ {2}lane +state +waiting +in flight +confirming +parked +oldest +ETH$/)
    expect(row).toMatch(/^ {2}31337:0x\w{40} +working +1 +0 +0 +0 +2 min +10000\.0$/)
    expect(out).toContain('    waits for   a fee below its cap of 1 wei for a unit of gas (1)\n')
    expect(out).toContain('a greater maxFeePerGasInWei of the subscription')
    expect(JSON.parse((await lanes('--json')).out)).toEqual((await api.show('listLanes')).json)
    bed.envelopes.set(delivery.deliveryId, { status: 'sealed', envelope, terms: TERMS })
    expect(JSON.parse((await lanes(id, '--json')).out)).toEqual((await api.show('getLane')).json)
  })

  it('shows one lane with nonces, budgets, deliveries, prices and rows that cannot be read', async () => {
    const { bed, id } = api
    await bed.settleAll()
    const stuck = await api.submit()
    await api.damage(stuck, { tries: 'many' })
    await bed.byHand(async () => {
      const sent = await api.submit()
      await drainLane(bed.lane)
      const { out } = await lanes(id.toLowerCase())
      expect(out).toContain('nonces      1 used for good, 1 mined, 2 with what is pending')
      expect(out).toMatch(/ {4}budget {6}0\.\d+ not admitted any more ETH/)
      expect(out).toMatch(new RegExp(`${sent.delivery.deliveryId} {2}signed, nonce 1, 0 s old\n`))
      expect(out).toMatch(/ {4}deliver {5}0x\w{64} {2}at most \d+ wei for a unit of gas/)
      expect(out).toMatch(
        / {4}\d{4}-\S+Z {2}accepted\n {4}\d{4}-\S+Z {2}signed {6}0x\w{64}, nonce 1/,
      )
      expect(out).toContain(`${stuck.delivery.deliveryId}  unreadable\n`)
      await bed.mine()
    })
    const cancelled = await lanes('cancel', id, stuck.delivery.deliveryId)
    expect(cancelled.out).toContain('Its row cannot be read.')
    await bed.settleAll()
    expect(await bed.endOf(stuck)).toMatchObject({ outcome: 'cancelled' })
  })

  it('pauses with a reason and resumes, by the master key', async () => {
    const { bed, id } = api
    const paused = await lanes('pause', id, '--reason', 'moving the key')
    expect(paused).toEqual({
      exitCode: 0,
      err: '',
      out: expect.stringContaining('  It signs no delivery from its next look on') as string,
    })
    expect((await lanes()).out).toContain('an operator to resume it: moving the key')
    await lanes('pause', id)
    expect((await lanes()).out).toContain('an operator paused it and gave no reason')
    const { out } = await lanes('resume', id, '--json')
    expect(JSON.parse(out)).toMatchObject({ lane: laneId(bed.lane.key) })
    const again = await lanes('resume', id)
    expect(again.exitCode).toBe(1)
    expect(again.err).toContain('409 WISH_SENSELESS: There is nothing to resume')
  })

  it('cancels and replays a delivery, and passes a refusal on', async () => {
    const { bed, id } = api
    const { delivery } = await api.submit()
    const { deliveryId } = delivery
    expect((await lanes('replay', id, deliveryId)).out).toContain('It is tried at the next look')
    expect((await lanes('cancel', id, deliveryId)).out).toContain('It ends as cancelled')
    expect((await lanes(id)).out).toContain(', to be cancelled\n')
    await bed.drain()
    const late = await lanes('cancel', id, deliveryId)
    expect(late.exitCode).toBe(1)
    expect(late.err).toContain('it ended as cancelled at ')
  })

  it.each([
    [['nonsense'], 'id: expected chainId:sender'],
    [['pause'], "missing required argument 'id'"],
    [['pause', '31337'], 'id: expected chainId:sender'],
    [['cancel', `1:0x${'ab'.repeat(20)}`], "missing required argument 'deliveryId'"],
    [['replay', `1:0x${'ab'.repeat(20)}`, '0x12'], 'deliveryId: expected 32 bytes'],
    [['--colour'], "unknown option '--colour'"],
    [['--url', 'nonsense'], '--url: expected a URL'],
  ])('ends with 2 and says how it is used: %j', async (args, fault) => {
    const { exitCode, err } = await cryplet(['lanes', ...args])
    expect(exitCode).toBe(2)
    expect(err).toContain(fault)
    expect(err).toContain('--help')
  })

  it('says what to do where no fabric answers, and which key it lacks', async () => {
    const { err, exitCode } = await cryplet(['lanes', '--state', '/nowhere'])
    expect([exitCode, err]).toEqual([1, expect.stringContaining('Start one with "npm start"')])
    const url = ['--url', 'http://127.0.0.1:9']
    const unreachable = await cryplet(['lanes', ...url, '--key', 'k'])
    expect(unreachable.err).toContain('Is it up? "npm start" starts the local one')
    const id = `1:0x${'ab'.repeat(20)}`
    expect((await cryplet(['lanes', ...url])).err).toContain('in CRYPLET_FUNCTION_KEY')
    expect((await cryplet(['lanes', 'resume', id, ...url])).err).toContain('in CRYPLET_MASTER_KEY')
    const wrong = await cryplet(['lanes', 'resume', id, '--url', server.origin, '--key', 'the key'])
    expect(wrong.err).toContain('401: it does not take this key')
  })
})
