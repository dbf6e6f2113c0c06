import { Transaction } from 'ethers'
import { whole } from '../../store/columns'
import type { Row } from '../../store/row'

const FILLER_KEY = /^filler-(\d{15})$/

/**
 * Tells the nonce that an unreadable row may hold: by its own column, by the transaction in it, or by its key.
 *
 * @param id - The row's key, without `open-`.
 * @param columns - What can be seen of it.
 * @returns Undefined when nothing tells.
 */
export function nonceIn(id: string, columns: Row): number | undefined {
  const column = whole.safeParse(columns['nonce'])
  if (column.success) return column.data
  const key = FILLER_KEY.exec(id)?.[1]
  return key === undefined ? nonceOf(columns['raw']) : Number(key)
}

function nonceOf(raw: Row[string]): number | undefined {
  if (typeof raw !== 'string') return undefined
  try {
    return Transaction.from(raw).nonce
  } catch {
    return undefined
  }
}
