import { DurableRequestError } from '../errors'
import type { HttpReply } from '../http/message'
import { jsonReply } from '../http/message'
import type { ManagementCall, ManagementContext } from './managementCall'
import type { InstanceFilter } from './model'
import { isFinished, runtimeStatuses } from './model'
import { flag } from './showInstance'
import { describeInstance } from './status'

const CONTINUATION = 'x-ms-continuation-token'

const DEFAULT_PAGE = 100
const MAX_PAGE = 1000

/**
 * Answers `GET instances/`.
 *
 * @param context - The engine.
 * @param call - With filters; a continuation token in the header goes on behind the page before.
 * @returns A page, and a token when there is another.
 */
export function listInstances(context: ManagementContext, call: ManagementCall): HttpReply {
  const { store } = context
  const { query, request } = call
  const size = Math.min(Number(query.get('top')) || DEFAULT_PAGE, MAX_PAGE)
  const token = request.headers[CONTINUATION]
  const afterId =
    token === undefined || token === '' ? undefined : Buffer.from(token, 'base64').toString('utf8')
  const found = store.listInstances({
    ...parseFilter(query),
    ...(afterId === undefined ? {} : { afterId }),
    limit: size + 1,
  })
  const page = found.slice(0, size)
  const last = page.at(-1)
  const showInput = flag(query, 'showInput', true)
  const payload = page.map((instance) => describeInstance(instance, { showInput }))
  const next =
    found.length > size && last !== undefined
      ? { [CONTINUATION]: Buffer.from(last.id).toString('base64') }
      : {}
  return jsonReply(200, payload, next)
}

/**
 * Answers `DELETE instances/`: purges those that have ended.
 *
 * @param context - The engine.
 * @param call - With filters, of which createdTimeFrom is required.
 * @returns How many; 404 for none.
 * @throws DurableRequestError 400 without createdTimeFrom.
 */
export function purgeInstances(context: ManagementContext, call: ManagementCall): HttpReply {
  const filter = parseFilter(call.query)
  if (filter.createdFromInMs === undefined) {
    throw new DurableRequestError(400, "Please provide value for 'createdTimeFrom' parameter.")
  }
  const found = context.store.listInstances(filter).filter(({ status }) => isFinished(status))
  if (found.length === 0) return { status: 404 }
  context.engine.commit(found.map(({ id }) => ({ kind: 'purge', instanceId: id })))
  return jsonReply(200, { instancesDeleted: found.length })
}

function parseFilter(query: URLSearchParams): InstanceFilter {
  const createdFromInMs = parseTime(query.get('createdTimeFrom'))
  const createdToInMs = parseTime(query.get('createdTimeTo'))
  const wanted = (query.get('runtimeStatus') ?? '').toLowerCase().split(',')
  const idPrefix = query.get('instanceIdPrefix')
  return {
    ...(createdFromInMs === undefined ? {} : { createdFromInMs }),
    ...(createdToInMs === undefined ? {} : { createdToInMs }),
    ...(idPrefix === null ? {} : { idPrefix }),
    statuses: runtimeStatuses.filter((status) => wanted.includes(status.toLowerCase())),
  }
}

function parseTime(text: string | null): number | undefined {
  const time = text === null ? NaN : Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}
