import { limitTime } from '../../../local/host/limitTime'
import { makeManualClock } from './manualClock'

const clock = makeManualClock(0)

function limited(callback: () => unknown): Promise<unknown> {
  const functions = [{ id: 'f', metadata: { name: 'f', bindings: {} }, callback }]
  const [registered] = limitTime(functions, { clock, functionTimeoutInMs: 1000 })
  return Promise.resolve(registered?.callback())
}

describe('limitTime', () => {
  it('fails an invocation that does not end in time, and names the setting', async () => {
    const result = limited(() => new Promise(() => undefined))
    clock.advance(1000)
    await expect(result).rejects.toMatchObject({
      code: 'HOST_FUNCTION_TIMEOUT',
      message: expect.stringMatching(/'f' did not end in 1 s.*functionTimeout/) as string,
    })
  })

  it('leaves alone what ends or fails in time', async () => {
    expect(await limited(() => 'at once')).toBe('at once')
    expect(await limited(() => Promise.resolve('later'))).toBe('later')
    await expect(limited(() => Promise.reject(new Error('own')))).rejects.toThrow('own')
  })
})
