import { AppStartError } from '../errors'

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

type Parameter = { readonly name: string; readonly fallback: string | undefined }

type Segment = {
  readonly precedence: string
  readonly source: string
  readonly parameters: readonly Parameter[]
}

const NUMBER = String.raw`-?\d+(?:\.\d+)?`

const CONSTRAINTS: Readonly<Record<string, string>> = {
  int: String.raw`-?\d{1,10}`,
  long: String.raw`-?\d{1,19}`,
  bool: 'true|false',
  guid: '[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}',
  alpha: '[A-Za-z]+',
  decimal: NUMBER,
  double: NUMBER,
  float: NUMBER,
}

const PARAMETER =
  /^\{(?<star>\*{0,2})(?<name>[A-Za-z_]\w*)(?<constraint>(?::[^}=?]+)*)(?:=(?<fallback>[^}?]*))?(?<optional>\?)?\}$/

/**
 * Compiles an ASP.NET route template: `{p}`, `{p?}`, `{p=default}`, `{p:int}`, `{*rest}`, `v{major}`; in any case.
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
  const parameters = [{ name, fallback }]
  if (star !== '') return { precedence: '5', source: '(?:/(.*))?', parameters }
  const value = constraintSource(constraint, template)
  const mayBeAbsent = optional !== undefined || fallback !== undefined
  return {
    precedence: constraint === '' ? '4' : '3',
    source: mayBeAbsent ? `(?:/(${value}))?` : `/(${value})`,
    parameters,
  }
}

// Of several constraints the first counts.
function constraintSource(constraint: string, template: string): string {
  const [, kind] = constraint.split(':')
  if (kind === undefined) return '[^/]+'
  const source = CONSTRAINTS[kind.toLowerCase()]
  if (source === undefined) {
    const known = Object.keys(CONSTRAINTS).join(', ')
    throw new AppStartError(
      `Route '${template}': the constraint '${kind}' is not supported, only ${known}.`,
    )
  }
  return source
}

function compileLiteral(text: string): Segment {
  const parameters: Parameter[] = []
  const source = text.replace(/\{([A-Za-z_]\w*)\}|[.*+?^${}()|[\]\\]/g, (token, name?: string) => {
    if (name === undefined) return `\\${token}`
    parameters.push({ name, fallback: undefined })
    return '([^/]+?)'
  })
  return { precedence: parameters.length > 0 ? '2' : '1', source: `/${source}`, parameters }
}
