import type { BusMessage } from '../../../shared/bus/bus'
import { openDoorbell, parseRing } from '../../../shared/bus/doorbell'
import { topology } from '../../../shared/bus/topology'
import type { Address } from '../../../shared/core/hex'

const SENDER: Address = '0xB5C8b7D6A66B2Aa43bB7b3c8a8e5b5B0F5e5b5B0'

describe('a doorbell', () => {
  it('rings in the session of its lane, however the address is spelt, and is read as it was rung', async () => {
    const sent: (readonly [string, BusMessage])[] = []
    const doorbell = openDoorbell({
      send: async (entity, message) => {
        sent.push([entity, message])
      },
    })
    const lowered: Address = `0x${SENDER.slice(2).toLowerCase()}`
    await doorbell.ring({ chainId: 1, sender: SENDER })
    await doorbell.ring({ chainId: 1, sender: lowered })
    expect(sent.map(([, { sessionId }]) => sessionId)).toEqual([`1:${lowered}`, `1:${lowered}`])
    expect(sent.map(([, { body }]) => parseRing(JSON.parse(JSON.stringify(body))))).toEqual([
      { chainId: 1, sender: SENDER },
      { chainId: 1, sender: lowered },
    ])
    const [queue] = sent.map(([entity]) => topology.queues.find(({ name }) => name === entity))
    // Without sessions two could work one lane; with few deliveries a night without a chain would make dead letters.
    expect(queue).toMatchObject({ requiresSession: true, maxDeliveryCount: 2000 })
  })

  it.each([
    ['nothing', undefined],
    ['a text', 'ring'],
    ['no chain', { sender: SENDER }],
    ['chain 0', { chainId: 0, sender: SENDER }],
    ['half a chain', { chainId: 1.5, sender: SENDER }],
    ['a short address', { chainId: 1, sender: SENDER.slice(0, -1) }],
    ['a name', { chainId: 1, sender: 'sender.eth' }],
  ])('refuses %s, which somebody else must have sent', (_, message) => {
    expect(() => parseRing(message)).toThrow(/A doorbell is .* Who else sends/)
  })
})
