import type { KillRig, Victim } from './killRig'
import { openKillRig, POINTS } from './killRig'

// Real processes: chain, storage, sample sources and both hosts.
jest.setTimeout(120_000)

let rig: KillRig

beforeAll(async () => {
  rig = await openKillRig()
})

afterAll(async () => {
  await rig.close()
})

const victims: readonly Victim[] = ['fabric', 'enclave']

describe.each(victims)('killing the host of the %s app', (victim) => {
  it.each(POINTS)(
    'at the point %s leaves one delivery, once the next start has gone on',
    async (point) => {
      expect(await rig.round(point, victim)).toMatchObject({
        delivered: 1,
        transactions: 1,
        outcomes: ['applied'],
      })
    },
  )
})
