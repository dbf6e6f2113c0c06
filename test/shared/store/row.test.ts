import { fromColumns, toColumns } from '../../../shared/store/row'

describe('fromColumns', () => {
  it('gives back what toColumns made', () => {
    const row = { plain: 'a', long: 'ü'.repeat(40_000), list: [{ a: 1 }], count: 3, yes: true }
    expect(fromColumns(toColumns(row))).toEqual(row)
  })

  it.each(['[{"a', ''])('gives null for JSON that is damaged (%j), and keeps the rest', (text) => {
    expect(fromColumns({ list__json0: text, plain: 'a' })).toEqual({ list: null, plain: 'a' })
  })

  it('gives null when the end of a long text is missing', () => {
    const whole = toColumns({ long: 'ü'.repeat(40_000) })
    const begun = Object.entries(whole).filter(([name]) => name === 'long__json0')
    expect(fromColumns(Object.fromEntries(begun))).toEqual({ long: null })
  })
})
