import { produce } from '../../../shared/activities/produce'
import { retract } from '../../../shared/activities/retract'
import { submit } from '../../../shared/activities/submit'
import type { Hex } from '../../../shared/core/hex'
import type { EventFacts } from '../../../shared/envelope/wakeFacts'
import { factsOf } from '../../../shared/runs/wakeColumns'
import type { AskerBed } from '../../support/askerBed'
import { startAskerBed } from '../../support/askerBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let bed: AskerBed

beforeAll(async () => {
  bed = await startAskerBed()
})

afterAll(() => bed.stop())

async function asked(): Promise<{ readonly wakeId: Hex; readonly facts: EventFacts }> {
  await bed.ask(1_000n)
  await bed.pump()
  const [wakeId = '0x'] = await bed.openWakes()
  const facts = factsOf(await bed.engine.ports.runs.wakes.require(wakeId))
  if (facts.kind !== 'chainEvent') throw new Error('an event woke it')
  return { wakeId, facts }
}

describe('retract', () => {
  it('records once that what was delivered is orphaned', async () => {
    const { wakeId, facts } = await asked()
    await bed.run(wakeId)
    const { ports } = bed.engine
    const before = (await ports.audit.list({ from: 1, limit: 100 })).length
    await retract(ports, facts)
    await retract(ports, facts)
    const entries = (await ports.audit.list({ from: 1, limit: 100 })).slice(before)
    const { blockNumber, blockHash } = facts.event
    expect(entries.map((entry) => entry.facts)).toMatchObject([
      { wakeId, outcome: 'applied', orphaned: { blockNumber, blockHash } },
    ])
  })

  it('has its lane cancel what is not delivered yet, and says why', async () => {
    const { wakeId, facts } = await asked()
    const { ports } = bed.engine
    await produce(ports, { wakeId })
    await submit(ports, { wakeId })
    await retract(ports, facts)
    await bed.run(wakeId)
    const [end] = (await ports.runs.deliveries.endsOf(wakeId)).values()
    expect(end).toMatchObject({
      outcome: 'cancelled',
      reasons: ['its event is no longer part of its chain'],
    })
  })

  it('stops what is submitted while it is taken back', async () => {
    const { wakeId, facts } = await asked()
    const { ports } = bed.engine
    await produce(ports, { wakeId })
    await retract(ports, facts)
    await submit(ports, { wakeId })
    expect(await bed.run(wakeId)).toMatchObject({ result: { outcomes: ['cancelled'] } })
  })
})
