import type { HttpHandler } from '../core/http'
import type { StatusOf } from '../core/problem'
import type { ApiPorts } from './ports'
import type { Route } from './route'
import { statusOf } from './status'

/** A route as the platform's adapter takes it. */
export type Registration = {
  readonly name: string
  readonly method: Route['method']
  readonly route: string
  readonly authLevel: Route['role']
  readonly handler: HttpHandler
  readonly statusOf: StatusOf
}

/**
 * Turns a row of the table into what registers it.
 *
 * @param row - Of the table.
 * @param ports - Opened with the first request: registering must load nothing.
 * @returns Options of `httpRoute`.
 */
export function registrationOf(row: Route, ports: () => ApiPorts): Registration {
  const { name, method, path, role, handler } = row
  return {
    name,
    method,
    route: path,
    authLevel: role,
    handler: (call) => handler(ports())(call),
    statusOf,
  }
}
