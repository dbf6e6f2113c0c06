import * as fc from 'fast-check'
import { START } from '../../../../shared/chain/events/position'
import type { ChainEvent, Depth } from '../../../../shared/chain/events/stream'
import { streamId } from '../../../../shared/chain/events/stream'
import { takeDue } from '../../../../shared/chain/events/takeDue'
import { cursorAtGenesis, JournalModel, stream } from '../../../support/journalModel'

/** Takes bit by bit, and keeps what it was told. */
class Consumer {
  readonly held = new Set<string>()
  readonly ids = new Set<string>()
  readonly replayed: string[] = []

  constructor(
    private readonly model: JournalModel,
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

  async takeAll(): Promise<void> {
    while (await this.take());
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
    if (kind === 'retracted') {
      this.held.delete(key)
      return
    }
    const isTold =
      this.held.has(key) || this.ids.has(`${key}:retracted:${String(event.generation)}`)
    expect({ id, isTold }).toEqual({ id, isTold: false })
    this.held.add(key)
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

async function act(model: JournalModel, action: Action): Promise<void> {
  if (action.do === 'grow') {
    const { branch, events, stop } = action
    await model.grow(branch, events, stop && events === 7)
  } else if (action.do === 'reorganise') await model.reorganise(action.depth)
  else if (action.do === 'finalize') await model.finalize(action.depth)
  else if (action.do === 'replay') await model.replay()
  else if (action.do === 'prune') await model.prune()
}

describe('takeDue', () => {
  it('tells what is canonical and due, takes back what is no more, and tells nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAction, { maxLength: 60 }), async (actions) => {
        const model = new JournalModel()
        await model.write(cursorAtGenesis())
        const consumers = (['instant', 1, 3, 'finalized'] as const).flatMap((depth) =>
          [1, 2, 100].map((limit) => new Consumer(model, depth, limit)),
        )
        for (const action of actions) {
          await act(model, action)
          if (action.do === 'take') for (const consumer of consumers) await consumer.take()
        }
        for (const consumer of consumers) {
          await consumer.takeAll()
          // What was due before the chain became shorter stays told while it is canonical.
          expect(model.due('instant')).toEqual(expect.arrayContaining([...consumer.held]))
          expect([...consumer.held]).toEqual(expect.arrayContaining([...model.due(consumer.depth)]))
        }
        for (let block = 0; block < 4; block++) await model.grow(2, 0, false)
        await model.finalize(0)
        for (const consumer of consumers) {
          await consumer.takeAll()
          expect([...consumer.held].sort()).toEqual([...model.due('instant')].sort())
        }
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  it('tells events of a block in their order, and goes on where the limit was', async () => {
    const model = new JournalModel()
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
    const model = new JournalModel()
    await model.write(cursorAtGenesis())
    for (const events of [1, 1, 1]) await model.grow(0, events, false)
    const request = { position: START, depth: 'instant', limit: 10, fromBlock: 3 } as const
    const { happened } = await takeDue(model.journal, stream, request)
    expect(happened.map(({ event }) => event.blockNumber)).toEqual([3])
  })

  it('takes back what is undone before the position moved: whoever was told may have acted and ended', async () => {
    const model = new JournalModel()
    await model.write(cursorAtGenesis())
    for (const events of [2, 1, 0]) await model.grow(0, events, false)
    const taken = async (depth: Depth): Promise<readonly string[]> => {
      const request = { position: START, depth, limit: 10 }
      const { happened } = await takeDue(model.journal, stream, request)
      return happened.map(
        ({ kind, event }) => `${kind} ${String(event.blockNumber)}:${String(event.logIndex)}`,
      )
    }
    expect(await taken(2)).toEqual(['observed 1:0', 'observed 1:1'])
    await model.reorganise(3)
    expect(await taken('instant')).toEqual(['retracted 2:0', 'retracted 1:0', 'retracted 1:1'])
    // Block 2 never lay so deep.
    expect(await taken(2)).toEqual(['retracted 1:0', 'retracted 1:1'])
    expect(await taken(3)).toEqual([])
    expect(await taken('finalized')).toEqual([])
  })

  it('counts how deep a block ever lay, though the chain was shorter when it was undone', async () => {
    const model = new JournalModel()
    await model.write(cursorAtGenesis())
    for (const events of [1, 0, 0]) await model.grow(0, events, false)
    await model.reorganise(2)
    await model.reorganise(1)
    const request = { position: START, depth: 2, limit: 10 }
    const { happened } = await takeDue(model.journal, stream, request)
    expect(happened.map(({ kind }) => kind)).toEqual(['retracted'])
  })

  it('takes back nothing of what was replayed between two parts of a block', async () => {
    const model = new JournalModel()
    await model.write(cursorAtGenesis())
    await model.grow(0, 1, false)
    await model.finalize(0)
    await model.grow(0, 7, true)
    await model.replay()
    await model.grow(0, 7, false)
    await model.reorganise(1)
    const request = { position: START, depth: 'instant', limit: 20 } as const
    const { happened } = await takeDue(model.journal, stream, request)
    const retracted = happened.filter(({ kind }) => kind === 'retracted')
    expect(retracted.map(({ event }) => event.blockNumber)).toEqual(Array(7).fill(2))
  })
})
