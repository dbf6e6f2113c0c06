import type { Database } from 'libsql'
import { checkBindings } from './checkBindings'
import type { HostClock } from './clock'
import { hostVersion } from './coreModule'
import { DurableEngine } from './durable/engine'
import { findDurableFunctions, namesOf } from './durable/functions'
import type { LinkBase } from './durable/links'
import { makeClientPayload, makeLinks } from './durable/links'
import { manage } from './durable/managementApi'
import type { ManagementContext } from './durable/managementCall'
import { makeAdminHandler } from './http/adminHandler'
import { makeFunctionHandler } from './http/functionHandler'
import type { HostKeys } from './http/keys'
import { hasKey } from './http/keys'
import type { Listener } from './http/listener'
import { LOOPBACK, listen } from './http/listener'
import type { HttpHandler, HttpReply, HttpRequest } from './http/message'
import { limitTime } from './limitTime'
import type { RegisteredFunction } from './registry'
import { reportFailure } from './reportFailure'
import type { ServiceBusHost } from './serviceBus/serviceBusHost'
import { makeServiceBus } from './serviceBus/serviceBusHost'
import type { HostSettings } from './settings'
import { openDatabase } from './store/openDatabase'
import { makeSqliteStore } from './store/sqliteStore'
import { makeTimerStore } from './store/timerStore'
import type { TimerHost } from './timers/timerHost'
import { makeTimers } from './timers/timerHost'

const WEBHOOK_PATH = '/runtime/webhooks/durabletask'
const RPC_PATH = '/durabletask'

/** What a host serves, and with what. */
export type HostOptions = {
  /** With `%NAME%` resolved. */
  readonly functions: readonly RegisteredFunction[]
  readonly settings: HostSettings
  /** App settings, by which triggers name their connections. */
  readonly env: NodeJS.ProcessEnv
  readonly databaseFile: string
  readonly clock: HostClock
  readonly port: number
  /** Undefined = no key is asked for. */
  readonly keys: HostKeys | undefined
  readonly maxBodyInBytes: number
}

/** A host that serves. */
export type Host = {
  readonly port: number
  /**
   * Takes no more, and lets what runs end.
   *
   * @param deadlineInMs - At most this long; what is cut off is taken up again at the next start.
   */
  readonly stop: (deadlineInMs: number) => Promise<void>
}

/**
 * Starts to serve the functions of an app: HTTP, timers, Service Bus, orchestrations.
 *
 * @param given - The app.
 * @returns When it listens.
 * @throws UnsupportedFeatureError when the app binds to what this host does not have.
 * @throws AppStartError when a trigger of it cannot be read.
 */
export async function startHost(given: HostOptions): Promise<Host> {
  checkBindings(given.functions)
  const { settings, env, clock, keys, maxBodyInBytes } = given
  const functions = limitTime(given.functions, { clock, ...settings })
  const options = { ...given, functions }
  const database = openDatabase(options.databaseFile)
  const ports = { main: options.port, rpc: 0 }
  const base = () => makeLinkBase(options, ports)
  const clientPayload = () => makeClientPayload(base())
  const app = { ...settings, functions, env, keys, clock, clientPayload, onFailure: reportFailure }
  const management = makeManagement(options, { database, base })
  const { engine } = management
  const timers = makeTimers({ ...app, store: makeTimerStore(database) })
  const serviceBus = makeServiceBus(app)
  const onError = reportFailure.bind(undefined, undefined)
  const manageUnder = (prefix: string) => makeManagementHandler(management, prefix)
  const rpcHandle = onlyFromProcesses(manageUnder(RPC_PATH), () => origin(ports.rpc))
  const rpc = await listen({ port: 0, maxBodyInBytes, onError, handle: rpcHandle })
  const handle = firstOf([
    withSystemKey(manageUnder(WEBHOOK_PATH), keys),
    makeAdminHandler({ ...app, hostVersion, baseUrl: () => origin(ports.main) }),
    makeFunctionHandler(app),
  ])
  const main = await listen({ port: options.port, maxBodyInBytes, onError, handle })
  Object.assign(ports, { main: main.port, rpc: rpc.port })
  // The durable client rewrites all links to port 7071 when it is not set.
  process.env['WEBSITE_HOSTNAME'] = new URL(origin(main.port)).host
  engine.start()
  timers.start()
  serviceBus.start()
  return {
    port: main.port,
    stop: makeStop({ main, rpc, timers, engine, serviceBus, database, clock }),
  }
}

type Parts = {
  readonly main: Listener
  readonly rpc: Listener
  readonly timers: TimerHost
  readonly engine: DurableEngine
  readonly serviceBus: ServiceBusHost
  readonly database: Database
  readonly clock: HostClock
}

function makeStop(parts: Parts): Host['stop'] {
  const { main, rpc, timers, engine, serviceBus, database, clock } = parts
  return async (deadlineInMs) => {
    const busEnded = serviceBus.stop()
    const ended = Promise.all([main.close(), timers.stop(), engine.stop(), busEnded])
    const isDrained = await isOver(ended, clock, deadlineInMs)
    main.abort()
    serviceBus.cut()
    await busEnded
    // Last: what still ran may have called it.
    rpc.abort()
    await rpc.close()
    // What was cut off may still try to write until the process ends.
    if (isDrained) database.close()
  }
}

function makeManagement(
  options: HostOptions,
  { database, base }: { readonly database: Database; readonly base: () => LinkBase },
): ManagementContext {
  const { clock, settings } = options
  const store = makeSqliteStore(database)
  const functions = findDurableFunctions(options.functions)
  const engine = new DurableEngine({
    ...settings,
    store,
    clock,
    functions,
    clientPayload: () => makeClientPayload(base()),
    onFailure: reportFailure,
  })
  return {
    engine,
    store,
    orchestrators: namesOf(functions.orchestrators),
    links: (id) => makeLinks(base(), id),
  }
}

function makeManagementHandler(context: ManagementContext, prefix: string): HttpHandler {
  return async (request) =>
    isUnder(request, prefix)
      ? manage(context, request, request.path.slice(prefix.length))
      : undefined
}

function withSystemKey(handle: HttpHandler, keys: HostKeys | undefined): HttpHandler {
  return async (request) => {
    if (!isUnder(request, WEBHOOK_PATH)) return undefined
    const isOpen = keys === undefined || hasKey(request, [keys.durabletask, keys.master])
    return isOpen ? handle(request) : { status: 401 }
  }
}

// No key is asked for there, so a web page that the user of this machine opens must not get through.
function onlyFromProcesses(handle: HttpHandler, own: () => string): HttpHandler {
  return async (request) => {
    const { origin: page, host } = request.headers
    const isFromPage = page !== undefined || `http://${host ?? ''}` !== own()
    return isFromPage ? { status: 403 } : handle(request)
  }
}

function firstOf(handlers: readonly HttpHandler[]): HttpHandler {
  return async (request) => {
    let reply: HttpReply | undefined
    for (const handle of handlers) reply ??= await handle(request)
    return reply
  }
}

function isUnder({ path }: HttpRequest, prefix: string): boolean {
  return `${path.toLowerCase()}/`.startsWith(`${prefix}/`)
}

function makeLinkBase(
  { settings, keys }: HostOptions,
  ports: { readonly main: number; readonly rpc: number },
): LinkBase {
  return {
    webhookUrl: origin(ports.main) + WEBHOOK_PATH,
    rpcUrl: `${origin(ports.rpc)}${RPC_PATH}/`,
    hubName: settings.hubName,
    code: keys?.durabletask,
  }
}

function origin(port: number): string {
  return `http://${LOOPBACK}:${String(port)}`
}

// Leaves no timer behind, which would keep the process alive.
function isOver(work: Promise<unknown>, clock: HostClock, deadlineInMs: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const cancel = clock.setTimer(deadlineInMs, () => {
      resolve(false)
    })
    work.then(() => {
      cancel()
      resolve(true)
    }, reject)
  })
}
