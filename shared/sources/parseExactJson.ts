/** JSON whose numbers are still the text that was sent: a double would change them. */
export type ExactJson =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'array'; readonly items: readonly ExactJson[] }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, ExactJson> }

const MAX_DEPTH = 64
const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y
const WORD = /true|false|null/y

/**
 * Parses JSON and keeps the text of its numbers.
 *
 * Source: RFC 8259. Stricter in two things: an object that has a name twice is refused, since two readers may take different
 * ones; and so is what is nested deeper than 64.
 *
 * @param text - A whole document.
 * @returns The document; undefined when it is not well-formed.
 */
export function parseExactJson(text: string): ExactJson | undefined {
  const reader = new Reader(text)
  const value = reader.value(0)
  return value !== undefined && reader.isAtEnd() ? value : undefined
}

/** Reads forward over a text; undefined from a method means: not well-formed, give up. */
class Reader {
  private at = 0

  constructor(private readonly text: string) {}

  isAtEnd(): boolean {
    this.take(SPACE)
    return this.at === this.text.length
  }

  value(depth: number): ExactJson | undefined {
    if (depth > MAX_DEPTH) return undefined
    this.take(SPACE)
    const first = this.text[this.at]
    if (first === '{') return this.object(depth)
    if (first === '[') return this.array(depth)
    return first === '"' ? this.string() : (this.word() ?? this.number())
  }

  private object(depth: number): ExactJson | undefined {
    const members = new Map<string, ExactJson>()
    const isSound = this.list('}', () => {
      this.take(SPACE)
      const name = this.string()
      if (name === undefined || members.has(name.value) || !this.skip(':')) return false
      const value = this.value(depth + 1)
      if (value !== undefined) members.set(name.value, value)
      return value !== undefined
    })
    return isSound ? { kind: 'object', members } : undefined
  }

  private array(depth: number): ExactJson | undefined {
    const items: ExactJson[] = []
    const isSound = this.list(']', () => {
      const value = this.value(depth + 1)
      if (value !== undefined) items.push(value)
      return value !== undefined
    })
    return isSound ? { kind: 'array', items } : undefined
  }

  private list(end: string, readItem: () => boolean): boolean {
    this.at += 1
    if (this.skip(end)) return true
    do {
      if (!readItem()) return false
    } while (this.skip(','))
    return this.skip(end)
  }

  private string(): { readonly kind: 'string'; readonly value: string } | undefined {
    const literal = this.take(STRING)
    if (literal === undefined) return undefined
    // A well-formed literal: JSON.parse only undoes its escapes.
    return { kind: 'string', value: JSON.parse(literal) as string }
  }

  private word(): ExactJson | undefined {
    const word = this.take(WORD)
    if (word === undefined) return undefined
    return word === 'null' ? { kind: 'null' } : { kind: 'boolean', value: word === 'true' }
  }

  private number(): ExactJson | undefined {
    const text = this.take(NUMBER)
    return text === undefined ? undefined : { kind: 'number', text }
  }

  private skip(character: string): boolean {
    this.take(SPACE)
    if (this.text[this.at] !== character) return false
    this.at += 1
    return true
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const [found] = pattern.exec(this.text) ?? []
    this.at += found?.length ?? 0
    return found
  }
}
