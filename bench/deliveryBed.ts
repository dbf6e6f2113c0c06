import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LaneDelivery, LaneKey } from '../shared/chain/lanes/rows'
import { openRpc } from '../shared/chain/openRpc'
import type { RpcReply } from '../shared/chain/rpc'
import type { Address, Hex } from '../shared/core/hex'
import { hashJson } from '../shared/core/ids'
import { encodeDeliver } from '../shared/envelope/deliverCalldata'
import type { SealedEnvelope } from '../shared/envelope/sealedEnvelope'
import { verifySeals } from '../shared/envelope/sealedEnvelope'
import { useFastKeccak } from '../shared/signing/fastKeccak'
import { localSigner } from '../shared/signing/localSigner'
import { recover } from '../shared/signing/recover'
import type { Signer } from '../shared/signing/signer'
import { startAzurite } from '../test/support/azurite'
import type { Fixture } from '../test/support/deployFixture'
import { deployFixture, fixtureClaim, sealFixture } from '../test/support/deployFixture'
import { startAnvil } from '../test/support/foundry'
import { deployNotes } from '../test/support/goldNotes'

/** A claim that is sealed for one of the bed's notes. */
export type Sealed = {
  readonly deliveryId: Hex
  readonly receiver: Address
  readonly envelope: SealedEnvelope
  /** What whoever delivers it sends, byte for byte. */
  readonly data: Hex
}

/** An account with a balance of its own. */
export type Account = { readonly privateKey: Hex; readonly signer: Signer }

/** Where deliveries are measured: real storage with its journal on disk, a real chain, real contracts. */
export type DeliveryBed = {
  readonly connection: string
  readonly chainUrl: string
  readonly fixture: Fixture
  readonly notes: readonly Address[]
  readonly account: () => Promise<Account>
  /** Lets the chain's time pass and seals a claim for each of the first notes: newer than all before. */
  readonly seal: (count: number) => Promise<readonly Sealed[]>
  /** Seals a claim for one note, as of an instant. */
  readonly sealFor: (receiver: Address, observedAt: number) => Promise<Sealed>
  /** Counts the claims that are the last ones which their notes have applied, as the chain says. */
  readonly countApplied: (sealed: readonly Sealed[]) => Promise<number>
  readonly stop: () => Promise<void>
}

const PRICE_CALL = '0xa035b1fe' // price()
// Lest it be measured how it puts old states on disk, which no node does for each block.
const FLAGS = ['--hardfork', 'osaka', '--prune-history', '64']

/**
 * Starts storage and chain as the local stack runs them, and deploys notes: each is a subscription of its own.
 *
 * @param count - How many notes.
 * @param flags - Of the chain; it mines on demand when left out.
 * @returns The bed.
 */
export async function startDeliveryBed(
  count: number,
  flags: readonly string[] = [],
): Promise<DeliveryBed> {
  await useFastKeccak() // as the fabric does at its start
  const folder = mkdtempSync(join(tmpdir(), 'delivery-bench-'))
  const [azurite, anvil] = await Promise.all([
    startAzurite(folder),
    startAnvil([...FLAGS, ...flags]),
  ])
  const fixture = await deployFixture(anvil.url)
  const { provider, domain } = fixture
  const notes = await deployNotes(fixture, count)
  let keys = 0
  const sealFor: DeliveryBed['sealFor'] = async (receiver, observedAt) => {
    const claim = await fixtureClaim(fixture, { observedAt: BigInt(observedAt) })
    const to = { ...domain, verifyingContract: receiver }
    const envelope = verifySeals(await sealFixture(fixture, claim, { domain: to }), { recover })
    const deliveryId = hashJson(['delivery', envelope.digest])
    return { deliveryId, receiver, envelope, data: encodeDeliver(envelope) }
  }
  return {
    ...{ connection: azurite.connection, chainUrl: anvil.url, fixture, notes, sealFor },
    account: async () => {
      const privateKey: Hex = `0x${(++keys).toString(16).padStart(64, 'b')}`
      const signer = localSigner(privateKey)
      await provider.send('anvil_setBalance', [signer.address, `0x${(10n ** 21n).toString(16)}`])
      return { privateKey, signer }
    },
    seal: async (count) => {
      // A note takes a claim a second, each newer than the last.
      await provider.send('evm_increaseTime', [2])
      await provider.send('evm_mine', [])
      const observedAt = (await fixture.now()) - 1
      return Promise.all(notes.slice(0, count).map((note) => sealFor(note, observedAt)))
    },
    countApplied: async (sealed) => {
      const calls = sealed.map(({ receiver: to }) => ({
        method: 'eth_call',
        params: [{ to, data: PRICE_CALL }, 'latest'],
      }))
      const replies = await openRpc({ url: anvil.url, timeoutInMs: 60_000 }).send(calls)
      return sealed.filter((each, index) => isApplied(each, replies[index])).length
    },
    stop: async () => {
      provider.destroy()
      await Promise.all([azurite.stop(), anvil.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Gives the row that a claim enters a lane with.
 *
 * @param key - Which lane.
 * @param sealed - The claim.
 * @returns Accepted now.
 */
export function deliveryOf(key: LaneKey, sealed: Sealed): LaneDelivery {
  const { deliveryId, receiver, envelope } = sealed
  const { subscription } = envelope.claim
  const acceptedAtInMs = Date.now()
  return { ...key, deliveryId, wakeId: deliveryId, receiver, subscription, acceptedAtInMs }
}

// `price()` gives the price, and the second of the observation that it rests on.
function isApplied({ envelope }: Sealed, reply: RpcReply | undefined): boolean {
  const answer = reply?.ok === true ? String(reply.result) : ''
  return answer.length === 130 && BigInt(`0x${answer.slice(66)}`) === envelope.claim.observedAt
}
