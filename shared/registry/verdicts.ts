import * as z from 'zod'
import type { Address, Hex } from '../core/hex'
import { hashJson } from '../core/ids'
import { address, hash32, whole } from '../store/columns'
import type { OpenTable, Table } from '../store/table'
import type { TrustQuestion } from './checkTrust'

const useSchema = z.object({
  chainId: whole,
  /** The account that last delivered on it. */
  sender: address,
  question: z.object({
    crypletId: hash32,
    codeHash: hash32,
    cryplet: address,
    enclave: address.optional(),
    host: address.optional(),
  }),
  /** How many claims have rested on it. */
  uses: whole,
  /** The registry's epoch when it was last warmed, and until when that holds, Unix seconds. */
  warmedAtEpoch: z.string().optional(),
  warmUntil: whole.optional(),
})

/** A question to a registry that claims rest on. */
export type VerdictUse = Readonly<z.infer<typeof useSchema>>

/** What the fabric remembers of the verdicts that its claims rest on. */
export type Verdicts = {
  /** Counts a claim that rests on a verdict. Two at once may count as one. */
  readonly count: (place: VerdictPlace, question: TrustQuestion) => Promise<void>
  readonly list: () => Promise<readonly VerdictUse[]>
  /** Writes down when a verdict was warmed. */
  readonly keep: (use: VerdictUse) => Promise<void>
  readonly forget: (use: VerdictUse) => Promise<void>
}

/** Where a claim goes, and who pays. */
export type VerdictPlace = { readonly chainId: number; readonly sender: Address }

/**
 * Opens the rows of verdicts: table `verdicts`, all in one partition, since there are as many as Cryplets and chains.
 *
 * @param open - How to open a table.
 * @returns The rows.
 */
export function openVerdicts(open: OpenTable): Verdicts {
  const table = open('verdicts')
  return {
    count: (place, question) => count(table, place, question),
    list: async () =>
      (await table.list({ partition: PARTITION })).flatMap(({ value }) => parse(value) ?? []),
    keep: (use) => table.put({ ...keyOf(use), value: { ...use } }),
    forget: (use) => table.remove(keyOf(use)),
  }
}

const PARTITION = 'verdicts'

async function count(table: Table, place: VerdictPlace, question: TrustQuestion): Promise<void> {
  const fresh: VerdictUse = { ...place, question, uses: 1 }
  const stored = await table.get(keyOf(fresh))
  const known = stored === undefined ? undefined : parse(stored.value)
  const use = known === undefined ? fresh : { ...known, ...place, uses: known.uses + 1 }
  await table.put({ ...keyOf(use), value: { ...use } })
}

function keyOf({ chainId, question }: Pick<VerdictUse, 'chainId' | 'question'>): {
  partition: string
  row: Hex
} {
  const { crypletId, codeHash, cryplet, enclave = '', host = '' } = question
  const signers = [cryplet, enclave, host].map((each) => each.toLowerCase())
  return { partition: PARTITION, row: hashJson([chainId, crypletId, codeHash, ...signers]) }
}

// A count that cannot be read begins anew: it is worth no more than the gas that it saves.
function parse(value: unknown): VerdictUse | undefined {
  return useSchema.safeParse(value).data
}
