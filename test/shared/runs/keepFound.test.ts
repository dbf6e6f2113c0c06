import { keepFound } from '../../../shared/runs/keepFound'

describe('keepFound', () => {
  const bed = (limit: number) => {
    const there = new Map<string, string>()
    const asked: string[] = []
    const get = keepFound((key: string) => {
      asked.push(key)
      return Promise.resolve(there.get(key))
    }, limit)
    return { there, asked, get }
  }

  it('asks once for what it has found, and again for what was not there', async () => {
    const { there, asked, get } = bed(2)
    expect(await get('a')).toBeUndefined()
    there.set('a', 'first')
    expect(await get('a')).toBe('first')
    there.set('a', 'second')
    expect(await get('a')).toBe('first')
    expect(asked).toEqual(['a', 'a'])
  })

  it('forgets the oldest beyond its limit', async () => {
    const { there, asked, get } = bed(2)
    for (const key of ['a', 'b', 'c']) {
      there.set(key, key)
      await get(key)
    }
    await get('c')
    await get('b')
    await get('a')
    expect(asked).toEqual(['a', 'b', 'c', 'a'])
  })
})
