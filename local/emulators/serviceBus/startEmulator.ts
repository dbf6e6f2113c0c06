import { randomBytes } from 'node:crypto'
import type { Topology } from '../../../shared/bus/topology'
import type { HostClock } from '../../host/clock'
import { systemClock } from '../../host/clock'
import { amendContent } from './amqp/amendContent'
import type { PutToken } from './amqp/context'
import { encodeContent } from './amqp/encodeMessage'
import { listen } from './amqp/listen'
import { parseMessage } from './amqp/parseMessage'
import type { SharedKey, TokenVerdict } from './auth/sas'
import { developmentKey, verifySas } from './auth/sas'
import { openBroker } from './broker/broker'
import type { Journal } from './broker/ports'
import { emulatorConnection } from './connection'
import { memoryJournal } from './store/memoryJournal'
import { openJournal } from './store/openJournal'

/** What an emulator serves, and how. */
export type EmulatorOptions = {
  readonly topology: Topology
  /** 0, any that is free, by default. */
  readonly port?: number
  /** Path; made when it is not there. Without one all is forgotten when the emulator stops. */
  readonly databaseFile?: string
  readonly clock?: HostClock
  /** The published development key by default. */
  readonly keyName?: string
  readonly key?: string
  /** Verifies tokens of an identity (JWT); without it they are refused. */
  readonly verifyJwt?: (token: string, audience: string) => TokenVerdict
  /** Gets what went wrong with a client's connection. */
  readonly onClientFault?: (text: string) => void
  /** Called with a fault of the disk; the emulator has cut every connection by then. */
  readonly onFault?: (error: unknown) => void
}

/** A running emulator. */
export type Emulator = {
  readonly port: number
  /** For `new ServiceBusClient(…)`; holds the key. */
  readonly connection: string
  readonly stop: () => Promise<void>
}

/** As in the tiers Basic and Standard. */
const MAX_MESSAGE_IN_BYTES = 262_144

/**
 * Starts an emulator of a Service Bus namespace on 127.0.0.1: the subset of the protocol that docs/how-to says.
 *
 * A send is durable before it is accepted, and a settlement before it is answered, where a database file is given.
 *
 * @param options - Its entities, where it listens and what it keeps.
 * @returns When it listens.
 * @throws Error of the operating system when the port is taken or the file cannot be opened.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { topology, port = 0, databaseFile, clock = systemClock, onFault } = options
  const shared: SharedKey = {
    keyName: options.keyName ?? developmentKey.keyName,
    key: options.key ?? developmentKey.key,
  }
  const parse = (bytes: Buffer) => parseMessage(bytes, newToken)
  let stop = async () => undefined as unknown
  const journal = chooseJournal(databaseFile, parse, (error) => {
    void stop().finally(() => onFault?.(error))
  })
  const broker = openBroker(topology, { clock, journal, newToken, amend: amendContent })
  const server = await listen({
    context: {
      broker,
      parse,
      maxMessageInBytes: MAX_MESSAGE_IN_BYTES,
      verify: makeVerifier(shared, clock, options.verifyJwt),
    },
    ...{ clock, port, onClientFault: options.onClientFault ?? (() => undefined) },
  })
  const stopOnce = once(async () => {
    broker.stop()
    await server.close()
    journal.close()
  })
  stop = stopOnce
  return { port: server.port, connection: emulatorConnection(server.port, shared), stop: stopOnce }
}

const newToken = () => randomBytes(16).toString('hex')

function chooseJournal(
  databaseFile: string | undefined,
  parse: (bytes: Buffer) => ReturnType<typeof parseMessage>,
  onFault: (error: unknown) => void,
): Journal {
  if (databaseFile === undefined) return memoryJournal
  return openJournal({ databaseFile, encode: encodeContent, parse, onFault })
}

function makeVerifier(
  shared: SharedKey,
  clock: HostClock,
  verifyJwt: EmulatorOptions['verifyJwt'],
): (token: PutToken) => TokenVerdict {
  return ({ type, token, audience }) => {
    if (type === 'servicebus.windows.net:sastoken') return verifySas(token, shared, clock.nowInMs())
    if (type === 'jwt' && verifyJwt !== undefined) return verifyJwt(token, audience)
    return { ok: false, why: `UnsupportedToken: Tokens of type '${type}' are not taken here.` }
  }
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => (running ??= run())
}
