import { Dispatcher } from '../../../../local/host/durable/dispatcher'

const nextRound = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('Dispatcher', () => {
  it('runs as many at once as it may, and the next when one has ended', async () => {
    const running = new Map<string, () => void>()
    const run = (id: string): Promise<void> =>
      new Promise((resolve) => {
        running.set(id, () => {
          running.delete(id)
          resolve()
        })
      })
    const dispatcher = new Dispatcher({ maxConcurrent: 2, run, onError: () => undefined })
    for (const id of ['a', 'b', 'c']) dispatcher.add(id)
    await nextRound()
    expect([...running.keys()]).toEqual(['a', 'b'])
    running.get('a')?.()
    await nextRound()
    await nextRound()
    expect([...running.keys()]).toEqual(['b', 'c'])
    const stopped = dispatcher.stop()
    for (const end of [...running.values()]) end()
    await stopped
  })
})
