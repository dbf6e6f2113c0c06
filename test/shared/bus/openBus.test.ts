import { developmentKey } from '../../../local/emulators/serviceBus/auth/sas'
import { emulatorConnection } from '../../../local/emulators/serviceBus/connection'
import { startEmulator } from '../../../local/emulators/serviceBus/startEmulator'
import { portsFrom } from '../../../local/stack/ports'
import { LANES_QUEUE, openDoorbell, parseRing } from '../../../shared/bus/doorbell'
import { openBus } from '../../../shared/bus/openBus'
import { topology } from '../../../shared/bus/topology'
import type { Address } from '../../../shared/core/hex'
import { freePortBase } from '../../support/freePortBase'

// Connecting takes a moment, and others may be busy on this machine.
jest.setTimeout(60_000)

const SENDER: Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

describe('openBus', () => {
  it('rings at a broker that comes up only after the first try, and that comes again', async () => {
    const { bus: port } = portsFrom(await freePortBase())
    const bus = openBus(emulatorConnection(port, developmentKey))
    const doorbell = openDoorbell(bus)
    const lane = { chainId: 1, sender: SENDER }
    await expect(doorbell.ring(lane)).rejects.toMatchObject({
      code: 'BUS_UNREACHABLE',
      message: expect.stringContaining('ECONNREFUSED') as string,
    })
    await expect(bus.probe(LANES_QUEUE)).rejects.toMatchObject({ code: 'BUS_UNREACHABLE' })
    const first = await startEmulator({ topology, port })
    await doorbell.ring(lane)
    expect(await receiveOne(first.connection)).toEqual(lane)
    await first.stop()
    const again = await startEmulator({ topology, port })
    await bus.probe(LANES_QUEUE)
    await doorbell.ring(lane)
    expect(await receiveOne(again.connection)).toEqual(lane)
    await expect(bus.probe('nobody')).rejects.toMatchObject({ code: 'BUS_UNREACHABLE' })
    // The client waits for answers when it closes: first it, then the broker.
    await bus.close()
    await again.stop()
  })

  it('loads and connects nothing until it is used', async () => {
    await openBus('no connection string at all').close()
  })
})

async function receiveOne(connection: string): Promise<unknown> {
  const { ServiceBusClient } = await import('@azure/service-bus')
  const client = new ServiceBusClient(connection)
  try {
    const receiver = await client.acceptNextSession(LANES_QUEUE)
    const [message] = await receiver.receiveMessages(1)
    return parseRing(message?.body)
  } finally {
    await client.close()
  }
}
