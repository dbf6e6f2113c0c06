import type { AddressInfo, Server, Socket } from 'node:net'
import type { Connection, EventContext } from 'rhea'
import { messageOf } from '../../../../shared/core/errors'
import type { HostClock } from '../../../host/clock'
import { Claims } from '../auth/claims'
import type { ConnectionState, ServerContext } from './context'
import { giveReplies, isControl, takeRequests } from './control'
import { deliverMessages } from './deliverMessages'
import { manage } from './management'
import { putToken } from './putToken'
import { makeContainer, noticeClosedSocket, sourceOf, targetOf } from './rhea'
import { takeMessages } from './takeMessages'

/** What listening needs. */
export type ListenOptions = {
  readonly context: ServerContext
  readonly clock: HostClock
  /** 0 = any that is free. */
  readonly port: number
  /** Gets what went wrong with a client's connection. */
  readonly onClientFault: (text: string) => void
}

/** A server that clients can connect to. */
export type AmqpServer = {
  readonly port: number
  /** Cuts every connection. */
  readonly close: () => Promise<void>
}

const LOOPBACK = '127.0.0.1'
const FAULTS = [
  'connection_error',
  'protocol_error',
  'session_error',
  'receiver_error',
  'sender_error',
  'error',
]

/**
 * Serves AMQP 1.0 on the loopback address alone.
 *
 * @param options - The broker, and where to listen.
 * @returns When it listens.
 * @throws Error of the operating system when the port is taken.
 */
export async function listen(options: ListenOptions): Promise<AmqpServer> {
  const { port, onClientFault } = options
  const container = makeContainer()
  const stateOf = makeStates(options.clock)
  wireLinks(container, options.context, stateOf)
  container.on('connection_open', ({ connection }: EventContext) => {
    noticeClosedSocket(connection)
  })
  container.on('disconnected', ({ connection }: EventContext) => {
    for (const lost of stateOf(connection).onLost) lost()
  })
  for (const fault of FAULTS) {
    container.on(fault, (event: unknown) => {
      onClientFault(`${fault}: ${describeFault(event)}`)
    })
  }
  const server = container.listen({
    ...{ port, host: LOOPBACK, idle_time_out: 240_000, max_frame_size: 65_536 },
    receiver_options: { credit_window: 0, autoaccept: false },
    // By default abandon and defer would be told twice, as modified and as released.
    sender_options: { autosettle: false, treat_modified_as_released: false } as object,
  })
  return toServer(server)
}

type StateOf = (connection: Connection) => ConnectionState

function makeStates(clock: HostClock): StateOf {
  const states = new WeakMap<Connection, ConnectionState>()
  return (connection) => {
    const known = states.get(connection)
    if (known !== undefined) return known
    const state: ConnectionState = {
      connection,
      claims: new Claims(clock),
      replyLinks: new Map(),
      onLost: new Set(),
    }
    states.set(connection, state)
    return state
  }
}

function wireLinks(container: NodeJS.EventEmitter, context: ServerContext, stateOf: StateOf): void {
  container.on('receiver_open', ({ receiver: link, connection }: EventContext) => {
    if (link === undefined) return
    const state = stateOf(connection)
    const { address } = targetOf(link)
    link.set_target({ address })
    link.set_source({ address: sourceOf(link).address })
    if (!isControl(address)) takeMessages({ link, context, state })
    else if (address === '$cbs') {
      takeRequests({ link, context, state }, (request) =>
        putToken(request, state.claims, context.verify),
      )
    } else {
      const entity = address.replace(/\/\$management$/, '')
      takeRequests({ link, context, state }, (request) => manage(request, entity, context))
    }
  })
  container.on('sender_open', ({ sender: link, connection }: EventContext) => {
    if (link === undefined) return
    const state = stateOf(connection)
    const { address } = sourceOf(link)
    link.set_source({ address })
    link.set_target({ address: targetOf(link).address })
    if (isControl(address)) giveReplies({ link, context, state })
    else deliverMessages({ link, context, state })
  })
}

function describeFault(event: unknown): string {
  const { error } = event as { readonly error?: unknown }
  const { description } = (error ?? {}) as { readonly description?: unknown }
  return typeof description === 'string' ? description : messageOf(error ?? event)
}

async function toServer(server: Server): Promise<AmqpServer> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    socket.setNoDelay(true)
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
      })
    },
  }
}
