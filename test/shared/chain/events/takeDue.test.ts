import * as fc from 'fast-check'
import type { BlockLog } from '../../../../shared/chain/events/blockLog'
import type { Cursor } from '../../../../shared/chain/events/cursor'
import type { EventJournal, StoredCursor } from '../../../../shared/chain/events/eventJournal'
import { openEventJournal } from '../../../../shared/chain/events/eventJournal'
import type { Header } from '../../../../shared/chain/events/header'
import { packBlocks } from '../../../../shared/chain/events/packBlocks'
import { START } from '../../../../shared/chain/events/position'
import { pruneStream } from '../../../../shared/chain/events/pruneStream'
import type { ChainEvent, Depth, EventStream } from '../../../../shared/chain/events/stream'
import { streamId } from '../../../../shared/chain/events/stream'
import { takeDue } from '../../../../shared/chain/events/takeDue'
import { undoDownTo } from '../../../../shared/chain/events/undoBlocks'
import { hashJson } from '../../../../shared/core/ids'
import { openMemoryTables } from '../../../chaos/memoryTables'

const TOPIC = hashJson('topic')
const stream: EventStream = {
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

function cursorAtGenesis(): Cursor {
  return {
    ...{ chainId: 1, startBlock: 1, nextSeq: 0, firstSeq: 0, ...GENESIS },
    ...{ head: 0, safe: 0, finalized: 0, backfillTo: -1, recent: [GENESIS], undone: [] },
    counts: { undone: 0, mismatches: 0, faults: 0 },
  }
}

/** The chain as it is, and the journal that follows it as the pump writes it. */
class Model {
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
    const isSame = this.cursor.within !== undefined && branch < 2
    // Another block takes the place of one that was cut, or it is gone on with.
    if (this.cursor.within !== undefined && !isSame) await this.reorganise(0)
    const next = blockOn(this.chain.at(-1)?.header ?? GENESIS, branch, events)
    const block = isSame ? (this.cut ?? next) : next
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

  async reorganise(depth: number): Promise<void> {
    const { recent, finalized } = this.cursor
    const target = Math.max(finalized, (this.chain.at(-1)?.header.number ?? 0) - depth)
    const ancestor = recent.find(({ number }) => number === target)
    if (ancestor === undefined) throw new Error('the model goes below what is kept')
    const { cursor, ...rest } = undoDownTo(this.cursor, ancestor)
    await this.write(cursor, rest)
    this.chain = this.chain.filter(({ header }) => header.number <= target)
  }

  async finalize(behind: number): Promise<void> {
    const { number, finalized } = this.cursor
    const to = Math.max(finalized, number - behind)
    await this.write({ ...this.cursor, finalized: to, safe: to })
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

/** Takes bit by bit, and keeps what it was told. */
class Consumer {
  readonly held = new Set<string>()
  readonly ids = new Set<string>()
  readonly replayed: string[] = []

  constructor(
    private readonly model: Model,
    readonly depth: Depth,
    private readonly limit: number,
  ) {}

  // True when there was more than fits.
  async take(): Promise<boolean> {
    const { journal } = this.model
    const from = await journal.position(streamId(stream), this.name)
    const { position } = from
    const due = await takeDue(journal, stream, { position, depth: this.depth, limit: this.limit })
    expect(due.happened.length).toBeLessThanOrEqual(this.limit)
    for (const { kind, event } of due.happened) this.hear(kind, event)
    await journal.advance(streamId(stream), from, due.next)
    return due.hasMore
  }

  get name(): string {
    return `c${String(this.depth)}x${String(this.limit)}`
  }

  private hear(kind: 'observed' | 'retracted', event: ChainEvent): void {
    const key = `${event.blockHash}:${String(event.logIndex)}`
    if (event.origin === 'replay') {
      this.replayed.push(key)
      return
    }
    const id = `${key}:${kind}:${String(event.generation)}`
    expect({ id, isNew: !this.ids.has(id) }).toEqual({ id, isNew: true })
    this.ids.add(id)
    expect({ id, isHeld: this.held.has(key) }).toEqual({ id, isHeld: kind === 'retracted' })
    if (kind === 'observed') this.held.add(key)
    else this.held.delete(key)
  }
}

type Action =
  | {
      readonly do: 'grow'
      readonly branch: number
      readonly events: number
      readonly stop: boolean
    }
  | { readonly do: 'reorganise' | 'finalize'; readonly depth: number }
  | { readonly do: 'take' | 'prune' | 'replay' }

const anyAction: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('grow' as const),
      branch: fc.integer({ min: 0, max: 3 }),
      events: fc.constantFrom(0, 1, 2, 3, 7),
      stop: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('reorganise' as const),
      depth: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('finalize' as const),
      depth: fc.integer({ min: 2, max: 8 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('take' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('prune', 'replay') }) },
)

async function act(model: Model, action: Action): Promise<void> {
  if (action.do === 'grow') {
    const { branch, events, stop } = action
    await model.grow(branch, events, stop && events === 7)
  } else if (action.do === 'reorganise') await model.reorganise(action.depth)
  else if (action.do === 'finalize') await model.finalize(action.depth)
  else if (action.do === 'replay') await model.replay()
}

describe('takeDue', () => {
  it('tells what is canonical and due, takes back what is no more, and tells nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAction, { maxLength: 60 }), async (actions) => {
        const model = new Model()
        await model.write(cursorAtGenesis())
        const consumers = (['instant', 1, 3, 'finalized'] as const).flatMap((depth) =>
          [1, 2, 100].map((limit) => new Consumer(model, depth, limit)),
        )
        for (const action of actions) {
          if (action.do === 'take') for (const consumer of consumers) await consumer.take()
          else if (action.do === 'prune') await pruneStream({ ...model, stream }, 1)
          else await act(model, action)
        }
        for (const consumer of consumers) {
          while (await consumer.take());
          // What was due before the chain became shorter stays told while it is canonical.
          expect(model.due('instant')).toEqual(expect.arrayContaining([...consumer.held]))
          expect([...consumer.held]).toEqual(expect.arrayContaining([...model.due(consumer.depth)]))
        }
        if (model.cursor.within !== undefined) await model.reorganise(0)
        for (let block = 0; block < 4; block++) await model.grow(0, 0, false)
        await model.finalize(0)
        for (const consumer of consumers) {
          while (await consumer.take());
          expect([...consumer.held].sort()).toEqual([...model.due('instant')].sort())
        }
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  it('tells events of a block in their order, and goes on where the limit was', async () => {
    const model = new Model()
    await model.write(cursorAtGenesis())
    await model.grow(0, 5, false)
    const request = { depth: 'instant', limit: 2 } as const
    const first = await takeDue(model.journal, stream, { ...request, position: START })
    expect(first.happened.map(({ event }) => event.logIndex)).toEqual([0, 1])
    expect(first.hasMore).toBe(true)
    const second = await takeDue(model.journal, stream, { ...request, position: first.next })
    expect(second.happened.map(({ event }) => event.logIndex)).toEqual([2, 3])
  })

  it('passes over events of blocks from before a consumer asked for any', async () => {
    const model = new Model()
    await model.write(cursorAtGenesis())
    for (const events of [1, 1, 1]) await model.grow(0, events, false)
    const request = { position: START, depth: 'instant', limit: 10, fromBlock: 3 } as const
    const { happened } = await takeDue(model.journal, stream, request)
    expect(happened.map(({ event }) => event.blockNumber)).toEqual([3])
  })
})
