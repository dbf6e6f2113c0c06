import type { Hex } from '../../../shared/core/hex'
import type { Reachable } from '../nodeTrouble'
import type { World } from '../world'
import { openFeeMarket } from './feeMarket'
import type { Block, Contracts } from './ledger'
import { ancestor, EMPTY_STATE, makeBlock } from './ledger'
import type { Flavour, Pool } from './pool'
import { FLAVOURS, openPool } from './pool'
import type { Tx } from './transactions'

/** One node: its own branch of the chain, and its own pool. */
export type Node = Reachable & {
  readonly flavour: Flavour
  readonly pool: Pool
  head: Block
}

/** A chain of three nodes, in which blocks come by time. */
export type ChainModel = {
  readonly contracts: Contracts
  readonly nodes: readonly Node[]
  readonly head: () => Block
  /** Where a transaction was mined, on the branch that ends with `head`. */
  readonly minedAt: (hash: string, head: Block) => Block | undefined
  /** Gives a transaction to a node, and what it takes to the others by and by. */
  readonly send: (node: Node, tx: Tx) => string | undefined
  readonly mine: () => void
  readonly reorganise: (depth: number) => void
  /** Reorganises a transaction away for good, where 8 blocks are enough for it. */
  readonly undo: (tx: Tx) => void
  /** Adds to an account with the next block, or takes away. */
  readonly give: (account: string, amount: bigint) => void
}

export type ChainOptions = {
  readonly world: World
  readonly contracts: Contracts
  readonly balances: ReadonlyMap<string, bigint>
  /** Called with each block, on whatever branch it is. */
  readonly onBlock: (block: Block) => void
}

const MOST_A_BLOCK = 8

export function openChainModel(options: ChainOptions): ChainModel {
  const { world, contracts } = options
  const { random, faults } = world
  let count = 0
  const hash = (): Hex => `0x${(0xb10c0000 + count++).toString(16).padStart(64, '0')}`
  const fees = openFeeMarket(world)
  const timestamp = Math.floor(world.nowInMs() / 1000)
  const genesis: Block = {
    ...{ number: 0, hash: hash(), parent: undefined, timestamp, baseFee: fees.next() },
    ...{
      receipts: new Map(),
      gifts: new Map(),
      state: { ...EMPTY_STATE, balances: options.balances },
    },
  }
  let head = genesis
  const where = new Map<string, Block[]>()
  let gifts = new Map<string, bigint>()
  const nodes = FLAVOURS.map((flavour, index): Node => {
    const pool = openPool(flavour)
    return { index, flavour, pool, head: genesis, laggingUntilInMs: 0, deadUntilInMs: 0 }
  })
  const give = (account: string, amount: bigint): void => {
    gifts.set(account, (gifts.get(account) ?? 0n) + amount)
  }
  const append = (parent: Block, at: number, txs: readonly Tx[]): Block => {
    const isUnlucky = ({ data }: Tx): boolean => data !== '0x' && faults.strikes('revertWhenMined')
    const order = {
      parent,
      hash: hash(),
      timestamp: at,
      baseFee: fees.next(),
      txs,
      isUnlucky,
      gifts,
    }
    gifts = new Map()
    const block = makeBlock(contracts, order)
    for (const mined of block.receipts.keys())
      where.set(mined, [...(where.get(mined) ?? []), block])
    world.trace(
      () =>
        `block ${String(block.number)} ${block.hash.slice(-4)}: ${[...block.receipts.values()].map(({ tx, succeeded }) => `${String(tx.nonce)}${succeeded ? '' : '!'}`).join()}`,
    )
    options.onBlock(block)
    return block
  }
  const become = (block: Block): void => {
    head = block
    for (const node of nodes)
      world.at(random.between(0, 1_500), () => {
        adopt(node)
      })
  }
  const adopt = (node: Node): void => {
    const waitInMs = node.laggingUntilInMs - world.nowInMs()
    if (waitInMs > 0) {
      world.at(waitInMs, () => {
        adopt(node)
      })
      return
    }
    if (node.head === head) return
    node.head = head
    node.pool.prune(head)
  }
  const reorganise = (depth: number, lost?: Tx): void => {
    const fork = ancestor(head, head.number - depth)
    if (fork === undefined || depth === 0) return
    const old = blocksAfter(fork, head)
    world.trace(() => `reorganisation of ${String(old.length)} blocks`)
    giveBack(
      world,
      nodes,
      old.flatMap(txsOf).filter(({ hash: own }) => own !== lost?.hash),
    )
    for (const block of old) for (const gift of block.gifts) give(...gift)
    const now = Math.floor(world.nowInMs() / 1000)
    let tip = fork
    for (let left = old.length + 1; left > 0; left--) {
      const at = Math.max(
        tip.timestamp + 1,
        Math.floor(tip.timestamp + (now - tip.timestamp) / left),
      )
      // Not all of what is known is in the same block again.
      const txs = candidates(world, tip, nodes)
      tip = append(tip, at, txs.slice(0, random.between(0, txs.length)))
    }
    become(tip)
  }
  return {
    ...{ contracts, nodes, head: () => head },
    minedAt: (mined, on) => where.get(mined)?.find((block) => ancestor(on, block.number) === block),
    send: (node, tx) => {
      const refusal = node.pool.add(tx, node.head)
      if (refusal === undefined) {
        for (const other of nodes.filter((each) => each !== node && random.chance(0.8))) {
          world.at(random.between(50, 3_000), () => void other.pool.add(tx, other.head))
        }
      }
      return refusal
    },
    mine: () => {
      const at = Math.max(head.timestamp + 1, Math.floor(world.nowInMs() / 1000))
      become(append(head, at, candidates(world, head, minersOf(world, nodes))))
    },
    reorganise,
    undo: (tx) => {
      const at = where.get(tx.hash)?.find((block) => ancestor(head, block.number) === block)
      const depth = at === undefined ? 9 : head.number - at.number + 1
      if (depth > 8) return
      for (const { pool } of nodes) pool.remove(tx)
      faults.count('reorg')
      faults.count('droppedByReorg')
      reorganise(depth, tx)
    },
    give,
  }
}

function minersOf({ random }: World, nodes: readonly Node[]): readonly Node[] {
  return random.chance(0.5) ? nodes : [random.pick(nodes)]
}

// In the order of nonces, from the best paying of each.
function candidates(
  { faults, random }: World,
  parent: Block,
  nodes: readonly Node[],
): readonly Tx[] {
  const known = nodes.flatMap(({ pool }) => pool.all())
  const chosen: Tx[] = []
  for (const from of new Set(known.map((tx) => tx.from))) {
    for (let nonce = parent.state.nonces.get(from) ?? 0; ; nonce++) {
      const best = known
        .filter((tx) => tx.from === from && tx.nonce === nonce)
        .reduce<Tx | undefined>(
          (a, b) => (a !== undefined && a.maxFee >= b.maxFee ? a : b),
          undefined,
        )
      if (best === undefined) break
      chosen.push(best)
    }
  }
  const most = faults.strikes('omittedByMiner') ? random.between(0, 2) : MOST_A_BLOCK
  return chosen.slice(0, most)
}

function blocksAfter(fork: Block, head: Block): readonly Block[] {
  const blocks: Block[] = []
  for (
    let block: Block | undefined = head;
    block !== undefined && block !== fork;
    block = block.parent
  ) {
    blocks.unshift(block)
  }
  return blocks
}

// What was mined waits again, where it is not lost.
function giveBack({ faults, random }: World, nodes: readonly Node[], txs: readonly Tx[]): void {
  for (const tx of txs) {
    // A stranger to the lane has nobody who sends it again: such a nonce is free once more.
    if (faults.strikes('droppedByReorg') || (tx.data === '0x' && faults.strikes('droppedByReorg')))
      continue
    for (const node of nodes) if (random.chance(0.7)) node.pool.putBack(tx)
  }
}

function txsOf({ receipts }: Block): readonly Tx[] {
  return [...receipts.values()].map(({ tx }) => tx)
}
