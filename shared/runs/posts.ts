import { FabricError } from '../core/errors'
import type { Hex } from '../core/hex'
import type { OpenTable, Operation } from '../store/table'
import type { AgedList, AgedRun } from './agedList'
import { openAgedList } from './agedList'

/** The runs that somebody's post woke, which grow old as a whole: what was posted may be a person's. */
export type Posts = Pick<AgedList, 'announce' | 'listAged' | 'postpone'> & {
  /** Takes away all that is kept of the run, and takes it off the list. */
  readonly remove: (run: AgedRun) => Promise<void>
}

/** A run of a post that changed while it was removed: the next round tries it again. */
export class PostChangedError extends FabricError {
  override readonly name = 'PostChangedError'
  readonly code = 'POST_CHANGED'
  readonly retryable = true

  constructor(readonly wakeId: Hex) {
    super(`The run ${wakeId} of a post changed while it was removed. It is tried again.`)
  }
}

/**
 * Opens the list of posts: table `runs`, the partition `posts`.
 *
 * @param open - How to open a table.
 * @returns The list.
 */
export function openPosts(open: OpenTable): Posts {
  const table = open('runs')
  const list = openAgedList(table, 'posts')
  return {
    ...list,
    remove: async (run) => {
      const rows = await table.list({ partition: run.wakeId })
      // In one transaction, so that no part of a run is left for another that is posted under its key: a wake, a record, an
      // answer, an end, and bodies, of which a run has 64 at most.
      const operations = rows.map(
        ({ partition, row }): Operation => ({ kind: 'remove', key: { partition, row } }),
      )
      if (operations.length > 0 && (await table.transact(operations)) === 'conflict') {
        throw new PostChangedError(run.wakeId)
      }
      await list.takeOff(run)
    },
  }
}
