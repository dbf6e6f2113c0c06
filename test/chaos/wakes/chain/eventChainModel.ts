import { id } from 'ethers'
import type { Hex } from '../../../../shared/core/hex'
import type { Reachable } from '../../nodeTrouble'
import type { World } from '../../world'
import type { Content, Tx } from './receiptsOf'
import { receiptOf, sumsOf } from './receiptsOf'

/** A log in its block. */
export type ModelLog = Content & { readonly logIndex: number; readonly transaction: Hex }

/** A block on some branch. */
export type Block = {
  readonly number: number
  readonly hash: Hex
  readonly timestamp: number
  /** By number, from the first block to this one. */
  readonly path: readonly Block[]
  readonly txs: readonly Tx[]
  readonly logs: readonly ModelLog[]
  /** As nodes show it. */
  readonly header: Readonly<Record<string, unknown>>
  readonly receipts: readonly Readonly<Record<string, unknown>>[]
}

/** One node: the branch that it takes for the chain, and what it has seen. */
export type Node = Reachable & {
  head: Block
  readonly seen: Set<Block>
  readonly hasReceipts: boolean
}

/** A chain whose blocks may give way to others, and come back. */
export type EventChainModel = {
  readonly nodes: readonly Node[]
  readonly head: () => Block
  /** On whatever branch. */
  readonly block: (hash: Hex) => Block | undefined
  /** All blocks of a height, on whatever branch. */
  readonly blocksAt: (number: number) => readonly Block[]
  /** Newest blocks of branches that were left. */
  readonly leftTips: () => readonly Block[]
  readonly send: (contents: readonly Content[]) => void
  readonly mine: () => void
  readonly reorganise: (depth: number) => void
  /** Goes back to a branch that was left, where that is no deeper; false when there is none. */
  readonly comeBack: (depth: number) => boolean
}

export type EventChainModelOptions = {
  readonly world: World
  readonly nodes: readonly Pick<Node, 'hasReceipts'>[]
  /** Of the first block. */
  readonly timestamp: number
}

const MOST_A_BLOCK = 4

export function openEventChainModel(options: EventChainModelOptions): EventChainModel {
  const { world } = options
  const { random, faults } = world
  const genesis = blockOn(undefined, { txs: [], timestamp: options.timestamp, salt: 0 })
  const blocks = new Map([[genesis.hash, genesis]])
  const byNumber = new Map([[0, [genesis]]])
  const left: Block[] = []
  let head = genesis
  let pool: Tx[] = []
  let sent = 0
  const nodes = options.nodes.map(({ hasReceipts }, index): Node => {
    const free = { laggingUntilInMs: 0, deadUntilInMs: 0 }
    return { ...free, index, hasReceipts, head: genesis, seen: new Set([genesis]) }
  })
  const append = (parent: Block, txs: readonly Tx[]): Block => {
    const now = Math.floor(world.nowInMs() / 1000)
    const timestamp = Math.max(parent.timestamp + 1, now)
    const block = blockOn(parent, { txs, timestamp, salt: blocks.size })
    blocks.set(block.hash, block)
    byNumber.set(block.number, [...(byNumber.get(block.number) ?? []), block])
    world.trace(
      () =>
        `block ${placeOf(block)} on ${parent.hash.slice(2, 6)}: ${String(block.logs.length)} logs`,
    )
    return block
  }
  const become = (block: Block): void => {
    head = block
    for (const node of nodes) adoptSoon(world, node, () => head)
  }
  const take = (most: number): readonly Tx[] => {
    const taken = pool.slice(0, most)
    pool = pool.slice(most)
    return taken
  }
  const leave = (depth: number): Block | undefined => {
    const fork = head.path[head.number - depth]
    if (fork === undefined || depth === 0) return undefined
    world.trace(() => `reorganisation of ${String(depth)} blocks`)
    left.push(head)
    const gone = head.path.slice(fork.number + 1).flatMap(({ txs }) => txs)
    pool = [...gone.filter(() => !faults.strikes('droppedByReorg')), ...pool]
    return fork
  }
  const grow = (fork: Block, height: number): void => {
    let tip = fork
    while (tip.number < height) tip = append(tip, take(random.between(0, MOST_A_BLOCK)))
    become(tip)
  }
  return {
    ...{ nodes, head: () => head, leftTips: () => left },
    block: (hash) => blocks.get(hash),
    blocksAt: (number) => byNumber.get(number) ?? [],
    send: (contents) => {
      pool.push({ hash: id(`transaction ${String(sent++)}`) as Hex, contents })
    },
    mine: () => {
      become(append(head, take(MOST_A_BLOCK)))
    },
    reorganise: (depth) => {
      const height = head.number + 1
      const fork = leave(depth)
      if (fork !== undefined) grow(fork, height)
    },
    comeBack: (depth) => {
      const back = left.filter((tip) => isWithin(tip, head, depth))
      if (back.length === 0) return false
      const tip = random.pick(back)
      const height = head.number + 1
      const common = commonOf(tip, head)
      leave(head.number - common.number)
      const held = new Set(tip.path.flatMap(({ txs }) => txs))
      pool = pool.filter((tx) => !held.has(tx))
      grow(tip, height)
      return true
    },
  }
}

export function placeOf({ number, hash }: Pick<Block, 'number' | 'hash'>): string {
  return `${String(number)} ${hash.slice(2, 6)}`
}

// The newest block that two branches share.
export function commonOf(a: Block, b: Block): Block {
  let number = Math.min(a.number, b.number)
  while (number > 0 && a.path[number] !== b.path[number]) number--
  return a.path[number] ?? a
}

function isWithin(tip: Block, head: Block, depth: number): boolean {
  const { number } = commonOf(tip, head)
  return number < tip.number && number < head.number && head.number - number <= depth
}

// A node that lags takes over later what is the head by then.
function adoptSoon(world: World, node: Node, head: () => Block): void {
  const adopt = (): void => {
    const waitInMs = node.laggingUntilInMs - world.nowInMs()
    if (waitInMs > 0) {
      world.at(waitInMs, adopt)
      return
    }
    node.head = head()
    for (const block of node.head.path.toReversed()) {
      if (node.seen.has(block)) break
      node.seen.add(block)
    }
  }
  world.at(world.random.between(0, 1_500), adopt)
}

type Making = { readonly txs: readonly Tx[]; readonly timestamp: number; readonly salt: number }

function blockOn(parent: Block | undefined, { txs, timestamp, salt }: Making): Block {
  const number = parent === undefined ? 0 : parent.number + 1
  const sums = sumsOf(txs)
  const hash = id([parent?.hash, salt, timestamp, sums.receiptsRoot].join()) as Hex
  const path: Block[] = [...(parent?.path ?? [])]
  const logs = txs.flatMap(({ hash: transaction, contents }) =>
    contents.map((content) => ({ ...content, transaction })),
  )
  const header = {
    ...{ hash, parentHash: parent?.hash ?? id('nothing') },
    ...{ number: hexOf(number), timestamp: hexOf(timestamp), ...sums },
    transactions: txs.map((tx) => tx.hash),
  }
  const block: Block = {
    ...{ number, hash, timestamp, path, txs, header, receipts: txs.map(receiptOf) },
    logs: logs.map((log, logIndex) => ({ ...log, logIndex })),
  }
  path.push(block)
  return block
}

export function hexOf(value: number): Hex {
  return `0x${value.toString(16)}`
}
