import type { Audit } from '../../../shared/audit/openAudit'
import { entryHash, findBreak, openAudit } from '../../../shared/audit/openAudit'
import { hashJson } from '../../../shared/core/ids'
import { openTables } from '../../../shared/store/openTables'
import type { Azurite } from '../../support/azurite'
import { startAzurite } from '../../support/azurite'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let azurite: Azurite
let audit: Audit

beforeAll(async () => {
  azurite = await startAzurite()
  audit = openAudit(openTables(azurite.connection))
})

afterAll(() => azurite.stop())

const fact = (name: string) =>
  ({ subject: hashJson(name), facts: { name }, recordedAtInMs: 1 }) as const

describe('openAudit', () => {
  it('chains entries without a fork, however many write at once', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const appended = await Promise.all(names.map((name) => audit.append(fact(name))))
    expect(new Set(appended)).toEqual(new Set(['appended']))
    const entries = await audit.list({ from: 1, limit: 10 })
    expect(entries.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 6])
    expect(findBreak(entries)).toBeUndefined()
  })

  it('records a subject once, also when two try at once', async () => {
    const results = await Promise.all([audit.append(fact('once')), audit.append(fact('once'))])
    expect([...results].sort()).toEqual(['appended', 'known'])
    expect(await audit.append({ ...fact('once'), facts: { name: 'other' } })).toBe('known')
  })
})

describe('findBreak', () => {
  it('finds an entry that was changed, removed or put in', async () => {
    const entries = await audit.list({ from: 1, limit: 10 })
    const [first, second, third] = entries
    if (!first || !second || !third) throw new Error('three entries expected')
    expect(findBreak([first, { ...second, facts: { name: 'x' } }, third])).toBe(2)
    expect(findBreak([first, third])).toBe(2)
    const forged = { ...second, facts: { name: 'x' } }
    // Hashed anew it holds by itself, but the next one no longer follows from it.
    expect(findBreak([first, { ...forged, hash: entryHash(forged) }, third])).toBe(3)
  })
})
