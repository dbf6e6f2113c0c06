import type { ExactJson } from '../../shared/sources/parseExactJson'

/**
 * Writes JSON with its numbers as they stood.
 *
 * @param json - Parsed by parseExactJson.
 * @returns The document, without white space.
 */
export function exactText(json: ExactJson): string {
  switch (json.kind) {
    case 'null':
      return 'null'
    case 'number':
      return json.text
    case 'boolean':
    case 'string':
      return JSON.stringify(json.value)
    case 'array':
      return `[${json.items.map(exactText).join(',')}]`
    case 'object': {
      const members = [...json.members].map(
        ([name, value]) => `${JSON.stringify(name)}:${exactText(value)}`,
      )
      return `{${members.join(',')}}`
    }
  }
}
