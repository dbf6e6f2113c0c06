import type { OpenTable, Operation } from '../store/table'
import type { AgedList, AgedRun } from './agedList'
import { openAgedList } from './agedList'

/** The runs that somebody's post woke, which grow old as a whole: what was posted may be a person's. */
export type Posts = Pick<AgedList, 'announce' | 'listAged' | 'postpone'> & {
  /** Takes away all that is kept of the run, and takes it off the list. */
  readonly remove: (run: AgedRun) => Promise<void>
}

const MOST_OPERATIONS = 100

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
      const operations = rows.map(
        ({ partition, row }): Operation => ({ kind: 'remove', key: { partition, row } }),
      )
      // The bodies sort first, the wake last: what goes in one transaction is whatever a second post would look for.
      while (operations.length > 0) {
        const size = operations.length % MOST_OPERATIONS || MOST_OPERATIONS
        await table.transact(operations.splice(0, size))
      }
      await list.takeOff(run)
    },
  }
}
