import { AppStartError } from '../errors'

type Accepts = (value: string) => boolean

const matching =
  (expression: RegExp): (() => Accepts) =>
  () =>
  (value) =>
    expression.test(value)

const isInteger = (value: string): boolean => /^-?\d{1,19}$/.test(value)

const number = matching(/^-?\d+(?:\.\d+)?$/)

/** By name in lower case; each takes the numbers or the text of its parentheses. */
const CONSTRAINTS: Readonly<Record<string, (numbers: readonly number[], text: string) => Accepts>> =
  {
    int: () => (value) => /^-?\d{1,10}$/.test(value) && Number(value) === (Number(value) | 0),
    long: () => isInteger,
    bool: matching(/^(?:true|false)$/i),
    guid: matching(/^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i),
    alpha: matching(/^[a-z]+$/i),
    decimal: number,
    double: number,
    float: number,
    datetime: () => (value) => !Number.isNaN(Date.parse(value)),
    min:
      ([min = NaN]) =>
      (value) =>
        isInteger(value) && Number(value) >= min,
    max:
      ([max = NaN]) =>
      (value) =>
        isInteger(value) && Number(value) <= max,
    range:
      ([min = NaN, max = NaN]) =>
      (value) =>
        isInteger(value) && Number(value) >= min && Number(value) <= max,
    minlength:
      ([min = NaN]) =>
      (value) =>
        value.length >= min,
    maxlength:
      ([max = NaN]) =>
      (value) =>
        value.length <= max,
    length:
      ([min = NaN, max = min]) =>
      (value) =>
        value.length >= min && value.length <= max,
    // Braces are doubled in a template.
    regex: (_, text) => {
      const expression = new RegExp(
        text.replace(/\{\{|\}\}/g, (pair) => pair.charAt(0)),
        'i',
      )
      return (value) => expression.test(value)
    },
  }

/**
 * Compiles the constraints of a route parameter, as in `:int:range(1,9)`.
 *
 * Source: ASP.NET Core, route constraint reference.
 *
 * @param text - Each with its colon; empty for none.
 * @param template - For the error.
 * @returns Whether a value satisfies all of them.
 * @throws AppStartError for one that it does not know.
 */
export function compileConstraints(text: string, template: string): Accepts {
  const all = [...text.matchAll(/:([A-Za-z]+)(?:\((.*?)\))?(?=:[A-Za-z]|$)/g)]
  const accepts = all.map(([, kind = '', argument = '']) => {
    const make = CONSTRAINTS[kind.toLowerCase()]
    if (make !== undefined) return make(argument.split(',').map(Number), argument)
    const known = Object.keys(CONSTRAINTS).join(', ')
    throw new AppStartError(
      `Route '${template}': the constraint '${kind}' is not supported, only ${known}.`,
    )
  })
  return (value) => accepts.every((accept) => accept(value))
}
