import * as z from 'zod'
import type { Hex } from '../core/hex'
import { parseWatchDetail, type WatchDetail } from '../envelope/watchDetail'
import { whole } from '../store/columns'
import type { OpenTable } from '../store/table'
import { RowMalformedError } from './rows'

const digits = z.string().regex(/^(?:0|-?[1-9]\d{0,77})$/, 'digits')

const watchSchema = z.object({
  // Unix seconds, as are all times here.
  lookedAt: whole,
  // Of the last look that was answered, or with which an unbroken row of looks began.
  heardAt: whole,
  // What was last seen, times 10^decimals.
  value: digits.optional(),
  // How often it has woken its Cryplet; never goes back, whatever is declared anew.
  count: whole,
  conditions: z.record(
    z.string(),
    z.object({
      // The condition that this is the state of, as canonical JSON: another declaration begins anew.
      declared: z.string(),
      isArmed: z.boolean(),
      // Of a movement: where it began.
      reference: digits.optional(),
    }),
  ),
  // Wakes that are decided, and perhaps not stored yet.
  owed: z.array(z.object({ slot: whole, watch: z.custom<WatchDetail>(isWatchDetail, 'a find') })),
  // The last look, or row of looks, that gave nothing usable.
  trouble: z
    .object({
      reasons: z.array(z.string()).readonly(),
      since: whole,
      until: whole,
      looks: whole,
    })
    .optional(),
})

/** Where a watch stands. */
export type WatchState = Readonly<z.infer<typeof watchSchema>>

/** The state with the mark by which it is replaced; both undefined before the first look. */
export type StoredWatch = {
  readonly state: WatchState | undefined
  readonly etag: string | undefined
}

/** The state of each Cryplet's watch. */
export type Watches = {
  /** @throws RowMalformedError */
  readonly get: (crypletId: Hex) => Promise<StoredWatch>
  /** Replaces what was seen; `conflict` when another writer came first. */
  readonly put: (
    crypletId: Hex,
    state: WatchState,
    seen: StoredWatch,
  ) => Promise<StoredWatch | 'conflict'>
}

/**
 * Opens the rows of watches: table `watches`, a partition a Cryplet.
 *
 * @param open - How to open a table.
 * @returns The rows.
 */
export function openWatches(open: OpenTable): Watches {
  const table = open('watches')
  return {
    get: async (crypletId) => {
      const stored = await table.get(keyOf(crypletId))
      if (stored === undefined) return { state: undefined, etag: undefined }
      const parsed = watchSchema.safeParse(stored.value)
      if (parsed.success) return { state: parsed.data, etag: stored.etag }
      throw new RowMalformedError(
        'watch',
        parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
      )
    },
    put: async (crypletId, state, { etag }) => {
      const row = { ...keyOf(crypletId), value: { ...state } }
      const written = await table.transact([
        etag === undefined ? { kind: 'insert', row } : { kind: 'replace', row, etag },
      ])
      return written === 'conflict' ? 'conflict' : { state, etag: written[0] }
    },
  }
}

function keyOf(crypletId: Hex): { readonly partition: string; readonly row: string } {
  return { partition: crypletId, row: 'watch' }
}

function isWatchDetail(value: unknown): boolean {
  try {
    parseWatchDetail(value)
    return true
  } catch {
    return false
  }
}
