import type { BlockLog } from '../../shared/chain/events/blockLog'
import type { Cursor } from '../../shared/chain/events/cursor'
import type { EventJournal, StoredCursor } from '../../shared/chain/events/eventJournal'
import { openEventJournal } from '../../shared/chain/events/eventJournal'
import type { Header } from '../../shared/chain/events/header'
import { packBlocks } from '../../shared/chain/events/packBlocks'
import { pruneStream } from '../../shared/chain/events/pruneStream'
import type { Depth, EventStream } from '../../shared/chain/events/stream'
import { streamId } from '../../shared/chain/events/stream'
import { undoDownTo } from '../../shared/chain/events/undoBlocks'
import { hashJson } from '../../shared/core/ids'
import { openMemoryTables } from '../chaos/memoryTables'

const TOPIC = hashJson('topic')
/** The stream of the model. */
export const stream: EventStream = {
  ...{ chainId: 1, address: '0x00000000000000000000000000000000000E1717' },
  ...{ topic: TOPIC, fromBlock: 1 },
}

// One branch's block at a height; the same branch at the same height on the same parent is the same block.
type Block = { readonly header: Header; readonly events: number }

function blockOn(parent: Pick<Header, 'number' | 'hash'>, branch: number, events: number): Block {
  const hash = hashJson([parent.hash, branch, events])
  const number = parent.number + 1
  const zero = hashJson(0)
  const header = { number, hash, parentHash: parent.hash, timestamp: number, logsBloom: zero }
  return { header: { ...header, receiptsRoot: zero, transactions: zero }, events }
}

// Two events an entry, and two entries a writing: blocks of more than four are cut.
const LIMITS = { charactersAnEntry: 400, charactersAWrite: 700, entriesAWrite: 90 }

function logsOf({ header, events }: Block): readonly BlockLog[] {
  return Array.from({ length: events }, (_, logIndex) => ({
    ...{ logIndex, transaction: header.hash, address: stream.address },
    ...{ topics: [TOPIC], data: '0x' },
  }))
}

const GENESIS = { number: 0, hash: hashJson('genesis') }

// Where a stream begins.
export function cursorAtGenesis(): Cursor {
  return {
    ...{ chainId: 1, startBlock: 1, nextSeq: 0, firstSeq: 0, ...GENESIS },
    ...{ head: 0, safe: 0, finalized: 0, backfillTo: -1, recent: [GENESIS], undone: [] },
    counts: { undone: 0, mismatches: 0, faults: 0 },
  }
}

/** The chain as it is, and the journal that follows it as the pump writes it. */
export class JournalModel {
  readonly journal: EventJournal = openEventJournal(openMemoryTables(() => undefined).openTable)
  readonly state: { held: StoredCursor | undefined } = { held: undefined }
  chain: Block[] = []
  /** Of which a part is written. */
  private cut: Block | undefined

  async write(cursor: Cursor, rest: object = {}): Promise<void> {
    const written = await this.journal.write(streamId(stream), this.state.held, { cursor, ...rest })
    if (written === 'conflict') throw new Error('nobody else writes')
    this.state.held = written
  }

  get cursor(): Cursor {
    return this.state.held?.cursor ?? cursorAtGenesis()
  }

  async grow(branch: number, events: number, isStopped: boolean): Promise<void> {
    const block = (await this.cutBlock(branch)) ?? this.nextBlock(branch, events)
    this.cut = block
    const whole = {
      header: block.header,
      logs: logsOf(block),
      isFinal: false,
      origin: 'live',
    } as const
    const packed = packBlocks(this.cursor, [whole], LIMITS)
    // A pump that ends between two writings of a large block leaves it cut, and another chain may follow.
    const kept = isStopped ? packed.slice(0, 1) : packed
    for (const { cursor, entries } of kept) await this.write(cursor, { entries })
    if (this.cursor.hash === block.header.hash) this.chain.push(block)
  }

  private nextBlock(branch: number, events: number): Block {
    return blockOn(this.chain.at(-1)?.header ?? GENESIS, branch, events)
  }

  // Another block takes the place of one that was cut, or it is gone on with.
  private async cutBlock(branch: number): Promise<Block | undefined> {
    if (this.cursor.within === undefined) return undefined
    if (branch < 2) return this.cut
    await this.reorganise(0)
    return undefined
  }

  async reorganise(depth: number): Promise<void> {
    const { recent, finalized } = this.cursor
    const target = Math.max(finalized, (this.chain.at(-1)?.header.number ?? 0) - depth)
    const ancestor = recent.find(({ number }) => number === target)
    if (ancestor === undefined) throw new Error('the model goes below what is kept')
    // Two undos a writing, so that it takes several.
    while (this.cursor.number > target || this.cursor.within !== undefined) {
      const { cursor, ...rest } = undoDownTo(this.cursor, ancestor, 2)
      await this.write(cursor, rest)
    }
    this.chain = this.chain.filter(({ header }) => header.number <= target)
  }

  async finalize(behind: number): Promise<void> {
    const { number, finalized } = this.cursor
    const to = Math.max(finalized, number - behind)
    await this.write({ ...this.cursor, finalized: to, safe: to })
  }

  prune(): Promise<void> {
    return pruneStream({ journal: this.journal, state: this.state, stream }, 1)
  }

  async replay(): Promise<void> {
    const final = this.chain
      .filter(({ header }) => header.number <= this.cursor.finalized)
      .slice(-2)
    const marked = final.map((block) => ({
      ...{ header: block.header, logs: logsOf(block), isFinal: true, origin: 'replay' as const },
    }))
    const start = { ...this.cursor, within: undefined, recent: [] }
    for (const { entries } of packBlocks(start, marked, LIMITS)) {
      const { nextSeq } = this.cursor
      const placed = entries.map((entry, index) => ({ ...entry, seq: nextSeq + index }))
      await this.write({ ...this.cursor, nextSeq: nextSeq + placed.length }, { entries: placed })
    }
  }

  due(depth: Depth): readonly string[] {
    const { number, finalized } = this.cursor
    const to =
      depth === 'instant' ? number : depth === 'finalized' ? finalized : number - Number(depth)
    return this.chain
      .filter(({ header }) => header.number <= to)
      .flatMap((block) =>
        logsOf(block).map(({ logIndex }) => `${block.header.hash}:${String(logIndex)}`),
      )
  }
}
