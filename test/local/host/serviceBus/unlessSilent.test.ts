import { unlessSilent } from '../../../../local/host/serviceBus/unlessSilent'

beforeEach(() => {
  jest.useFakeTimers()
})

afterEach(() => {
  jest.useRealTimers()
})

describe('unlessSilent', () => {
  it('gives the answer, or the fault, and leaves no timer', async () => {
    expect(await unlessSilent(Promise.resolve('there'))).toBe('there')
    await expect(unlessSilent(Promise.reject(new Error('gone')))).rejects.toThrow('gone')
    expect(jest.getTimerCount()).toBe(0)
  })

  it('waits no longer than 5 s for a broker that says nothing', async () => {
    const asked = unlessSilent(new Promise(() => undefined))
    const refused = expect(asked).rejects.toThrow('No answer in 5 s.')
    await jest.advanceTimersByTimeAsync(5000)
    await refused
  })
})
