import { Interface } from 'ethers'
import { localAccount } from '../../cli/deploy/accounts'
import type { Chain } from '../../shared/chain/chain'
import { cryptoDelegate } from '../../shared/chain/contracts.generated'
import { drainLane } from '../../shared/chain/lanes/drainLane'
import { openGasLimits } from '../../shared/chain/lanes/gasLimits'
import type { Journal } from '../../shared/chain/lanes/journal'
import { openJournal } from '../../shared/chain/lanes/journal'
import type { CurrentEnvelope, Lane, Terms } from '../../shared/chain/lanes/lane'
import type { LaneDelivery, LaneEnd, LaneRow, SettledRow } from '../../shared/chain/lanes/rows'
import { lastAttempt } from '../../shared/chain/lanes/rows'
import { openChain } from '../../shared/chain/openChain'
import { openRpc } from '../../shared/chain/openRpc'
import type { Address, Hex } from '../../shared/core/hex'
import { hashJson } from '../../shared/core/ids'
import type { Claim } from '../../shared/envelope/claim'
import type { SealedEnvelope } from '../../shared/envelope/sealedEnvelope'
import { verifySeals } from '../../shared/envelope/sealedEnvelope'
import { localSigner } from '../../shared/signing/localSigner'
import { recover } from '../../shared/signing/recover'
import { openTables } from '../../shared/store/openTables'
import type { OpenTable } from '../../shared/store/table'
import type { Azurite } from './azurite'
import { startAzurite } from './azurite'
import type { Fixture } from './deployFixture'
import { deployFixture, fixtureClaim, sealFixture } from './deployFixture'
import type { Anvil } from './foundry'
import { startAnvil } from './foundry'
import type { RecordingLog } from './recordingLog'
import { recordingLog } from './recordingLog'
import type { VirtualClock } from './virtualClock'
import { virtualClock } from './virtualClock'

/** A delivery that was submitted in a test. */
export type Submitted = {
  readonly delivery: LaneDelivery
  readonly envelope: SealedEnvelope
}

/** A lane over a real chain, real contracts and real storage. */
export type LaneBed = {
  readonly fixture: Fixture
  readonly chainUrl: string
  readonly openTable: OpenTable
  readonly clock: VirtualClock
  readonly lane: Lane
  readonly log: RecordingLog
  /** Seals a claim that is newer than all before it, and submits it. */
  readonly submit: (overrides?: Partial<Claim>) => Promise<Submitted>
  /** Drains, also what the chain takes a moment to mine; parts of the lane may be replaced. */
  readonly drain: (replaced?: Partial<Lane>) => Promise<void>
  readonly rowOf: (submitted: Submitted) => Promise<LaneRow | undefined>
  /** How a delivery ended; undefined while it has not. */
  readonly endOf: (submitted: Submitted) => Promise<LaneEnd | undefined>
  /** Drains until nothing is left that time alone brings on. */
  readonly settleAll: () => Promise<void>
  /** Transactions in which the note told of a claim. */
  readonly eventsOf: (submitted: Submitted) => Promise<readonly string[]>
  readonly told: readonly SettledRow[]
  /** What envelopeOf gives, by delivery. */
  readonly envelopes: Map<Hex, CurrentEnvelope>
  readonly mine: () => Promise<void>
  /** Runs something on a chain that makes a block only when it is told to. */
  readonly byHand: (run: () => Promise<void>) => Promise<void>
  readonly stop: () => Promise<unknown>
}

const delegate = new Interface(cryptoDelegate.abi)

/**
 * Starts a chain and a storage, deploys the note, and opens a lane of the sender.
 *
 * @returns The bed.
 */
export async function startLaneBed(): Promise<LaneBed> {
  const [azurite, anvil] = await Promise.all([
    startAzurite(),
    startAnvil(['--hardfork', 'osaka']),
  ] as const)
  return openLaneBed(azurite, anvil, await deployFixture(anvil.url))
}

function openLaneBed(azurite: Azurite, anvil: Anvil, fixture: Fixture): LaneBed {
  const { provider, domain } = fixture
  const clock = virtualClock(Date.now())
  const log = recordingLog()
  const told: SettledRow[] = []
  const envelopes = new Map<Hex, CurrentEnvelope>()
  const sender = localSigner(localAccount('sender').privateKey as Hex)
  const key = { chainId: domain.chainId, sender: sender.address }
  const openTable = openTables(azurite.connection)
  const journal: Journal = openJournal(openTable)
  const chain: Chain = openChain({
    rpcs: [openRpc({ url: anvil.url })],
    needed: 1,
    chainId: domain.chainId,
  })
  const digests = (id: Hex): readonly Hex[] => {
    const current = envelopes.get(id)
    return current?.status === 'sealed' ? [current.envelope.digest] : []
  }
  const lane: Lane = {
    ...{ key, journal, chain, clock, log, senders: async () => [sender] },
    ...{ confirmations: 0, inFlight: 16, registry: fixture.registry },
    gasLimits: openGasLimits(),
    wait: async () => undefined,
    envelopeOf: async (id) =>
      envelopes.get(id) ?? { status: 'expired', reason: 'a test says so', until: 0 },
    digestsOf: async (id) => digests(id),
    tell: async (row) => {
      told.push(row)
      return 'raised'
    },
  }
  let count = 0
  const drain: LaneBed['drain'] = async (replaced) => {
    do await drainLane({ ...lane, ...replaced })
    while (await waitUntilMined(lane))
  }
  const rowOf: LaneBed['rowOf'] = ({ delivery }) => journal.get(key, delivery.deliveryId)
  const mine = async (): Promise<void> => {
    await provider.send('evm_mine', [])
  }
  return {
    ...{ drain, rowOf, mine },
    byHand: async (run) => {
      await provider.send('evm_setAutomine', [false])
      try {
        await run()
      } finally {
        await provider.send('evm_setAutomine', [true])
      }
    },
    endOf: async (submitted) => {
      const row = await rowOf(submitted)
      return row?.state === 'settled' ? row.end : undefined
    },
    settleAll: async () => {
      for (let round = 0; round < 4; round++) {
        await provider.send('evm_increaseTime', [2])
        await mine()
        clock.advance(60_000)
        await drain()
      }
    },
    chainUrl: anvil.url,
    openTable,
    ...{ fixture, clock, lane, log, told, envelopes },
    submit: async (overrides) => {
      // A second a claim: the note takes one a second, and each must be newer than the last.
      await provider.send('evm_increaseTime', [2])
      await provider.send('evm_mine', [])
      count++
      const observedAt = BigInt((await fixture.now()) - 1)
      const claim = await fixtureClaim(fixture, { observedAt, ...overrides })
      const envelope = verifySeals(await sealFixture(fixture, claim), { recover })
      const deliveryId = hashJson(['delivery', count])
      const wakeId = hashJson(['wake', count])
      const receiver: Address = fixture.goldNote
      const place = { ...key, deliveryId, wakeId, receiver, subscription: claim.subscription }
      const delivery = { ...place, acceptedAtInMs: clock.nowInMs() }
      envelopes.set(deliveryId, { status: 'sealed', envelope, terms: TERMS })
      await journal.insert(delivery)
      return { delivery, envelope }
    },
    eventsOf: async ({ envelope }) => {
      const topics = [null, null, envelope.digest]
      const logs = await provider.getLogs({ address: fixture.goldNote, topics, fromBlock: 0 })
      return logs.map((found) => delegate.parseLog(found)?.name ?? 'unknown')
    },
    stop: () => Promise.all([azurite.stop(), anvil.stop()]),
  }
}

/** What a subscription's transactions may cost in tests, unless one says otherwise. */
export const TERMS: Terms = { budgetInWei: 10n ** 18n }

// A chain that mines on demand still takes a moment: the keeper's next ring, in a test.
async function waitUntilMined({ journal, chain, key }: Lane): Promise<boolean> {
  const { rows } = await journal.read(key)
  // What fills nonces as well: it may be all that is near enough to be mined.
  const hashes = rows.flatMap(({ row }) => ('attempts' in row ? [lastAttempt(row).hash] : []))
  const held = await chain.holds(hashes)
  const inFlight = hashes.filter((_, index) => held[index] === true)
  if (inFlight.length === 0) return false
  const deadline = Date.now() + 10_000
  for (;;) {
    const { block } = await chain.look(key.sender)
    const receipts = await chain.receipts(inFlight, block)
    if (receipts.every((receipt) => receipt !== undefined)) return true
    if (Date.now() > deadline) throw new Error(`${inFlight.join()} are not mined`)
  }
}
