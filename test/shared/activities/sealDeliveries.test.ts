import type { ActivityPorts, AskTrust } from '../../../shared/activities/ports'
import { produce } from '../../../shared/activities/produce'
import type { SealFault } from '../../../shared/activities/sealDeliveries'
import { sealDeliveries } from '../../../shared/activities/sealDeliveries'
import type { Address } from '../../../shared/core/hex'
import type { Delivery, Subscription } from '../../../shared/runs/rows'
import type { WokenBed, WokenBeds } from '../../support/wokenBed'
import { startWokenBeds } from '../../support/wokenBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const SECOND: Address = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
const THIRD: Address = '0x90F79bf6EB2c4f870365E785982E1f101E93b906'
const SILENT = 1

let beds: WokenBeds

beforeAll(async () => {
  beds = await startWokenBeds()
})

afterAll(() => beds.stop())

const trusting: AskTrust = async () => ({ trusted: true, validUntil: 2 ** 40 })
const down = new Error('the chain is down')

type Observed = WokenBed & {
  /** All that the run owes, unless it is told for whom. */
  readonly seal: (
    ports: Partial<ActivityPorts>,
    deliveries?: readonly Delivery[],
  ) => Promise<readonly SealFault[]>
}

// A run of the bed's own subscription and of others, observed and not sealed.
async function observed(others: readonly Partial<Subscription>[]): Promise<Observed> {
  const bed = await beds.wake({
    askTrust: async (_chainId, { enclave }) => {
      if (enclave !== undefined) throw down
      return { trusted: true, validUntil: 2 ** 40 }
    },
  })
  for (const other of others) {
    await bed.ports.runs.subscriptions.admit({ ...bed.engine.subscription, ...other })
  }
  await produce(bed.ports, { wakeId: bed.id })
  const record = await bed.ports.runs.deliveries.getRecord(bed.id)
  if (record === undefined) throw new Error('a record expected')
  const owed = await bed.owed()
  return {
    ...bed,
    seal: (replaced, deliveries = owed) => {
      const ports = { ...bed.ports, ...replaced }
      const sealings = deliveries.map((delivery) => ({ delivery, generation: 1 }))
      return sealDeliveries(ports, record, sealings)
    },
  }
}

// Of chain 1 first.
async function byChain({ owed }: WokenBed): Promise<readonly Delivery[]> {
  return [...(await owed())].sort((a, b) => a.chainId - b.chainId)
}

describe('sealDeliveries', () => {
  it('seals for one chain while the registry of another does not answer', async () => {
    const bed = await observed([{ chainId: SILENT }])
    const [silent, served] = await byChain(bed)
    if (silent === undefined || served === undefined) throw new Error('two deliveries expected')
    const { runs } = bed.ports
    let tell = (): void => undefined
    const stored = new Promise<void>((resolve) => {
      tell = resolve
    })
    const insert: typeof runs.envelopes.insert = async (row) => {
      const inserted = await runs.envelopes.insert(row)
      tell()
      return inserted
    }
    const faults = await bed.seal(
      {
        runs: { ...runs, envelopes: { ...runs.envelopes, insert } },
        askTrust: async (chainId, question) => {
          if (chainId !== SILENT) return trusting(chainId, question)
          await stored // it gives up no sooner than that
          throw down
        },
      },
      [silent, served],
    )
    expect(faults).toEqual([{ delivery: silent, error: down }])
    expect(await bed.envelopesOf(served)).toHaveLength(1)
  }, 20_000)

  it('asks a registry the same question once, and counts each claim that rests on it', async () => {
    const bed = await observed([{ receiver: SECOND }, { receiver: THIRD, tiers: 3 }])
    const asked: (string | undefined)[] = []
    const askTrust: AskTrust = async (chainId, question) => {
      asked.push(question.host)
      return trusting(chainId, question)
    }
    expect(await bed.seal({ askTrust })).toEqual([])
    const { address } = await bed.ports.hostSigner()
    expect(asked.sort()).toEqual([address, undefined])
    const uses = (await bed.ports.verdicts.list())
      .filter(({ question }) => question.crypletId === bed.engine.cryplet.crypletId)
      .map((use) => use.uses)
    expect(uses.sort()).toEqual([1, 2])
  })

  it('asks again in its next call: an answer is as old as the call at most', async () => {
    const bed = await observed([])
    let count = 0
    const askTrust: AskTrust = async (chainId, question) => {
      count++
      if (count === 1) throw down
      return trusting(chainId, question)
    }
    expect(await bed.seal({ askTrust })).toMatchObject([{ error: down }])
    expect(await bed.seal({ askTrust })).toEqual([])
  })

  it('gives each delivery its own fault, in the order of the sealings', async () => {
    const bed = await observed([{ chainId: SILENT }, { chainId: SILENT, receiver: SECOND }])
    const [one, other, served] = await byChain(bed)
    if (!one || !other || !served) throw new Error('three deliveries expected')
    let count = 0
    const askTrust: AskTrust = async (chainId) => {
      count++
      if (chainId === SILENT) throw down
      return { trusted: false, revert: { name: 'KeyUnknown', values: [], text: 'KeyUnknown()' } }
    }
    const sealings = [other, served, one]
    const faults = await bed.seal({ askTrust }, sealings)
    expect(faults.map(({ delivery }) => delivery)).toEqual(sealings)
    const [ofOther, ofServed, ofOne] = faults
    expect([ofOther?.error, ofOne?.error]).toEqual([down, down])
    expect(ofServed?.error).toMatchObject({ code: 'KEYS_NOT_TRUSTED' })
    expect(count).toBe(2)
  })
})
