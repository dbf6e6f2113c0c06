import type { Chain } from '../../../../shared/chain/chain'
import { drainLane } from '../../../../shared/chain/lanes/drainLane'
import { openChain } from '../../../../shared/chain/openChain'
import { openRpc } from '../../../../shared/chain/openRpc'
import type { LaneBed, Submitted } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'
import type { Seen } from '../../../support/poolLimits'
import { limitPool } from '../../../support/poolLimits'

// Processes start, 600 transactions are signed and mined, and others may be busy on this machine.
jest.setTimeout(180_000)

const AHEAD = 600
const SLOTS = 16
const PATIENCE_IN_MS = 60_000

let bed: LaneBed

beforeEach(async () => {
  bed = await startLaneBed()
})

afterEach(() => bed.stop())

// The same chain behind a node that keeps 16 transactions of an account, and no queue.
function behindSmallPool(): { chain: Chain; seen: Seen } {
  const { rpc, seen } = limitPool(openRpc({ url: bed.chainUrl }), SLOTS)
  return { chain: openChain({ rpcs: [rpc], needed: 1, chainId: bed.lane.chain.chainId }), seen }
}

// The lane signs as on a chain that has mined so many more; none of it reaches a node.
function asIfAhead(by: number): Chain {
  const { chain } = bed.lane
  return {
    ...chain,
    look: async (sender) => {
      const view = await chain.look(sender)
      return { ...view, minedNonce: view.minedNonce + by }
    },
    broadcast: async (raws) => raws.map(() => ({ status: 'unknown', reason: 'lost' })),
  }
}

async function minedNonce(): Promise<number> {
  return bed.fixture.provider.getTransactionCount(bed.lane.key.sender)
}

async function heldNonces(): Promise<readonly number[]> {
  const { rows } = await bed.lane.journal.read(bed.lane.key)
  return rows.flatMap(({ row }) => ('nonce' in row ? [row.nonce] : [])).sort((a, b) => a - b)
}

// Looks, and mines a block after each look, until the chain has used that many nonces: nobody helps.
async function drainUntil(chain: Chain, nonce: number): Promise<number> {
  const started = performance.now()
  const elapsedInMs = (): number => performance.now() - started
  await bed.byHand(async () => {
    while ((await minedNonce()) < nonce && elapsedInMs() < PATIENCE_IN_MS) {
      await drainLane({ ...bed.lane, chain })
      await bed.mine()
    }
  })
  return elapsedInMs()
}

// A claim at the far end, and what the lane itself puts before it, down to `lowest` beyond what is mined.
async function runAway(lowest: number): Promise<Submitted> {
  const lost = await bed.submit()
  await drainLane({ ...bed.lane, chain: asIfAhead(AHEAD) })
  for (let by = AHEAD - SLOTS + 1; by > lowest - SLOTS; by -= SLOTS) {
    await drainLane({ ...bed.lane, chain: asIfAhead(Math.max(by, lowest)) })
  }
  return lost
}

describe('a counter that is 600 ahead of its chain', () => {
  it.each([
    { taken: 'every place in flight, and none below', lowest: AHEAD - SLOTS + 1 },
    { taken: 'each nonce up to it', lowest: 0 },
  ])('comes back by itself with $taken taken', async ({ lowest }) => {
    const start = await minedNonce()
    const lost = await runAway(lowest)
    const expected = Array.from({ length: AHEAD + 1 - lowest }, (_, at) => start + lowest + at)
    expect(await heldNonces()).toEqual(expected)
    const { chain, seen } = behindSmallPool()
    // All of it, not only the first step.
    expect(await drainUntil(chain, start + AHEAD + 1)).toBeLessThan(PATIENCE_IN_MS)
    expect(await minedNonce()).toBe(start + AHEAD + 1)
    expect(Math.max(...seen.distances)).toBeLessThan(SLOTS)
    expect(seen.refusals.get('txpool is full: account limit exceeded')).toBeUndefined()
    await drainLane({ ...bed.lane, chain })
    expect(await bed.endOf(lost)).toMatchObject({ outcome: 'applied' })
    expect(await heldNonces()).toEqual([])
  })
})
