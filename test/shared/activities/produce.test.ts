import { id } from 'ethers'
import type { ActivityPorts } from '../../../shared/activities/ports'
import { produce } from '../../../shared/activities/produce'
import { submit } from '../../../shared/activities/submit'
import type { Address, Hex } from '../../../shared/core/hex'
import { hashJson } from '../../../shared/core/ids'
import type { WokenBeds } from '../../support/wokenBed'
import { SLOT, startWokenBeds } from '../../support/wokenBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const OTHER: Address = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'

let beds: WokenBeds

beforeAll(async () => {
  beds = await startWokenBeds()
})

afterAll(() => beds.stop())

describe('produce', () => {
  it('changes nothing when it runs twice, and reaches each point once', async () => {
    const { ports, engine, id: wake, envelopesOf } = await beds.wake()
    expect(await produce(ports, { wakeId: wake })).toEqual({ status: 'produced' })
    const first = await envelopesOf()
    expect(await produce(ports, { wakeId: wake })).toEqual({ status: 'produced' })
    expect(await envelopesOf()).toEqual(first)
    const points = ['wake', 'deliveries', 'observe', 'observed', 'execute', 'envelope']
    expect(engine.log.points()).toEqual(points)
  })

  it('seals one truth when two executions run at once', async () => {
    const { ports, id: wake, envelopesOf } = await beds.wake()
    const results = await Promise.all([1, 2, 3].map(() => produce(ports, { wakeId: wake })))
    expect(results).toEqual([1, 2, 3].map(() => ({ status: 'produced' })))
    expect(await envelopesOf()).toHaveLength(1)
  })

  it('serves the subscriptions as they stood at first, not as they stand at a retry', async () => {
    const { ports, id: wake, owed, engine } = await beds.wake({ sources: 'down' })
    await produce(ports, { wakeId: wake })
    await ports.runs.subscriptions.admit({ ...engine.subscription, maxAgeInSeconds: 1 })
    await produce(ports, { wakeId: wake })
    expect((await owed()).map(({ maxAgeInSeconds }) => maxAgeInSeconds)).toEqual([432_000])
  })

  it("observes by the operator's overrides as the wake keeps them", async () => {
    const overrides = { closed: ['2026-11-18'] }
    const { ports, id: wake } = await beds.wake({ overrides })
    expect(await produce(ports, { wakeId: wake })).toEqual({ status: 'produced' })
    const record = await ports.runs.deliveries.getRecord(wake)
    expect(record?.facts.calendar).toBe(`XNYS@1+${hashJson(overrides)}`)
  })

  it('does not serve a subscription that was activated after the slot', async () => {
    const { ports, id: wake, owed, engine } = await beds.wake()
    await ports.runs.subscriptions.withdraw(engine.subscription)
    await ports.runs.subscriptions.admit({ ...engine.subscription, activatedAt: SLOT + 1 })
    expect(await produce(ports, { wakeId: wake })).toEqual({ status: 'produced' })
    expect(await owed()).toEqual([])
  })

  it("gives a source's fault as a value, and signs nothing", async () => {
    const { ports, id: wake, envelopesOf } = await beds.wake({ sources: 'down' })
    expect(await produce(ports, { wakeId: wake })).toMatchObject({
      status: 'fault',
      retryable: true,
      retryUntil: SLOT + 900,
      reasons: [
        expect.stringMatching(/^gold SOURCE_UNREACHABLE: /),
        expect.stringMatching(/^sofr SOURCE_UNREACHABLE: /),
      ],
    })
    expect(await ports.runs.deliveries.getRecord(wake)).toBeUndefined()
    expect(await envelopesOf()).toEqual([])
    expect(await ports.runs.deliveries.getFault(wake)).toEqual({
      reasons: [expect.stringContaining('gold'), expect.stringContaining('sofr')],
      notedAtInMs: (SLOT + 2) * 1000,
    })
  })

  it('puts no host seal around keys that the registry does not accept, and asks again', async () => {
    const revert = { name: 'KeyUnknown', values: [], text: 'KeyUnknown(key 0x1)' }
    const bed = await beds.wake({ askTrust: async () => ({ trusted: false, revert }) })
    expect(await produce(bed.ports, { wakeId: bed.id })).toMatchObject({
      status: 'fault',
      retryable: true, // enrolment may be on its way
      reasons: [expect.stringMatching(/^KEYS_NOT_TRUSTED: .*KeyUnknown\(key 0x1\)/)],
    })
    expect(await bed.envelopesOf()).toEqual([])
    const trusting: ActivityPorts = {
      ...bed.ports,
      askTrust: async () => ({ trusted: true, validUntil: 2 ** 40 }),
    }
    expect(await produce(trusting, { wakeId: bed.id })).toEqual({ status: 'produced' })
    // Observed once: the record of the first execution is sealed.
    expect(bed.engine.log.points().filter((point) => point === 'observed')).toHaveLength(1)
  })

  it('seals though the use of a verdict cannot be counted: that only saves gas', async () => {
    const bed = await beds.wake()
    const count = async (): Promise<never> => {
      throw new Error('storage is down')
    }
    const ports = { ...bed.ports, verdicts: { ...bed.ports.verdicts, count } }
    expect(await produce(ports, { wakeId: bed.id })).toEqual({ status: 'produced' })
    expect(bed.engine.log.lines.join()).toContain('a use of a verdict was not counted')
  })

  it('stores no record that no registry accepts: whoever made it, it would spoil the run', async () => {
    const asked: (string | undefined)[] = []
    const bed = await beds.wake({
      askTrust: async (_chainId, { enclave }) => {
        asked.push(enclave)
        const revert = { name: 'KeyUnknown', values: [], text: 'KeyUnknown(key 0x1)' }
        return { trusted: false, revert }
      },
    })
    await produce(bed.ports, { wakeId: bed.id })
    expect(asked).toEqual([undefined]) // tier 1 alone, before anything is stored
    expect(await bed.ports.runs.deliveries.getRecord(bed.id)).toBeUndefined()
  })

  it('stores a record that one chain accepts, though another does not answer', async () => {
    const bed = await beds.wake({
      askTrust: async (chainId) => {
        if (chainId === 1) throw new Error('the chain is down')
        return { trusted: true, validUntil: 2 ** 40 }
      },
    })
    await bed.ports.runs.subscriptions.admit({ ...bed.engine.subscription, chainId: 1 })
    expect(await produce(bed.ports, { wakeId: bed.id })).toMatchObject({ isPartly: true })
    expect(await bed.envelopesOf((await bed.owed())[1])).toHaveLength(1)
  })

  it('asks the container again after an answer that is wrong, and refuses nothing for it', async () => {
    const bed = await beds.wake()
    const execution = await bed.ports.execution()
    const wrong: ActivityPorts = {
      ...bed.ports,
      execution: async () => ({
        ...execution,
        execute: async (request) => {
          const { envelopes, payload } = await execution.execute(request)
          const forged = envelopes.map((envelope) => ({ ...envelope, seals: '0x' as const }))
          return { envelopes: forged, payload }
        },
      }),
    }
    expect(await produce(wrong, { wakeId: bed.id })).toMatchObject({
      status: 'fault',
      retryable: true,
      reasons: [expect.stringMatching(/^ENCLAVE_ANSWER_INVALID: /)],
    })
    expect(await produce(bed.ports, { wakeId: bed.id })).toEqual({ status: 'produced' })
  })

  it('stores no record of other code, and asks again', async () => {
    const bed = await beds.wake()
    const { cryplet } = bed.engine
    const ours = { ...cryplet, codeHash: id('newer code') as Hex }
    const ports: ActivityPorts = { ...bed.ports, cryplets: [ours] }
    expect(await produce(ports, { wakeId: bed.id })).toMatchObject({
      status: 'fault',
      retryable: true,
      reasons: [expect.stringMatching(/^RECORD_OF_OTHER_CODE: /)],
    })
    expect(await ports.runs.deliveries.getRecord(bed.id)).toBeUndefined()
  })

  it('seals for the others when the container leaves a claim out', async () => {
    const bed = await beds.wake()
    await bed.ports.runs.subscriptions.admit({ ...bed.engine.subscription, receiver: OTHER })
    const execution = await bed.ports.execution()
    const forgetful: ActivityPorts = {
      ...bed.ports,
      execution: async () => ({
        ...execution,
        execute: async (request) => {
          const { envelopes, payload } = await execution.execute(request)
          return { envelopes: envelopes.slice(1), payload }
        },
      }),
    }
    expect(await produce(forgetful, { wakeId: bed.id })).toMatchObject({
      status: 'fault',
      retryable: true,
      isPartly: true,
      reasons: [expect.stringMatching(/^CLAIM_MISSING: /)],
    })
    const partial = { wakeId: bed.id, isPartly: true } as const
    expect(await submit(bed.ports, partial)).toEqual({ status: 'submitted', open: 2 })
    const [, served] = await bed.owed()
    if (served === undefined) throw new Error('two deliveries expected')
    const key = { chainId: 31_337, sender: bed.engine.sender }
    expect(await bed.ports.lanes.get(key, served.deliveryId)).toMatchObject({ state: 'accepted' })
  })

  it('refuses one subscription that was admitted for other code, and serves the others', async () => {
    const { ports, id: wake, owed, engine, envelopesOf } = await beds.wake()
    const admitted = { ...engine.subscription, receiver: OTHER, codeHash: id('older code') as Hex }
    await ports.runs.subscriptions.admit(admitted)
    expect(await produce(ports, { wakeId: wake })).toEqual({ status: 'produced' })
    const [refused, served] = await owed()
    if (!refused || !served) throw new Error('two deliveries expected')
    expect(refused.receiver).toBe(OTHER)
    expect(await ports.runs.deliveries.getEnd(refused)).toMatchObject({
      outcome: 'refused',
      reasons: [expect.stringContaining('admitted for the code')],
    })
    expect(await envelopesOf(served)).toHaveLength(1)
    expect(await submit(ports, { wakeId: wake })).toEqual({ status: 'submitted', open: 1 })
  })

  it('never signs what a source knows only now for a slot past its grace', async () => {
    const bed = await beds.wake()
    const { cryplet } = bed.engine
    const gold = cryplet.definition.sources['gold']
    if (gold === undefined) throw new Error('gold expected')
    const sources = { ...cryplet.definition.sources, gold: { ...gold, asOf: 'latest' as const } }
    const definition = { ...cryplet.definition, sources }
    const ports = { ...bed.ports, cryplets: [{ ...cryplet, definition }] }
    bed.clock.advance(20 * 60_000)
    expect(await produce(ports, { wakeId: bed.id })).toMatchObject({
      status: 'fault',
      reasons: [expect.stringContaining('past its grace')],
      retryUntil: SLOT, // missed at once: no asking again makes it earlier
    })
    expect(bed.engine.log.points()).not.toContain('observe')
  })
})
