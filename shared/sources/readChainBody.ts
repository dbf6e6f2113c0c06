import type { ChainRead } from '../authoring/chainReadType'
import { accountId } from '../core/accountId'
import { InvalidValueError } from '../core/errors'
import { type Hex, parseHex } from '../core/hex'
import { decimalText, integerOf, questionOf } from './chainCodec'
import type { BlockPlace, Observation, Outcome } from './observation'
import { fail, succeed } from './observation'
import { type Body, type ReadContext, readBody } from './readBody'

/**
 * Reads the document of a read: like any other by its pointers, and it must be the answer to what is declared. So whoever
 * has the document and the declaration sees that the number follows from what the contract returned.
 *
 * @param source - Declared; its address is that of the document where a setting names it.
 * @param body - The document.
 * @param context - What it is held against.
 * @returns What it says, and at which block; or why that cannot be used.
 */
export function readChainBody(
  source: ChainRead,
  body: Body,
  context: ReadContext,
): Outcome<Observation> {
  const read = readBody(source, body, context)
  if (!read.ok) return read
  try {
    return succeed({ ...read.value, block: parseBlock(source, body) })
  } catch (error) {
    if (!(error instanceof InvalidValueError)) throw error
    return fail('SOURCE_VALUE_INVALID', error.message)
  }
}

// readBody has seen that it is JSON.
function parseBlock(source: ChainRead, { origin, bytes }: Body): BlockPlace {
  const document = JSON.parse(new TextDecoder().decode(bytes)) as Readonly<Record<string, unknown>>
  const { chainId, decimals } = { ...source }
  const result = parseHex(document['result'], 'result')
  const integer = integerOf(source, result)
  const expected = {
    chainId,
    ...questionOf(source),
    ...addressIn(source, origin),
    value: integer === undefined ? 'of the declared types' : decimalText(integer, decimals),
  }
  for (const [name, value] of Object.entries(expected)) {
    if (document[name] !== value) throw new InvalidValueError(name, String(value), document[name])
  }
  const number = document['blockNumber']
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) {
    throw new InvalidValueError('blockNumber', 'a whole number', number)
  }
  const hash: Hex = parseHex(document['blockHash'], 'blockHash', 32)
  return { chainId, number, hash }
}

// Where a setting names it the origin has it, as it was resolved.
function addressIn({ to, chainId }: ChainRead, origin: string): { readonly to?: string } {
  if (to.startsWith('0x')) return { to: to.toLowerCase() }
  const prefix = accountId(chainId, '')
  return origin.startsWith(prefix) ? { to: origin.slice(prefix.length) } : {}
}
