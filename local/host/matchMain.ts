import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Finds the files that package.json's `main` names: a path, or a pattern of `*`, `**`, `?`, `[…]` and `{a,b}`.
 *
 * @param pattern - Relative to the folder.
 * @param dir - Absolute.
 * @returns Relative paths with `/`, in order of the alternatives and then by name.
 */
export function matchMain(pattern: string, dir: string): string[] {
  const matches = expandBraces(pattern.replace(/^\.\//, '')).flatMap((each) =>
    isPattern(each) ? matchOne(each, dir) : isFile(join(dir, each)) ? [each] : [],
  )
  return [...new Set(matches)]
}

/**
 * Tells whether a text is more than a path.
 *
 * @param text - As in `main`.
 * @returns True when it has a wildcard.
 */
export function isPattern(text: string): boolean {
  return /[*?[{]/.test(text)
}

function matchOne(pattern: string, dir: string): string[] {
  const expression = toExpression(pattern)
  const base = pattern.slice(0, pattern.search(/[*?[]/)).replace(/\/?[^/]*$/, '')
  return walk(dir, base).filter((file) => expression.test(file))
}

function walk(dir: string, relative: string): string[] {
  const full = join(dir, relative)
  if (!statSync(full, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(full, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`
      return entry.isDirectory() ? walk(dir, path) : [path]
    })
}

function toExpression(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/?|\*|\?|\[[^\]]+\]|[.+^$()|{}\\]/g, (token) => {
    if (token.startsWith('**')) return '(?:.*/)?'
    if (token === '*') return '[^/]*'
    if (token === '?') return '[^/]'
    return token.startsWith('[') ? token.replace(/^\[!/, '[^') : `\\${token}`
  })
  return new RegExp(`^${source}$`)
}

function expandBraces(pattern: string): string[] {
  const group = /\{([^{}]*)\}/.exec(pattern)
  if (group === null) return [pattern]
  const before = pattern.slice(0, group.index)
  const after = pattern.slice(group.index + group[0].length)
  return (group[1] ?? '').split(',').flatMap((each) => expandBraces(before + each + after))
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
