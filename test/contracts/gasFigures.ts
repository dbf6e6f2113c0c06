import { AbiCoder, id, keccak256 } from 'ethers'
import type { Cost, Deployed } from './gasChain'
import { GasChain } from './gasChain'
import type { Statement } from './gasWorld'
import { CRYPLET_AND_HOST, GasWorld, THREE_TIERS } from './gasWorld'

/** Gas by what was done; each a whole transaction unless its name says otherwise. */
export type Figures = Readonly<Record<string, Cost>>

type Bed = { readonly world: GasWorld; readonly receiver: Deployed }

const NO_CALLBACK = '0x00000000'
const ON_PRICE = id('onPrice(int256)').slice(0, 10)
const CALCULATE_PRICE = id('calculatePrice(int256,int256)').slice(0, 10)
const ON_WATCH = id('onWatch(uint8,int256)').slice(0, 10)
const ANSWER = id('answer(bytes32,int256)').slice(0, 10)
const MODE_EACH = 1
const RAIL = { min: 1n, max: 10n ** 15n, maxStepBps: 1_000, word: 0 }
const POLICY = {
  selector: NO_CALLBACK,
  gasCap: 0,
  maxAge: 86_400,
  minInterval: 1,
  tiers: THREE_TIERS,
  quorum: 0,
  rails: 1,
  flags: 0,
  maxSkew: 15,
  members: 1,
}
const CALLBACK = { selector: ON_PRICE, gasCap: 100_000 }

/**
 * Measures everything once, on a chain of its own.
 *
 * @returns The same figures in every run.
 */
export async function measureGas(): Promise<Figures> {
  const chain = await GasChain.start()
  try {
    const world = await GasWorld.start(chain)
    const enrolment = await world.enrol()
    const warmed = await world.warm(THREE_TIERS)
    await world.warm(CRYPLET_AND_HOST)
    const reference = await world.chain.deploy('Consumers', 'Reference', [world.registry.address])
    const bed = { world, receiver: reference }
    return {
      ...(await measureReference(bed)),
      ...(await measureVariants(bed)),
      ...(await measureNearAnchor(bed)),
      ...(await measureGoldNote(world)),
      ...(await measurePriceAsker(world)),
      ...(await measureRequests(bed)),
      ...enrolment,
      'warm, three tiers': warmed,
      ...(await measureFarAnchor(bed)),
      ...(await measureGoldAlarm(world)),
      ...(await measureStale(bed)),
    }
  } finally {
    await chain.stop()
  }
}

async function measureReference(bed: Bed): Promise<Figures> {
  const { world, receiver: reference } = bed
  const subscription = await subscribe(bed, 1)
  const first = await world.deliver(reference, subscription, { payload: [100_000_001n] })
  await world.deliver(reference, subscription, { payload: [100_000_002n] })
  const steady = await world.deliver(reference, subscription, { payload: [100_000_003n] })
  const old = { payload: [100_000_003n], observedAt: world.chain.next - 2 }
  return {
    'three tiers, one rail, one word, no callback': steady,
    'the same, first delivery of the subscription': first,
    'the same, overtaken: reverts': await world.deliver(reference, subscription, old),
    'the same, breaks its rail: parked': await world.deliver(reference, subscription, {
      payload: [1n],
    }),
  }
}

async function measureVariants(bed: Bed): Promise<Figures> {
  const { world, receiver: reference } = bed
  const fixed = await world.chain.deploy('Consumers', 'Immutable', [
    world.registry.address,
    POLICY,
    RAIL,
  ])
  const inCode = await steady({ world, receiver: fixed }, world.subscription(NO_CALLBACK, 1))
  const two = await subscribe(bed, 2, { policy: { tiers: CRYPLET_AND_HOST } })
  const called = await subscribe(bed, 3, { policy: CALLBACK })
  const dense = { policy: { flags: MODE_EACH, minInterval: 0 }, rail: { maxStepBps: 0 } }
  const each = await subscribe(bed, 4, dense)
  const spaced = { policy: { flags: MODE_EACH }, rail: { maxStepBps: 0 } }
  const eachSpaced = await subscribe(bed, 5, spaced)
  return {
    'three tiers, one rail, policy as immutable code': inCode,
    'cryplet and host, one rail': await steady(bed, two, { tiers: CRYPLET_AND_HOST }),
    'three tiers, one rail, callback writing one more slot': await steady(bed, called),
    'mode each, used bitmap word': await steady(bed, each, { nonce: 1n }),
    'mode each, used bitmap word, minInterval': await steady(bed, eachSpaced, {
      nonce: 1n,
    }),
    'mode each, first of 256 nonces': await world.deliver(reference, each, {
      payload: [100_000_003n],
      nonce: 256n,
    }),
  }
}

async function measureNearAnchor(bed: Bed): Promise<Figures> {
  const subscription = await subscribe(bed, 6)
  const anchor = await firstBlock(bed.world)
  const near = await steady(bed, subscription, { anchor })
  return { 'three tiers, one rail, anchored within 256 blocks': near }
}

async function measureFarAnchor(bed: Bed): Promise<Figures> {
  const subscription = await subscribe(bed, 8)
  const anchor = await firstBlock(bed.world)
  await bed.world.chain.mineBlocks(300)
  const far = await steady(bed, subscription, { anchor })
  return { 'three tiers, one rail, anchored by EIP-2935': far }
}

async function measureGoldNote(world: GasWorld): Promise<Figures> {
  const { chain } = world
  const approver = chain.sender.address
  const args = [world.registry.address, world.crypletId, approver, [approver], 1]
  const note = await chain.deploy('GoldNote', 'GoldNote', args)
  const subscription = world.subscription(CALCULATE_PRICE, 1)
  const gold = (cents: bigint) => 412_345_000_000n + cents
  const deliver = (price: bigint) =>
    world.deliver(note, subscription, { payload: [price, 4_310_000n] })
  const first = await deliver(gold(1n))
  await deliver(gold(2n))
  const third = await deliver(gold(3n))
  const broken = world.seal(note, subscription, { payload: [1n, 4_310_000n] })
  const parked = await chain.send(note, 'deliver', [broken.claim, broken.seals])
  return {
    GoldNote: third,
    'GoldNote, first delivery': first,
    'GoldNote, breaks a rail: parked': parked,
    'GoldNote, release by its one approver': await chain.send(note, 'release', [broken.claim]),
  }
}

// mode each, anchored, two words, no rail: the callback frees one slot and writes a fresh one
async function measurePriceAsker(world: GasWorld): Promise<Figures> {
  const { chain } = world
  const args = [world.registry.address, world.crypletId, chain.sender.address]
  const asker = await chain.deploy('PriceAsker', 'PriceAsker', args)
  const subscription = world.subscription(ANSWER, 1)
  const first = await chain.send(asker, 'ask', [2_500n])
  const ask = await chain.send(asker, 'ask', [2_500n])
  const anchor = await firstBlock(world)
  const answer = (count: bigint): Promise<Cost> =>
    world.deliver(asker, subscription, {
      payload: [requestId(asker, count), 1_030_862_500_000n],
      nonce: count,
      anchor,
    })
  return {
    'PriceAsker.ask': ask,
    'PriceAsker.ask, first': first,
    'PriceAsker, first answer': await answer(1n),
    'PriceAsker, answer': await answer(2n),
    'PriceAsker, answer to nobody: parked': await answer(3n),
  }
}

// two words, no rail: the callback writes state and price into one slot
async function measureGoldAlarm(world: GasWorld): Promise<Figures> {
  const { chain } = world
  const args = [world.registry.address, world.crypletId]
  const alarm = await chain.deploy('GoldAlarm', 'GoldAlarm', args)
  const subscription = world.subscription(ON_WATCH, 1)
  const tell = (state: bigint, priceE8: bigint): Promise<Cost> =>
    world.deliver(alarm, subscription, { payload: [state, priceE8] })
  const first = await tell(1n, 408_333_000_000n)
  await tell(2n, 401_666_000_000n)
  return { GoldAlarm: await tell(1n, 408_334_000_000n), 'GoldAlarm, first delivery': first }
}

// as the word that an int256 takes
function requestId({ address }: Deployed, count: bigint): bigint {
  const coder = AbiCoder.defaultAbiCoder()
  const hash = keccak256(coder.encode(['address', 'uint256'], [address, count]))
  return BigInt.asIntN(256, BigInt(hash))
}

// not whole transactions: what a request adds to the transaction of whoever asks
async function measureRequests(bed: Bed): Promise<Figures> {
  const { world, receiver: reference } = bed
  const added = async (bytes: number): Promise<Cost> => {
    const args = [id('subscription'), id('request'), `0x${'ab'.repeat(bytes)}`]
    const gas = Number(await world.chain.call(reference, 'costOfRequest', args))
    return { gas, calldataBytes: bytes, slotsChanged: 0, events: 'CrypletRequested' }
  }
  return {
    'added by CrypletRequested, no args': await added(0),
    'added by CrypletRequested, 32 bytes of args': await added(32),
    'added by CrypletRequested, 128 bytes of args': await added(128),
  }
}

async function measureStale(bed: Bed): Promise<Figures> {
  const { world, receiver: reference } = bed
  const subscription = await subscribe(bed, 7)
  await steady(bed, subscription)
  await world.withdrawSomething()
  const stale = { payload: [100_000_005n] }
  return {
    'three tiers, one rail, verdict stale': await world.deliver(reference, subscription, stale),
  }
}

// The first: of later ones anvil, when it is busy, draws another randomness, and so another hash.
async function firstBlock({ chain }: GasWorld): Promise<NonNullable<Statement['anchor']>> {
  const block = await chain.provider.getBlock(1)
  if (block?.hash == null) throw new Error('The chain has no first block.')
  return { number: 1, hash: block.hash }
}

// the third of three deliveries: every slot that it writes held something else before
async function steady(
  { world, receiver }: Bed,
  subscription: string,
  said: Partial<Statement> = {},
): Promise<Cost> {
  const { nonce } = said
  const claimAt = (i: bigint): Statement => ({
    ...said,
    payload: [100_000_000n + i],
    ...(nonce === undefined ? {} : { nonce: nonce + i }),
  })
  await world.deliver(receiver, subscription, claimAt(1n))
  await world.deliver(receiver, subscription, claimAt(2n))
  return world.deliver(receiver, subscription, claimAt(3n))
}

async function subscribe(
  { world, receiver }: Bed,
  index: number,
  changes: { readonly policy?: Partial<typeof POLICY>; readonly rail?: Partial<typeof RAIL> } = {},
): Promise<string> {
  const policy = { ...POLICY, ...changes.policy }
  const rail = { ...RAIL, ...changes.rail }
  await world.chain.send(receiver, 'subscribe', [world.crypletId, index, policy, [rail]])
  return world.subscription(policy.selector, index)
}
