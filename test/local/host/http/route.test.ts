import { compileRoute } from '../../../../local/host/http/route'

describe('compileRoute', () => {
  it.each([
    ['items', '/items', {}],
    ['items', '/ITEMS/', {}],
    ['items/{id}', '/items/a b', { id: 'a b' }],
    ['items/{id?}', '/items', {}],
    ['items/{id=7}', '/items', { id: '7' }],
    ['items/{id=7}', '/items/8', { id: '8' }],
    ['items/{id:int}', '/items/-12', { id: '-12' }],
    [
      'items/{id:guid}',
      '/items/9a1b2c3d-0000-1111-2222-333344445555',
      { id: '9a1b2c3d-0000-1111-2222-333344445555' },
    ],
    ['items/{on:bool}', '/items/True', { on: 'True' }],
    ['items/{n:min(2):max(9)}', '/items/9', { n: '9' }],
    ['items/{n:range(2,9)}', '/items/2', { n: '2' }],
    ['items/{w:minlength(2):maxlength(3)}', '/items/abc', { w: 'abc' }],
    ['items/{w:length(2)}', '/items/ab', { w: 'ab' }],
    ['items/{w:length(2,3)}', '/items/abc', { w: 'abc' }],
    ['items/{w:regex(^a{{2}}(b|c)$)?}', '/items/aab', { w: 'aab' }],
    ['items/{day:datetime}', '/items/2026-01-05', { day: '2026-01-05' }],
    ['files/{*path}', '/files/a/b.txt', { path: 'a/b.txt' }],
    ['files/{*path}', '/files', {}],
    ['v{major}.{minor}/x', '/v1.2/x', { major: '1', minor: '2' }],
    ['', '/', {}],
  ])('%j matches %s', (template, path, params) => {
    expect(compileRoute(template).match(path)).toEqual(params)
  })

  it.each([
    ['items', '/items/1'],
    ['items/{id}', '/items'],
    ['items/{id}', '/items/a/b'],
    ['items/{id:int}', '/items/x'],
    ['items/{id:alpha}', '/items/a1'],
    ['items/{id:int}', '/items/2147483648'],
    ['items/{n:min(2)}', '/items/1'],
    ['items/{n:max(9)}', '/items/10'],
    ['items/{n:int:min(2)}', '/items/1'],
    ['items/{n:range(2,9)}', '/items/x'],
    ['items/{w:minlength(2)}', '/items/a'],
    ['items/{w:maxlength(3)}', '/items/abcd'],
    ['items/{w:length(2)}', '/items/abc'],
    ['items/{w:length(2,3)}', '/items/a'],
    ['items/{w:regex(^a{{2}}(b|c)$)?}', '/items/aad'],
    ['items/{day:datetime}', '/items/someday'],
    ['a.b', '/axb'],
  ])('%j does not match %s', (template, path) => {
    expect(compileRoute(template).match(path)).toBeUndefined()
  })

  it('puts a literal before a constraint, that before a parameter, that before the rest', () => {
    const templates = ['a/{*rest}', 'a/{id}', 'a/x{id}', 'a/{id:int}', 'a/b']
    const sorted = templates
      .map((template) => ({ template, ...compileRoute(template) }))
      .sort((a, b) => (a.precedence < b.precedence ? -1 : 1))
    expect(sorted.map(({ template }) => template)).toEqual([
      'a/b',
      'a/x{id}',
      'a/{id:int}',
      'a/{id}',
      'a/{*rest}',
    ])
  })

  it('refuses a constraint that it does not know', () => {
    expect(() => compileRoute('a/{id:odd}')).toThrow("Route 'a/{id:odd}': the constraint 'odd'")
  })
})
