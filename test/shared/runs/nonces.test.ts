import { hashJson } from '../../../shared/core/ids'
import { openNonces } from '../../../shared/runs/nonces'
import { openTables } from '../../../shared/store/openTables'
import type { OpenTable } from '../../../shared/store/table'
import type { Azurite } from '../../support/azurite'
import { startAzurite } from '../../support/azurite'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let azurite: Azurite
let open: OpenTable

beforeAll(async () => {
  azurite = await startAzurite()
  open = openTables(azurite.connection)
})

afterAll(() => azurite.stop())

const place = (name: string) =>
  ({
    crypletId: hashJson('a Cryplet'),
    chainId: 31_337,
    receiver: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    subscription: hashJson(name),
  }) as const

describe('nonces', () => {
  it('are dense, each for one delivery, and the same however often it is asked for', async () => {
    const nonces = openNonces(open)
    const ids = [1, 2, 3].map((each) => hashJson(each))
    const first = []
    for (const id of ids) first.push(await nonces.allocate(place('dense'), id))
    expect(first).toEqual(['1', '2', '3'])
    const again = await Promise.all(ids.map((id) => nonces.allocate(place('dense'), id)))
    expect(again).toEqual(first)
  })

  it('are another count for each subscription', async () => {
    const nonces = openNonces(open)
    const [one, two] = [place('one'), place('two')]
    expect(await nonces.allocate(one, hashJson('a'))).toBe('1')
    expect(await nonces.allocate(two, hashJson('a'))).toBe('1')
  })

  it('are given once to each of many who ask at the same time', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => hashJson(['at once', index]))
    const all = await Promise.all(ids.map((id) => openNonces(open).allocate(place('at once'), id)))
    const sorted = all.map(Number).sort((a, b) => a - b)
    expect(sorted).toEqual(ids.map((_, index) => index + 1))
  })
})
