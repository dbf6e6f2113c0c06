import type { ExactJson } from './parseExactJson'

const INDEX = /^(?:0|[1-9]\d*)$/

/**
 * Finds the part of a document that a pointer names.
 *
 * Source: RFC 6901.
 *
 * @param document - Parsed.
 * @param pointer - As in `/refRates/0/percentRate`; well-formed, as definitions are checked.
 * @returns The part; undefined when there is none.
 */
export function resolvePointer(document: ExactJson, pointer: string): ExactJson | undefined {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<ExactJson | undefined>(child, document)
}

function child(parent: ExactJson | undefined, token: string): ExactJson | undefined {
  if (parent?.kind === 'object') return parent.members.get(token)
  if (parent?.kind === 'array' && INDEX.test(token)) return parent.items[Number(token)]
  return undefined
}
