/**
 * What a lane is worth: `npm run bench -- lanes --json`.
 *
 * 64 sealed claims wait, each for a receiver of its own. Our side is a lane as the fabric opens it (simulation before a
 * nonce, two durable writes a claim, storage with its journal on disk); the other is ethers' `Wallet` in a `NonceManager`,
 * which keeps nothing. Both send to the same chain, by turns, in one run. A ratio is that of the medians, against the
 * faster use of the other side. With ten keys 16 wait for each of ten lanes, or ten wallets, at once. What was written and
 * simulated is asserted of each claim, and that the chain has applied it. Between the rounds what is past is removed.
 */
import type { Hex } from '../shared/core/hex'
import type { Account, DeliveryBed, Sealed } from './deliveryBed'
import { startDeliveryBed } from './deliveryBed'
import { openLaneSide } from './laneSide'
import type { Figures, Report } from './measure'
import { median, perSecond, round, runBench, timed } from './measure'
import type { WalletUse } from './walletSide'
import { openWalletSide } from './walletSide'

const WAITING = 64
const KEYS = 10
// As many of each as may be in flight: more, sent one by one, make a node of this size time out on the other side.
const WAITING_EACH = 16
const ROUNDS = { one: 11, ten: 5 } as const
// What is only slow once: both sides' code is compiled in them.
const WARM_UP_ROUNDS = 3

// anvil sometimes forgets to mine the last of many that are sent at once, whoever sends them.
const MINED_AT_LAST = ['--mixed-mining', '--block-time', '2']

const DEFAULTS: WalletUse = { name: 'ethers, all at once', options: {}, order: 'parallel' }
// What ethers' users find out by and by: fewer calls, and no pause to fill a batch.
const TUNED: WalletUse = {
  name: 'ethers tuned, all at once',
  options: { staticNetwork: true, cacheTimeout: -1, batchMaxCount: 1 },
  order: 'parallel',
}
const IN_TURN: WalletUse = { ...TUNED, name: 'ethers tuned, in turn', order: 'sequential' }

type Side = {
  readonly name: string
  /** Gives the time that it took to deliver them all. */
  readonly deliver: (sealed: readonly Sealed[]) => Promise<number>
}

function oursOf(bed: DeliveryBed, accounts: readonly Account[]): Side {
  const lanes = accounts.map((account) => openLaneSide(bed, { account }))
  return {
    name: 'lane',
    deliver: async (sealed) => {
      const waiting = await Promise.all(
        shares(sealed, lanes).map(([lane, share]) => lane.accept(share)),
      )
      const elapsedInMs = await timed(() => Promise.all(waiting.map((each) => each.deliver())))
      await Promise.all(waiting.map((each) => each.close()))
      await Promise.all(shares(sealed, lanes).map(([lane, share]) => lane.sweep(share.map(idOf))))
      for (const { tally, ended } of waiting) {
        tally.assertEach(1)
        for (const { deliveryId, end } of ended.values()) {
          if (end.outcome !== 'applied') throw new Error(`${deliveryId} ended as ${end.outcome}`)
        }
      }
      return elapsedInMs
    },
  }
}

function theirsOf(bed: DeliveryBed, accounts: readonly Account[], use: WalletUse): Side {
  const wallets = accounts.map((account) => openWalletSide(bed, account, use))
  return {
    name: use.name,
    deliver: (sealed) =>
      timed(() => Promise.all(shares(sealed, wallets).map(([one, share]) => one.deliver(share)))),
  }
}

function idOf({ deliveryId }: Sealed): Hex {
  return deliveryId
}

function shares<T>(sealed: readonly Sealed[], among: readonly T[]): [T, readonly Sealed[]][] {
  const size = sealed.length / among.length
  return among.map((one, index) => [one, sealed.slice(index * size, (index + 1) * size)])
}

type Sides = { readonly ours: Side; readonly theirs: readonly Side[] }

// By turns, ours before each of theirs: the others run the same code of ethers, which is never cold for long.
async function compare(
  bed: DeliveryBed,
  { ours, theirs }: Sides,
  { count, rounds }: { readonly count: number; readonly rounds: number },
): Promise<ReadonlyMap<string, number>> {
  const sides = theirs.flatMap((side) => [ours, side])
  const samples = new Map<string, number[]>(sides.map(({ name }) => [name, []]))
  for (let turn = 0; turn < WARM_UP_ROUNDS + rounds; turn++) {
    for (const { name, deliver } of sides) {
      const sealed = await bed.seal(count)
      const elapsedInMs = await deliver(sealed)
      const applied = await bed.countApplied(sealed)
      if (applied !== count) throw new Error(`${name}: ${String(applied)} of ${String(count)}`)
      if (turn >= WARM_UP_ROUNDS) samples.get(name)?.push(elapsedInMs)
    }
  }
  return new Map([...samples].map(([name, each]) => [name, median(each)]))
}

function ratioOf(medians: ReadonlyMap<string, number>): number {
  const inMs = (name: string): number => medians.get(name) ?? Number.NaN
  return round(Math.min(inMs(DEFAULTS.name), inMs(TUNED.name)) / inMs('lane'))
}

function figuresOf(medians: ReadonlyMap<string, number>, count: number, suffix: string): Figures {
  return Object.fromEntries(
    [...medians].map(([name, inMs]) => [
      `${name}, ${suffix}: claims a second`,
      perSecond(count, inMs),
    ]),
  )
}

async function bench(): Promise<Report> {
  const bed = await startDeliveryBed(KEYS * WAITING_EACH, MINED_AT_LAST)
  try {
    const account = (): Promise<Account> => bed.account()
    const ten = (): Promise<Account[]> => Promise.all(Array.from({ length: KEYS }, account))
    const one = await compare(
      bed,
      {
        ours: oursOf(bed, [await account()]),
        theirs: [
          theirsOf(bed, [await account()], DEFAULTS),
          theirsOf(bed, [await account()], TUNED),
          theirsOf(bed, [await account()], IN_TURN),
        ],
      },
      { count: WAITING, rounds: ROUNDS.one },
    )
    const many = await compare(
      bed,
      {
        ours: oursOf(bed, await ten()),
        theirs: [theirsOf(bed, await ten(), DEFAULTS), theirsOf(bed, await ten(), TUNED)],
      },
      { count: KEYS * WAITING_EACH, rounds: ROUNDS.ten },
    )
    return {
      ratios: { oneKey: ratioOf(one), tenKeys: ratioOf(many) },
      figures: {
        ...figuresOf(one, WAITING, 'one key'),
        ...figuresOf(many, KEYS * WAITING_EACH, 'ten keys'),
        'journal rows per claim: signed': 1,
        'journal rows per claim: settled': 1,
        'simulations per claim': 1,
      },
    }
  } finally {
    await bed.stop()
  }
}

runBench(bench)
