import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { InvalidValueError } from '../../shared/core/errors'

/** What the host's command line says. */
export type HostArguments = {
  /** Absolute; holds the app's package.json. */
  readonly appDir: string
  /** Absolute; made when it is not there. */
  readonly stateDir: string
  /** 0 = any that is free. */
  readonly port: number
  /** `open` asks for no key, as the local tools do. */
  readonly auth: 'keys' | 'open'
}

/**
 * Parses `--app DIR --state DIR [--port N] [--auth keys|open]`.
 *
 * @param argv - Without node and script.
 * @returns The arguments.
 * @throws InvalidValueError that names what is missing or wrong.
 */
export function parseArguments(argv: readonly string[]): HostArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      app: { type: 'string' },
      state: { type: 'string' },
      port: { type: 'string', default: '7071' },
      auth: { type: 'string', default: 'keys' },
    },
  })
  const { app, state, port, auth } = values
  if (app === undefined) throw new InvalidValueError('--app', "the compiled app's folder", app)
  if (state === undefined) throw new InvalidValueError('--state', 'a folder of its own', state)
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new InvalidValueError('--port', 'a port, or 0 for any that is free', port)
  }
  if (auth !== 'keys' && auth !== 'open') {
    throw new InvalidValueError('--auth', 'keys or open', auth)
  }
  return { appDir: resolve(app), stateDir: resolve(state), port: Number(port), auth }
}
