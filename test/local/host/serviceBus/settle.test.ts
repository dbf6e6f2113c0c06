import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus'
import { makeSettle } from '../../../../local/host/serviceBus/settle'
import { makeGate } from './handlers'

const message = (messageId: string) => ({ messageId }) as ServiceBusReceivedMessage

// A broker that answers when the test says so; a real one cannot be made to stay away amid an answer.
function makeReceiver() {
  const calls: string[] = []
  const answer = makeGate()
  const settle = (outcome: string) => async (settled: ServiceBusReceivedMessage) => {
    calls.push(`${outcome} ${String(settled.messageId)}`)
    await answer.opened
  }
  const receiver = { completeMessage: settle('complete'), abandonMessage: settle('abandon') }
  return { calls, answer, receiver: receiver as unknown as ServiceBusReceiver }
}

describe('makeSettle', () => {
  it('gives the next message back only when the one before it was answered', async () => {
    const { calls, answer, receiver } = makeReceiver()
    const settle = makeSettle(receiver, new AbortController().signal)
    const both = Promise.all([settle(message('a'), 'complete'), settle(message('b'), 'abandon')])
    await new Promise((resolve) => setImmediate(resolve))
    expect(calls).toEqual(['complete a'])
    answer.open()
    await both
    expect(calls).toEqual(['complete a', 'abandon b'])
  })

  it('does not wait for the answer of a broker that has gone, nor asks it again', async () => {
    const { calls, receiver } = makeReceiver()
    const gone = new AbortController()
    const settle = makeSettle(receiver, gone.signal)
    const first = settle(message('a'), 'complete')
    const second = settle(message('b'), 'complete')
    const ended = Promise.allSettled([first, second])
    await new Promise((resolve) => setImmediate(resolve))
    gone.abort()
    const fault = 'The connection that it came by has gone.'
    expect(await ended).toMatchObject([
      { reason: { message: fault } },
      { reason: { message: fault } },
    ])
    expect(calls).toEqual(['complete a'])
  })
})
