import { formatLine, type Log, logPoint } from '../../../shared/core/log'

describe('formatLine', () => {
  it('writes the message and what it says besides', () => {
    expect(formatLine('wake made', { id: '0xab', slot: 1795208400, late: false })).toBe(
      'wake made id=0xab slot=1795208400 late=false',
    )
    expect(formatLine('wake made')).toBe('wake made')
  })

  it('leaves out what is undefined', () => {
    expect(formatLine('a', { b: undefined, c: 0 })).toBe('a c=0')
  })

  it('quotes what could pass for another field or line: one line stays one line', () => {
    expect(formatLine('a', { b: 'c d', e: 'f=g', h: '', i: 'j\nk', l: '"' })).toBe(
      'a b="c d" e="f=g" h="" i="j\\nk" l="\\""',
    )
  })
})

describe('logPoint', () => {
  it('names the point as kill tests look for it', () => {
    const lines: string[] = []
    const log: Log = {
      debug: () => undefined,
      info: (message, fields) => void lines.push(formatLine(message, fields)),
      warn: () => undefined,
      error: () => undefined,
    }
    logPoint(log, 'broadcast', { delivery: '0xab' })
    expect(lines).toEqual(['point broadcast delivery=0xab'])
  })
})
