// Faults that somebody could put between a chain and its wakes one day: `npm run chaos -- --wakes --mutants` must find each
// of them.

const events = 'shared/chain/events'
const activities = 'shared/activities'

/**
 * Each is the source with some texts replaced; `says` is what is wrong with it, `seed` the first that catches it.
 *
 * @type {readonly import('./plantMutant.mjs').Mutant[]}
 */
export const mutants = [
  {
    name: 'cursorBeforeEvents',
    seed: 1,
    says: 'the cursor is written before the events that it says are read',
    file: `${events}/eventJournal.ts`,
    edits: [
      [
        '      const etags = await table.transact(operationsOf(stream, held, writing))\n',
        '      const [first, ...rest] = operationsOf(stream, held, writing)\n      const etags = await table.transact(first === undefined ? [] : [first])\n      if (etags !== "conflict" && rest.length > 0) await table.transact(rest)\n',
      ],
    ],
  },
  {
    name: 'noEtagOnCursor',
    seed: 135,
    says: 'of two pumps the last one to write is right, whatever it has looked at',
    file: `${events}/eventJournal.ts`,
    edits: [
      [
        "{ kind: 'replace', row, etag: held.etag },\n    ...entries",
        "{ kind: 'put', row },\n    ...entries",
      ],
    ],
  },
  {
    name: 'noBloomCheck',
    seed: 497,
    says: 'an answer without logs is believed, though the bloom of its block says that there may be some',
    file: `${events}/readBlocks.ts`,
    edits: [
      [
        'const doubtful = asked.filter(({ hash }) => !logs.has(hash))',
        'const doubtful = asked.filter(({ hash }) => logs.has(hash) && !logs.has(hash))',
      ],
    ],
  },
  {
    name: 'noRootCheck',
    seed: 30,
    says: 'receipts are believed that do not have the root of their header',
    file: `${events}/provedLogs.ts`,
    edits: [['if (root === header.receiptsRoot &&', "if (root !== '0x' &&"]],
  },
  {
    name: 'transactionsNotCompared',
    seed: 1,
    says: 'hashes of transactions are believed, for which no root vouches',
    file: `${events}/provedLogs.ts`,
    edits: [
      [' && digestOf(transactions) === header.transactions)', ' && transactions !== undefined)'],
    ],
  },
  {
    name: 'generationIgnored',
    seed: 33,
    says: 'a block that comes back has the generation that it had',
    file: `${events}/packBlocks.ts`,
    edits: [['generation: undone?.times ?? 0,', 'generation: Math.min(0, undone?.times ?? 0),']],
  },
  {
    name: 'positionBeforeWake',
    seed: 1,
    says: 'the position moves before the wakes are durable',
    file: `${activities}/dispatchEvents.ts`,
    edits: [
      [
        '  await act(ports, consumer, own)\n',
        '  if (isMoved(stored.position, next)) await journal.advance(id, stored, next)\n  await act(ports, consumer, own)\n',
      ],
    ],
  },
  {
    name: 'retractionForgotten',
    seed: 6,
    says: 'an undo takes nothing back',
    file: `${activities}/dispatchEvents.ts`,
    edits: [
      [
        '            ? retract(ports, factsOf(consumer, event))\n',
        '            ? Promise.resolve()\n',
      ],
    ],
  },
  {
    name: 'retractedAsTold',
    seed: 43,
    says: 'of an undone block only what lies before the position is taken back',
    file: `${events}/takeDue.ts`,
    edits: [
      [
        '      this.at = { seq: undo.seq, index: this.at.seq === undo.seq ? this.at.index : 0 }\n      await this.undo(undo)\n',
        '      this.at = { seq: undo.seq, index: this.at.seq === undo.seq ? this.at.index : 0 }\n      if (undo.last < this.options.request.position.seq) await this.undo(undo)\n      else this.at = { seq: undo.seq + 1, index: 0 }\n',
      ],
    ],
  },
  {
    name: 'parentsNotChecked',
    seed: 6,
    says: 'blocks are read on from the cursor, whatever they follow on',
    file: `${events}/pumpStream.ts`,
    edits: [['return parentHash !== parent\n', "return parentHash !== parent && parent === ''\n"]],
  },
  {
    name: 'finalSinceIsFork',
    seed: 3,
    says: 'a fork below what has become final since it was read stops the stream',
    file: `${events}/pumpStream.ts`,
    edits: [
      [
        'ancestor.number < finalized) {',
        'ancestor.number < Math.max(finalized, work.slice.heads.finalized)) {',
      ],
    ],
  },
  {
    name: 'depthIgnored',
    seed: 6,
    says: 'events are told before they lie as deep as was asked for',
    file: `${events}/takeDue.ts`,
    edits: [
      [
        "  if (depth === 'instant') return number\n",
        "  if (depth !== 'finalized') return number\n",
      ],
    ],
  },
  {
    name: 'finalityOfOne',
    seed: 15,
    says: 'one endpoint says what is final',
    file: `${events}/heads.ts`,
    edits: [
      [
        '    tips.flatMap(({ value }) => value.finalized ?? []),\n    needed,\n',
        '    tips.flatMap(({ value }) => value.finalized ?? []),\n    Math.min(1, needed),\n',
      ],
    ],
  },
  {
    name: 'oneEndpointBelieved',
    seed: 5,
    says: 'one endpoint is believed, whatever the others say',
    file: 'shared/chain/quorum.ts',
    edits: [
      ['if (count >= needed) return answer', 'if (count >= Math.min(1, needed)) return answer'],
    ],
  },
  {
    name: 'undoneOnlyNewest',
    seed: 6,
    says: 'of a reorganisation only the newest block is undone',
    file: `${events}/undoBlocks.ts`,
    edits: [
      ['  const now = gone.slice(0, most)\n', '  const now = gone.slice(0, Math.min(most, 1))\n'],
    ],
  },
  {
    name: 'stopForgotten',
    seed: 249,
    says: 'a run whose event was taken back before it was sealed goes on',
    file: `${activities}/stopIfRetracted.ts`,
    edits: [
      [
        '=== undefined) return false\n  for',
        "=== undefined || wakeId !== '0x') return false\n  for",
      ],
    ],
  },
  {
    name: 'orphansNotRecorded',
    seed: 6,
    says: 'what was delivered for an event that is no more is not recorded as orphaned',
    file: `${activities}/retract.ts`,
    edits: [['  if (await runs.wakes.hasEnded(wakeId)) await recordOrphans(ports, wakeId)\n', '']],
  },
  {
    name: 'orphansNotLookedFor',
    seed: 1,
    says: 'a run that ends does not look whether its event was taken back meanwhile',
    file: `${activities}/record.ts`,
    edits: [
      [
        '    if (owed.some(({ isOfEvent }) => isOfEvent === true)) await recordOrphans(ports, wakeId)\n',
        '',
      ],
      ["import { recordOrphans } from './retract'\n", ''],
    ],
  },
  {
    name: 'nonceTwice',
    seed: 1,
    says: 'the counter of nonces is written without looking whether another has moved it',
    file: 'shared/runs/nonces.ts',
    edits: [["{ kind: 'replace', row: next, etag: stored.etag }", "{ kind: 'put', row: next }"]],
  },
]
