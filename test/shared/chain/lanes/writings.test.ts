import { drainLane } from '../../../../shared/chain/lanes/drainLane'
import type { Journal } from '../../../../shared/chain/lanes/journal'
import type { Lane } from '../../../../shared/chain/lanes/lane'
import type { Change } from '../../../../shared/chain/lanes/laneState'
import type { LaneBed } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let bed: LaneBed

beforeAll(async () => {
  bed = await startLaneBed()
})

afterAll(() => bed.stop())

const stateOf = ({ to }: Change): string => (to === 'past' ? 'past' : to.state)

// Notes what each writing does.
function recording(journal: Journal): { journal: Journal; writings: string[] } {
  const writings: string[] = []
  const write: Journal['write'] = (key, writing) => {
    writings.push(writing.changes.map(stateOf).join(' '))
    return journal.write(key, writing)
  }
  return { journal: { ...journal, write }, writings }
}

// What is sent is mined when its sending returns, a second after what came before.
function mining({ fixture, mine, lane }: LaneBed): Lane['chain'] {
  return {
    ...lane.chain,
    broadcast: async (raws) => {
      const results = await lane.chain.broadcast(raws)
      await mine()
      await fixture.provider.send('evm_increaseTime', [2])
      await mine()
      return results
    },
  }
}

describe('what a lane writes', () => {
  it('puts away what is told when nothing else is to be written', async () => {
    await bed.submit()
    bed.clock.advance(1)
    await bed.submit()
    const { journal, writings } = recording(bed.lane.journal)
    await drainLane({ ...bed.lane, journal, chain: mining(bed) })
    expect(writings).toEqual(['signed', 'settled', 'signed', 'settled', 'past past'])
    expect(bed.told).toHaveLength(2)
  })

  it('closes what is told also while its chain is down, so that it is told once', async () => {
    const { length } = bed.told
    await bed.submit()
    bed.clock.advance(1)
    const next = await bed.submit()
    const chain = mining(bed)
    const dying: Lane['chain'] = {
      ...chain,
      look: async (sender) => {
        if (bed.told.length > length) throw new Error('the chain is down')
        return chain.look(sender)
      },
    }
    const { journal, writings } = recording(bed.lane.journal)
    for (let ring = 0; ring < 2; ring++) {
      const drained = drainLane({ ...bed.lane, journal, chain: dying })
      await expect(drained).rejects.toThrow('the chain is down')
    }
    expect(writings).toEqual(['signed', 'settled', 'past'])
    expect(bed.told).toHaveLength(length + 1)
    await drainLane({ ...bed.lane, chain })
    expect(await bed.endOf(next)).toMatchObject({ outcome: 'applied' })
  })
})
