import type { Json } from '../core/canonicalJson'
import type { Hex } from '../core/hex'
import { hashJson } from '../core/ids'
import type { OpenTable, PlacedRow, StoredRow, Table } from '../store/table'

/** One entry of the log, chained to the one before it. */
export type AuditEntry = {
  /** Counts from 1 without a gap. */
  readonly index: number
  /** Hash of the entry before, 32 bytes; zero for the first. */
  readonly previous: Hex
  /** Milliseconds since the Unix epoch. */
  readonly recordedAtInMs: number
  /** What it is about: recorded once. */
  readonly subject: Hex
  readonly facts: Json
  /** hashJson of all the above. */
  readonly hash: Hex
}

/** What is to be recorded. */
export type AuditFact = Pick<AuditEntry, 'subject' | 'facts' | 'recordedAtInMs'>

/** The append-only log of a fabric. */
export type Audit = {
  /** Appends a fact; `known` when its subject was recorded before, whatever the fact said. */
  readonly append: (fact: AuditFact) => Promise<'appended' | 'known'>
  /** Entries in their order. */
  readonly list: (range: {
    readonly from: number
    readonly limit: number
  }) => Promise<readonly AuditEntry[]>
}

const PARTITION = 'fabric'
const HEAD = 'head'
const NOTHING: Hex = `0x${'0'.repeat(64)}`

/**
 * Opens the audit log: table `audit`. Entry, marker of the subject and head are written in one transaction, so that the
 * chain neither forks nor records a subject twice.
 *
 * @param open - How to open a table.
 * @returns The log.
 */
export function openAudit(open: OpenTable): Audit {
  const table = open('audit')
  return {
    append: (fact) => append(table, fact),
    list: async ({ from, limit }) => {
      const range = { partition: PARTITION, from: keyOf(from), before: keyOf(from + limit) }
      return (await table.list(range)).map(parseEntry)
    },
  }
}

/**
 * Gives the hash of an entry.
 *
 * @param entry - All but its hash.
 * @returns 32 bytes.
 */
export function entryHash(entry: Omit<AuditEntry, 'hash'>): Hex {
  const { index, previous, recordedAtInMs, subject, facts } = entry
  return hashJson({ index, previous, recordedAtInMs, subject, facts })
}

/**
 * Finds the first entry that does not follow from the one before it.
 *
 * @param entries - In their order, from the first.
 * @returns Its index; undefined when the chain is whole.
 */
export function findBreak(entries: readonly AuditEntry[]): number | undefined {
  let previous = NOTHING
  for (const [at, entry] of entries.entries()) {
    const follows = entry.index === at + 1 && entry.previous === previous
    if (!follows || entry.hash !== entryHash(entry)) return at + 1
    previous = entry.hash
  }
  return undefined
}

async function append(table: Table, fact: AuditFact): Promise<'appended' | 'known'> {
  const marker = { partition: PARTITION, row: `subject-${fact.subject}` }
  for (;;) {
    // Read before the head: a conflict may be over this very subject.
    if ((await table.get(marker)) !== undefined) return 'known'
    const head = await table.get({ partition: PARTITION, row: HEAD })
    const entry = nextEntry(fact, head)
    const { index, hash } = entry
    const headRow = { partition: PARTITION, row: HEAD, value: { index, hash } }
    const written = await table.transact([
      { kind: 'insert', row: entryRow(entry) },
      { kind: 'insert', row: { ...marker, value: { index } } },
      head === undefined
        ? { kind: 'insert', row: headRow }
        : { kind: 'replace', row: headRow, etag: head.etag },
    ])
    if (written !== 'conflict') return 'appended'
  }
}

function nextEntry(fact: AuditFact, head: StoredRow | undefined): AuditEntry {
  const { subject, facts, recordedAtInMs } = fact
  const entry = {
    index: Number(head?.value['index'] ?? 0) + 1,
    previous: (head?.value['hash'] ?? NOTHING) as Hex, // entryRow wrote it
    recordedAtInMs,
    subject,
    facts,
  }
  return { ...entry, hash: entryHash(entry) }
}

function entryRow(entry: AuditEntry): PlacedRow {
  return { partition: PARTITION, row: keyOf(entry.index), value: { ...entry } }
}

function parseEntry({ value }: StoredRow): AuditEntry {
  return value as AuditEntry // entryRow wrote it; findBreak tells when somebody has changed it since
}

function keyOf(index: number): string {
  return `entry-${String(index).padStart(15, '0')}`
}
