import { currentEnvelope } from '../../../shared/activities/currentEnvelope'
import type { ActivityPorts } from '../../../shared/activities/ports'
import { produce } from '../../../shared/activities/produce'
import type { EnvelopeRow } from '../../../shared/runs/rows'
import { signer } from '../../support/deployFixture'
import type { WokenBeds } from '../../support/wokenBed'
import { SLOT, startWokenBeds } from '../../support/wokenBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let beds: WokenBeds

beforeAll(async () => {
  beds = await startWokenBeds()
})

afterAll(() => beds.stop())

describe('currentEnvelope', () => {
  it('is the stored one while it lives', async () => {
    const { ports, id: wake, owed, envelopesOf } = await beds.wake()
    await produce(ports, { wakeId: wake })
    const [delivery] = await owed()
    const current = await currentEnvelope(ports, delivery?.deliveryId ?? '0x')
    const [row] = await envelopesOf()
    expect(current).toMatchObject({ status: 'sealed', envelope: { digest: row?.digest } })
  })

  it('is sealed anew from the same record, with the same sequence, when it has expired', async () => {
    const { ports, id: wake, owed, envelopesOf, clock } = await beds.wake()
    await produce(ports, { wakeId: wake })
    const deliveryId = (await owed())[0]?.deliveryId ?? '0x'
    const before = await currentEnvelope(ports, deliveryId)
    clock.advance(40 * 60_000)
    const after = await currentEnvelope(ports, deliveryId)
    if (before.status !== 'sealed' || after.status !== 'sealed') throw new Error('sealed expected')
    const { expiresAt: early, ...sameBefore } = before.envelope.claim
    const { expiresAt: late, ...sameAfter } = after.envelope.claim
    expect(sameAfter).toEqual(sameBefore)
    expect(late - early).toBe(1800n) // three times to live after fetching instead of one
    expect((await envelopesOf()).map(({ generation }) => generation)).toEqual([1, 3])
  })

  it('has expired when its policy accepts the observations no more', async () => {
    const { ports, id: wake, owed, clock } = await beds.wake()
    await produce(ports, { wakeId: wake })
    clock.advance(5 * 86_400_000)
    expect(await currentEnvelope(ports, (await owed())[0]?.deliveryId ?? '0x')).toEqual({
      status: 'expired',
      reason: `its policy accepted the observations until ${String(SLOT + 5 * 86_400)}`,
      until: SLOT + 5 * 86_400,
    })
  })

  it('does not leave storage when somebody has changed it there: it is sealed anew', async () => {
    const { ports, id: wake, owed, envelopesOf } = await beds.wake()
    await produce(ports, { wakeId: wake })
    const deliveryId = (await owed())[0]?.deliveryId ?? '0x'
    const [honest] = await envelopesOf()
    const current = await currentEnvelope(forging(ports), deliveryId)
    if (current.status !== 'sealed') throw new Error('sealed expected')
    const generations = await envelopesOf()
    expect(generations.map(({ generation }) => generation)).toEqual([1, 2])
    expect(current.envelope.digest).toBe(generations[1]?.digest)
    expect(current.envelope.digest).not.toBe(honest?.digest)
  })

  it('is sealed anew after the host key was changed', async () => {
    const { ports, id: wake, owed } = await beds.wake()
    await produce(ports, { wakeId: wake })
    const other = signer('42')
    const renewed: ActivityPorts = { ...ports, hostSigner: async () => other }
    const current = await currentEnvelope(renewed, (await owed())[0]?.deliveryId ?? '0x')
    expect(current).toMatchObject({ envelope: { signers: { host: other.address } } })
  })

  it('has expired in time, whatever is wrong with the stored one', async () => {
    const { ports, id: wake, owed, clock } = await beds.wake()
    await produce(ports, { wakeId: wake })
    clock.advance(5 * 86_400_000)
    const current = await currentEnvelope(forging(ports), (await owed())[0]?.deliveryId ?? '0x')
    expect(current).toMatchObject({ status: 'expired' })
  })
})

// Somebody has changed the first envelope in the tables.
function forging(ports: ActivityPorts): ActivityPorts {
  const { envelopes } = ports.runs
  const list: typeof envelopes.list = async (which) =>
    (await envelopes.list(which)).map((row) => {
      if (row.generation !== 1) return row
      const text = JSON.stringify(row.envelope).replace('"expiresAt":"1', '"expiresAt":"2')
      return { ...row, envelope: JSON.parse(text) as EnvelopeRow['envelope'] }
    })
  return { ...ports, runs: { ...ports.runs, envelopes: { ...envelopes, list } } }
}
