import { compileConstraints } from './constraints'

/** A route template, ready to match. */
export type Route = {
  /** One digit a segment: of two routes that match, the one that sorts first is the more particular. */
  readonly precedence: string
  /**
   * Matches a path.
   *
   * @param path - With its escapes undone.
   * @returns Parameters that have a value; undefined when it does not match.
   */
  readonly match: (path: string) => Readonly<Record<string, string>> | undefined
}

type Parameter = {
  readonly name: string
  readonly fallback: string | undefined
  readonly accepts: (value: string) => boolean
}

type Segment = {
  readonly precedence: string
  readonly source: string
  readonly parameters: readonly Parameter[]
}

const NO_CONSTRAINT = () => true

const PARAMETER =
  /^\{(?<star>\*{0,2})(?<name>[A-Za-z_]\w*)(?<constraint>(?::[A-Za-z]+(?:\(.*?\))?)*)(?:=(?<fallback>[^}?]*))?(?<optional>\?)?\}$/

/**
 * Compiles an ASP.NET route template: `{p}`, `{p?}`, `{p=default}`, `{p:int:min(1)}`, `{*rest}`, `v{major}`; in any case.
 *
 * @param template - Without a leading slash.
 * @returns The route.
 * @throws AppStartError for a constraint that it does not know.
 */
export function compileRoute(template: string): Route {
  const segments = template
    .split('/')
    .filter((text) => text !== '')
    .map((text) => compileSegment(text, template))
  const expression = new RegExp(`^${segments.map(({ source }) => source).join('')}/?$`, 'i')
  const parameters = segments.flatMap((segment) => segment.parameters)
  return {
    precedence: segments.map(({ precedence }) => precedence).join(''),
    match: (path) => {
      const found = expression.exec(path)
      if (found === null) return undefined
      const isRefused = parameters.some(({ accepts }, index) => {
        const value = found[index + 1]
        return value !== undefined && !accepts(value)
      })
      if (isRefused) return undefined
      const values = parameters
        .map(({ name, fallback }, index) => [name, found[index + 1] ?? fallback ?? ''])
        .filter(([, value]) => value !== '')
      return Object.fromEntries(values) as Record<string, string>
    },
  }
}

function compileSegment(text: string, template: string): Segment {
  const groups = PARAMETER.exec(text)?.groups
  if (groups === undefined) return compileLiteral(text)
  const { star, name = '', constraint = '', fallback, optional } = groups
  const parameters = [{ name, fallback, accepts: compileConstraints(constraint, template) }]
  if (star !== '') return { precedence: '5', source: '(?:/(.*))?', parameters }
  const mayBeAbsent = optional !== undefined || fallback !== undefined
  return {
    precedence: constraint === '' ? '4' : '3',
    source: mayBeAbsent ? '(?:/([^/]+))?' : '/([^/]+)',
    parameters,
  }
}

function compileLiteral(text: string): Segment {
  const parameters: Parameter[] = []
  const source = text.replace(/\{([A-Za-z_]\w*)\}|[.*+?^${}()|[\]\\]/g, (token, name?: string) => {
    if (name === undefined) return `\\${token}`
    parameters.push({ name, fallback: undefined, accepts: NO_CONSTRAINT })
    return '([^/]+?)'
  })
  return { precedence: parameters.length > 0 ? '2' : '1', source: `/${source}`, parameters }
}
