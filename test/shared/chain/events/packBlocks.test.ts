import * as fc from 'fast-check'
import type { Cursor } from '../../../../shared/chain/events/cursor'
import type { Entry } from '../../../../shared/chain/events/entry'
import { entryRow, parseEntry } from '../../../../shared/chain/events/entry'
import type { PackBlock } from '../../../../shared/chain/events/packBlocks'
import { packBlocks } from '../../../../shared/chain/events/packBlocks'
import type { Hex } from '../../../../shared/core/hex'
import { hashJson } from '../../../../shared/core/ids'

const LIMITS = { charactersAnEntry: 600, charactersAWrite: 1_500, entriesAWrite: 4 }
const GENESIS = { number: 0, hash: hashJson('genesis') }

const start: Cursor = {
  ...{ chainId: 1, startBlock: 1, nextSeq: 7, firstSeq: 7, ...GENESIS },
  ...{ head: 0, safe: 0, finalized: 0, backfillTo: -1, recent: [GENESIS], undone: [] },
  counts: { undone: 0, mismatches: 0, faults: 0 },
}

const bytes = (count: number): Hex => `0x${'ab'.repeat(count)}`

function blockOf(number: number, sizes: readonly number[], isFinal: boolean): PackBlock {
  const hash = hashJson(['block', number])
  const zero = hashJson(0)
  const of = { parentHash: zero, timestamp: number, logsBloom: zero, receiptsRoot: zero }
  return {
    header: { number, hash, ...of, transactions: zero },
    logs: sizes.map((size, logIndex) => ({
      ...{ logIndex, transaction: hashJson([number, logIndex >> 1]), address: bytes(20) },
      ...{ topics: [zero, hash], data: bytes(size) },
    })),
    isFinal,
    origin: number % 5 === 0 ? 'backfill' : 'live',
  }
}

// Final ones first, as in a chain.
const anyBlocks = fc
  .tuple(
    fc.array(fc.array(fc.nat({ max: 200 }), { maxLength: 12 }), { maxLength: 12 }),
    fc.nat({ max: 12 }),
  )
  .map(([all, final]) => all.map((sizes, index) => blockOf(index + 1, sizes, index < final)))

function eventsIn(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap(({ blocks }) =>
    blocks.flatMap(({ number, logs }) =>
      logs.map(({ logIndex }) => `${String(number)}:${String(logIndex)}`),
    ),
  )
}

function eventsUpTo(blocks: readonly PackBlock[], { number, within }: Cursor): readonly string[] {
  return blocks.flatMap(({ header, logs }) => {
    const part = within?.number === header.number ? logs.slice(0, within.events) : []
    return (header.number <= number ? logs : part).map(
      ({ logIndex }) => `${String(header.number)}:${String(logIndex)}`,
    )
  })
}

describe('packBlocks', () => {
  it('writes with each cursor exactly what the cursor says is read, in order', () => {
    fc.assert(
      fc.property(anyBlocks, (blocks) => {
        const entries: Entry[] = []
        const packed = packBlocks(start, blocks, LIMITS)
        for (const writing of packed) {
          entries.push(...writing.entries)
          expect(eventsIn(entries)).toEqual(eventsUpTo(blocks, writing.cursor))
          expect(writing.entries.length).toBeLessThanOrEqual(LIMITS.entriesAWrite)
        }
        expect(packed.at(-1)?.cursor.number).toBe(blocks.length === 0 ? undefined : blocks.length)
        expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => 7 + index))
        for (const { isFinal, blocks: own } of entries) {
          expect(isFinal || own.length === 1).toBe(true)
          expect(own.every(({ logs }) => logs.length > 0)).toBe(true)
        }
      }),
    )
  })

  it('goes on with a block that is cut where the last writing left it', () => {
    fc.assert(
      fc.property(anyBlocks, fc.nat({ max: 6 }), (blocks, stop) => {
        const before = packBlocks(start, blocks, LIMITS).slice(0, stop)
        const cursor = before.at(-1)?.cursor ?? start
        const rest = blocks.filter(({ header }) => header.number > cursor.number)
        const after = packBlocks(cursor, rest, LIMITS)
        const entries = [...before, ...after].flatMap((writing) => writing.entries)
        expect(eventsIn(entries)).toEqual(eventsUpTo(blocks, after.at(-1)?.cursor ?? cursor))
        expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => 7 + index))
      }),
    )
  })

  it('remembers which entries hold a block that can be undone', () => {
    const packed = packBlocks(start, [blockOf(1, [50, 50, 50, 50, 50, 50, 50], false)], LIMITS)
    const last = packed.at(-1)?.cursor
    expect(last?.recent.at(-1)).toMatchObject({
      number: 1,
      first: 7,
      last: (last?.nextSeq ?? 0) - 1,
    })
    expect(last?.within).toBeUndefined()
  })

  it('reads back what it wrote, but for data that are too long to keep', () => {
    const [writing] = packBlocks(start, [blockOf(1, [0, 3, 160_000], true)])
    const [entry] = writing?.entries ?? []
    expect(entry && parseEntry(entry.seq, entryRow(entry))).toEqual(entry)
    expect(entry?.blocks[0]?.logs.map(({ data }) => data)).toEqual(['0x', '0xababab', undefined])
  })
})
