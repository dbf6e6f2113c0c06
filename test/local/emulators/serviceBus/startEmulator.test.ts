import { once } from 'node:events'
import { connect as connectSocket } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Connection, EventContext, Receiver } from 'rhea'
import { create_container } from 'rhea'
import type {
  Emulator,
  EmulatorOptions,
} from '../../../../local/emulators/serviceBus/startEmulator'
import { startEmulator } from '../../../../local/emulators/serviceBus/startEmulator'
import { parseTopology } from '../../../../shared/bus/topology'
import { openClient } from './contract/support'

const topology = parseTopology({ queues: [{ name: 'q' }, { name: 'q2' }] })

describe('startEmulator', () => {
  let emulator: Emulator | undefined
  const start = async (options: Partial<EmulatorOptions> = {}) => {
    emulator = await startEmulator({ topology, ...options })
    return emulator
  }
  afterEach(async () => {
    await emulator?.stop()
  })

  it('is served with a key of its own, which the published one does not open', async () => {
    const { connection } = await start({ keyName: 'mine', key: 'own' })
    expect(connection).toMatch(/^Endpoint=sb:\/\/127\.0\.0\.1:\d+;SharedAccessKeyName=mine;/)
    const client = openClient(connection)
    await client.createSender('q').sendMessages({ body: 1 })
    await client.close()
    const stranger = openClient(connection.replace(/=own;/, '=other;'))
    await expect(stranger.createSender('q').sendMessages({ body: 1 })).rejects.toMatchObject({
      code: 'UnauthorizedAccess',
    })
    await stranger.close()
  })

  it('listens on the loopback address alone', async () => {
    const { port } = await start()
    const outside = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
    for (const { address } of outside) {
      const socket = connectSocket(port, address)
      await expect(once(socket, 'connect')).rejects.toThrow(/ECONNREFUSED/)
    }
  })

  it('takes a token of an identity only where it is given who verifies it, and for its resource alone', async () => {
    const asked: string[][] = []
    const { port } = await start({
      verifyJwt: (token, audience) => {
        asked.push([token, audience])
        if (token !== 'good') return { ok: false, why: 'InvalidToken' }
        return { ok: true, resource: 'sb://host/q', expiresAtInMs: Date.now() + 60_000 }
      },
    })
    const connection = connect(port)
    expect(await putToken(connection, 'bad', 'sb://host/q')).toBe(401)
    expect(await putToken(connection, 'good', 'sb://host/q2')).toBe(401)
    expect(await putToken(connection, 'good', 'sb://host/q')).toBe(202)
    expect(asked[0]).toEqual(['bad', 'sb://host/q'])
    expect(await attach(connection, 'q')).toBeUndefined()
    expect(await attach(connection, 'q2')).toBe('amqp:unauthorized-access')
    await close(connection)
  })

  it('refuses tokens of an identity where nobody verifies them', async () => {
    const { port } = await start()
    const connection = connect(port)
    expect(await putToken(connection, 'good', 'sb://host/q')).toBe(401)
    await close(connection)
  })

  it('echoes the settle modes of each link, without which the .NET client mixes its tokens up', async () => {
    const { port } = await start()
    const connection = connect(port)
    const link = connection.open_sender({
      ...{ target: '$cbs', snd_settle_mode: 1, rcv_settle_mode: 0 },
    })
    await once(link, 'sender_open')
    expect([link.snd_settle_mode, link.rcv_settle_mode]).toEqual([1, 0])
    await close(connection)
  })
})

function connect(port: number): Connection {
  return create_container().connect({ port, host: '127.0.0.1', reconnect: false })
}

// Until the emulator has answered: a connection that is cut would say so after the test.
async function close(connection: Connection): Promise<void> {
  const closed = once(connection, 'connection_close')
  connection.close()
  await closed
}

async function putToken(connection: Connection, token: string, name: string): Promise<unknown> {
  const replies: Receiver = connection.open_receiver({
    source: '$cbs',
    name: `cbs-${name}-${token}`,
  })
  const requests = connection.open_sender('$cbs')
  await Promise.all([once(requests, 'sendable'), once(replies, 'receiver_open')])
  requests.send({
    ...{ message_id: token, reply_to: replies.name, body: token },
    application_properties: { operation: 'put-token', type: 'jwt', name },
  })
  const [{ message }] = (await once(replies, 'message')) as [EventContext]
  const { 'status-code': status } = message?.['application_properties'] as {
    readonly 'status-code': unknown
  }
  return status
}

// Gives the condition that an attach is refused with; undefined when the link may send.
async function attach(connection: Connection, address: string): Promise<string | undefined> {
  const link = connection.open_sender(address)
  await Promise.race([once(link, 'sendable'), once(link, 'sender_error')])
  return (link.error as { readonly condition?: string } | undefined)?.condition
}
