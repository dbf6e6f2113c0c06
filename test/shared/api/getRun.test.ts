import { id, keccak256 } from 'ethers'
import { produce } from '../../../shared/activities/produce'
import type { ApiPorts } from '../../../shared/api/ports'
import { defineCryplet } from '../../../shared/authoring/defineCryplet'
import type { Hex } from '../../../shared/core/hex'
import type { RunDocument } from '../../../shared/execution/replay/runDocument'
import { ask, NO_NOTE, openPorts } from '../../support/apiFixture'
import type { Replaced, WokenBed, WokenBeds } from '../../support/wokenBed'
import { SLOT, startWokenBeds } from '../../support/wokenBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const DAY_IN_MS = 86_400_000

let beds: WokenBeds

beforeAll(async () => {
  beds = await startWokenBeds()
})

afterAll(() => beds.stop())

type Bed = WokenBed & { readonly api: ApiPorts }

// A run that has come as far as its envelopes.
async function produced(replaced?: Replaced): Promise<Bed> {
  const bed = await beds.wake(replaced)
  await produce(bed.ports, { wakeId: bed.id })
  const { runs, cryplets, clock } = bed.ports
  return { ...bed, api: openPorts(beds.connection, NO_NOTE, { runs, cryplets, clock }) }
}

async function runOf(api: ApiPorts, runId: Hex): Promise<RunDocument> {
  const { status, json } = await ask(api, 'getRun', { path: { id: runId } })
  expect(status).toBe(200)
  return json as RunDocument
}

function lacksOf({ bodies }: RunDocument): readonly unknown[] {
  return bodies.map((body) => ('leftOut' in body ? body.leftOut : 'there'))
}

describe('getRun', () => {
  it('gives what woke a run, what was read, by which code, and what was made of it', async () => {
    const { api, id: runId, engine, owed, envelopesOf } = await produced()
    const run = await runOf(api, runId)
    const { crypletId, codeHash } = engine.cryplet
    expect(run).toMatchObject({
      ...{ version: 1, runId, cryplet: 'marketClose', state: 'open' },
      wake: { kind: 'schedule', crypletId, slot: SLOT },
      record: { runId, codeHash, facts: { calendar: expect.stringMatching(/^XNYS@/) as unknown } },
      code: { codeHash, version: '1.0.0', origins: [expect.stringMatching(/^http:/)] },
    })
    const [delivery] = await owed()
    const [envelope] = await envelopesOf()
    expect(run.deliveries).toEqual([
      {
        deliveryId: delivery?.deliveryId,
        ...{ chainId: 31_337, receiver: delivery?.receiver, subscription: delivery?.subscription },
        claims: [
          {
            ...{ generation: 1, digest: envelope?.digest },
            terms: expect.objectContaining({ deliveryId: delivery?.deliveryId }) as unknown,
            claim: expect.objectContaining({ observedAt: String(SLOT) }) as unknown,
          },
        ],
      },
    ])
  })

  it('gives the bytes that the observations have the hashes of', async () => {
    const { api, id: runId } = await produced()
    const { bodies, record } = await runOf(api, runId)
    const hashes = bodies.map((body) =>
      'body' in body ? keccak256(Buffer.from(body.body, 'base64')) : body.leftOut,
    )
    expect(hashes).toEqual(record?.facts.observations.map(({ responseHash }) => responseHash))
    expect(hashes).toHaveLength(2)
  })

  it('finds the run of a delivery, and says what is neither', async () => {
    const { api, id: runId, owed } = await produced()
    const [delivery] = await owed()
    expect((await runOf(api, delivery?.deliveryId ?? '0x')).runId).toBe(runId)
    expect(await ask(api, 'getRun', { path: { id: id('nothing') } })).toMatchObject({
      status: 404,
      json: { code: 'RUN_UNKNOWN' },
    })
    expect((await ask(api, 'getRun', { path: { id: '0x12' } })).status).toBe(400)
  })

  it('tells of a run whose sources gave nothing why, and no record', async () => {
    const { api, id: runId } = await produced({ sources: 'down' })
    const run = await runOf(api, runId)
    expect(run.fault?.reasons.join()).toContain('gold SOURCE_UNREACHABLE')
    expect([run.record, run.code, run.bodies]).toEqual([undefined, undefined, []])
  })

  it('shows no body that is older than it may be, though it is not removed yet', async () => {
    const { api, id: runId, clock } = await produced()
    clock.set(clock.nowInMs() + 30 * DAY_IN_MS)
    expect(lacksOf(await runOf(api, runId))).toEqual(['there', 'there'])
    clock.set(clock.nowInMs() + 1)
    expect(lacksOf(await runOf(api, runId))).toEqual(['removed by age', 'removed by age'])
  })

  it('shows no body once none is to be kept, and says where none was', async () => {
    const { api, id: runId, clock } = await produced()
    clock.set(clock.nowInMs() + 1)
    const none = { ...api, retention: { bodiesInDays: 0, postsInDays: 30 } }
    expect(lacksOf(await runOf(none, runId))).toEqual(['removed by age', 'removed by age'])
    const never = await produced({ retention: { bodiesInDays: 0, postsInDays: 30 } })
    expect(lacksOf(await runOf(never.api, never.id))).toEqual(['not kept', 'not kept'])
  })

  it('shows no body of a source that is declared private by now', async () => {
    const { api, id: runId, engine } = await produced()
    const { definition } = engine.cryplet
    const { gold: declared } = definition.sources
    if (declared?.kind !== 'httpJson') throw new Error('marketClose has no source gold')
    const { body, ...gold } = declared
    expect(body).toBe('public')
    const hidden = defineCryplet({ ...definition, sources: { ...definition.sources, gold } })
    const cryplets = [{ ...engine.cryplet, definition: hidden }]
    expect(lacksOf(await runOf({ ...api, cryplets }, runId))).toEqual(['not public', 'there'])
  })
})
