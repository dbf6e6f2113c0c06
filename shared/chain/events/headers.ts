import { InvalidValueError } from '../../core/errors'
import { agree } from '../quorum'
import { requireResult } from '../requireResult'
import type { Rpc, RpcReply } from '../rpc'
import type { ChainSlice } from './eventChain'
import type { Header } from './header'
import { keyOfHeader, parseHeader } from './header'

// What a slice keeps of them: some 700 bytes each.
const MOST_KEPT = 4_096

/**
 * Gives headers by their numbers, which enough endpoints agree on; those that the slice has are not asked again.
 *
 * Nothing says that one is the parent of the next: the chain may change between two questions.
 *
 * @param slice - Of which chain.
 * @param from - First number.
 * @param to - Last number, at most that of the head.
 * @returns In their order; none when there are no such numbers.
 * @throws ChainUnreachableError, ChainDisagreementError
 */
export async function headersOf(
  slice: ChainSlice,
  from: number,
  to: number,
): Promise<readonly Header[]> {
  const numbers = numbersOf(from, to)
  const found = new Map(
    numbers.flatMap((number) => {
      const header = slice.headers.get(number)
      return header === undefined ? [] : [[number, header] as const]
    }),
  )
  const missing = numbers.filter((number) => !found.has(number))
  if (missing.length > 0) {
    for (const header of await askFor(slice, missing)) {
      found.set(header.number, header)
      keep(slice, header)
    }
  }
  return numbers.flatMap((number) => found.get(number) ?? [])
}

/**
 * Gives final headers by their numbers, which enough endpoints agree on that call them final themselves: one that is still
 * on another branch than the look would give blocks that are no more.
 *
 * @param slice - Of which chain.
 * @param from - First number.
 * @param to - Last number, at most what the slice calls final.
 * @returns In their order.
 * @throws ChainUnreachableError, ChainDisagreementError
 */
export async function finalHeadersOf(
  slice: ChainSlice,
  from: number,
  to: number,
): Promise<readonly Header[]> {
  const numbers = numbersOf(from, to)
  if (numbers.length === 0) return []
  // Where no endpoint has the word, nothing but the depth makes a block final.
  const hasWord = slice.chain.learnt.final !== undefined
  const headers = await askFor(slice, numbers, hasWord ? to : undefined)
  for (const header of headers) keep(slice, header)
  return headers
}

function numbersOf(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
}

async function askFor(
  slice: ChainSlice,
  numbers: readonly number[],
  finalTo?: number,
): Promise<readonly Header[]> {
  const method = 'eth_getBlockByNumber'
  const calls = numbers.map((number) => ({ method, params: [`0x${number.toString(16)}`, false] }))
  const also = finalTo === undefined ? [] : [{ method, params: ['finalized', false] }]
  const ask = async (rpc: Rpc): Promise<readonly Header[]> => {
    const replies = await rpc.send([...calls, ...also])
    if (finalTo !== undefined) requireFinal(rpc, replies.at(-1), finalTo)
    return replies.slice(0, calls.length).map((reply, index) => {
      const header = parseHeader(requireResult(rpc, reply))
      if (header.number === numbers[index]) return header
      throw new InvalidValueError('block', `number ${String(numbers[index])}`, header.number)
    })
  }
  const keyOf = (headers: readonly Header[]): string => headers.map(keyOfHeader).join('\n')
  return agree(slice.chain.quorum, { what: method, ask, keyOf })
}

function requireFinal(rpc: Rpc, reply: RpcReply | undefined, finalTo: number): void {
  const { number } = parseHeader(requireResult(rpc, reply))
  if (number >= finalTo) return
  throw new InvalidValueError('finalized', `block ${String(finalTo)} or a later one`, number)
}

function keep({ headers, heads }: ChainSlice, header: Header): void {
  headers.set(header.number, header)
  const [oldest] = headers.keys()
  if (headers.size <= MOST_KEPT || oldest === undefined) return
  headers.delete(oldest)
  headers.set(heads.head.number, heads.head)
}
