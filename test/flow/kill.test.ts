import type { KillRig } from './killRig'
import { KILLS, openKillRig } from './killRig'

// Real processes: chain, storage, broker, sample sources and both hosts.
jest.setTimeout(120_000)

let rig: KillRig

beforeAll(async () => {
  rig = await openKillRig()
})

afterAll(async () => {
  await rig.close()
})

describe('SIGKILL', () => {
  it.each(KILLS)(
    'of $victim at the point $point leaves one delivery, once the next start has gone on',
    async ({ victim, point }) => {
      expect(await rig.round(point, victim)).toMatchObject({
        delivered: 1,
        transactions: 1,
        outcomes: ['applied'],
      })
    },
  )
})
