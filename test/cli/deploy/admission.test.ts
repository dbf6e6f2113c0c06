import { localAccount } from '../../../cli/deploy/accounts'
import { admitConsumer } from '../../../cli/deploy/admission'
import { transact } from '../../../cli/deploy/chain'
import type { Consumer } from '../../../cli/deploy/contracts'
import { GOLD_NOTE_ABI, planGoldNote } from '../../../cli/deploy/contracts'
import { marketClose } from '../../../shared/cryplets/marketClose'
import type { Subscriptions } from '../../../shared/runs/subscriptions'
import { openSubscriptions } from '../../../shared/runs/subscriptions'
import { openTables } from '../../../shared/store/openTables'
import { askerFixture } from '../../support/askerFixture'
import type { Azurite } from '../../support/azurite'
import { startAzurite } from '../../support/azurite'
import { twinRig } from '../../support/twinRig'

const clock = { nowInMs: () => 1_795_208_400_500 }

let azurite: Azurite
let subscriptions: Subscriptions

beforeAll(async () => {
  azurite = await startAzurite()
  subscriptions = openSubscriptions(openTables(azurite.connection))
}, 30_000)

afterAll(() => azurite.stop())

describe('admitConsumer', () => {
  const { fixture } = twinRig()

  function goldNote(): Consumer {
    const { registry, crypletId, codeHash } = fixture()
    const cryplet = { definition: marketClose, crypletId, codeHash, sources: {} }
    const planned = planGoldNote(registry, crypletId)
    return { ...planned, contract: 'GoldNote', abi: GOLD_NOTE_ABI, cryplet }
  }

  it('admits the note for the newest price, on no block, listening to nobody', async () => {
    const { chain, crypletId, codeHash, goldNote: receiver, subscription } = fixture()
    const admitted = await admitConsumer(subscriptions, { chain, consumer: goldNote(), clock })
    expect(admitted).toEqual({
      ...{ cryplet: 'marketClose', crypletId, codeHash, chainId: 31_337, receiver, subscription },
      ...{ callback: 'calculatePrice(int256,int256)', tiers: 7, mode: 'latest' },
      ...{ maxAgeInSeconds: 432_000, timeToLiveInSeconds: 900 },
      ...{ budgetInWei: '1000000000000000000', activatedAt: 1_795_208_400 },
    })
    expect(await subscriptions.list(crypletId)).toEqual([admitted])
  })

  it("admits the asker for each answer, on its question's block, listening since it was deployed", async () => {
    const { chain } = fixture()
    const asker = await askerFixture(fixture())
    const { address, cryplet, deployedIn, subscription } = asker
    const admit = () => admitConsumer(subscriptions, { chain, consumer: asker, clock })
    const admitted = await admit()
    expect(admitted).toMatchObject({
      ...{ cryplet: 'priceOnRequest', receiver: address, subscription },
      ...{ callback: 'answer(bytes32,int256)', tiers: 7, mode: 'each', requiresAnchor: true },
      ...{ maxAgeInSeconds: 3600, codeHash: cryplet.codeHash },
      listensTo: { chainId: 31_337, address, fromBlock: deployedIn, depth: 'instant' },
    })
    // A later start finds the same block: what was asked in between is not passed over.
    const on = { chain, address, abi: asker.abi }
    await transact(on, { account: localAccount('asker'), method: 'ask', args: [1_000n] })
    expect(await admit()).toEqual(admitted)
  })
})
