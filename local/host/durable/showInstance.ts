import type { HttpReply } from '../http/message'
import { jsonReply } from '../http/message'
import type { ManagementCall, ManagementContext } from './managementCall'
import type { Instance } from './model'
import { isFinished } from './model'
import { describeHistory, describeInstance } from './status'

/**
 * Answers `GET instances/{id}`.
 *
 * @param context - The engine.
 * @param call - The call.
 * @returns 202 while it runs, 200 when it has ended, 404.
 */
export function showInstance(context: ManagementContext, call: ManagementCall): HttpReply {
  const { store } = context
  const { query, request, segments } = call
  const instance = store.getInstance(segments[0] ?? '')
  if (instance === undefined) return { status: 404 }
  const showInput = flag(query, 'showInput', true)
  const status = describeInstance(instance, { showInput })
  const showOutput = flag(query, 'showHistoryOutput', false)
  const payload = flag(query, 'showHistory', false)
    ? {
        ...status,
        historyEvents: describeHistory(store.getHistory(instance.id), { showInput, showOutput }),
      }
    : status
  if (isFinished(instance.status)) return jsonReply(endStatus(instance, query), payload)
  return jsonReply(202, payload, { location: request.url.href, 'retry-after': '5' })
}

/**
 * Tells the HTTP status of an instance that has ended.
 *
 * @param instance - Finished.
 * @param query - May ask for 500 on failure.
 * @returns 200 or 500.
 */
export function endStatus(instance: Instance, query: URLSearchParams): number {
  const asError = flag(query, 'returnInternalServerErrorOnFailure', false)
  return instance.status === 'Failed' && asError ? 500 : 200
}

/**
 * Reads a switch of a query.
 *
 * @param query - Of the request.
 * @param name - Of the switch.
 * @param fallback - When it is neither true nor false.
 * @returns The switch.
 */
export function flag(query: URLSearchParams, name: string, fallback: boolean): boolean {
  const value = query.get(name)?.toLowerCase()
  return value === 'true' ? true : value === 'false' ? false : fallback
}
