import { DurableRequestError, UnknownFunctionError } from '../errors'
import type { HttpReply } from '../http/message'
import { jsonReply } from '../http/message'
import { instanceIdRule, isInstanceId } from './instanceId'
import type { ManagementCall, ManagementContext } from './managementCall'
import { isFinished } from './model'
import { endStatus } from './showInstance'
import { describeInstance, parseOrText } from './status'

/**
 * Answers `POST orchestrators/{name}[/{id}]`.
 *
 * @param context - The engine.
 * @param call - The call; its body is the input as JSON, none for none.
 * @returns 202 with links; with `timeout` and `pollingInterval` the result, if it comes in time.
 * @throws DurableRequestError 400 or 409.
 */
export async function startInstance(
  context: ManagementContext,
  call: ManagementCall,
): Promise<HttpReply> {
  const { request, query, segments } = call
  const [name = '', givenId = '', ...more] = segments
  if (request.method !== 'POST' || name === '' || more.length > 0) return { status: 404 }
  assertKnown(context, name)
  if (!isInstanceId(givenId)) throw new DurableRequestError(400, instanceIdRule)
  const id = context.engine.create({
    name,
    version: query.get('version'),
    input: parseInput(request.body),
    ...(givenId === '' ? {} : { id: givenId }),
  })
  const timeoutInMs = waitTime(query)
  if (timeoutInMs === undefined) return accepted(context, id)
  await context.engine.wait(id, timeoutInMs)
  return resultOf(context, id, query)
}

/**
 * Answers `POST instances/{id}/restart`.
 *
 * @param context - The engine.
 * @param call - The call.
 * @param asNew - Whether to make a new id.
 * @returns 202 with links.
 * @throws DurableRequestError 400 for an unknown id, 409 for one that has not ended.
 */
export function restartInstance(
  context: ManagementContext,
  call: ManagementCall,
  asNew: boolean,
): HttpReply {
  const [id = ''] = call.segments
  const instance = context.store.getInstance(id)
  if (instance === undefined) {
    throw new DurableRequestError(
      400,
      `InstanceId '${id}' does not match a valid orchestration instance.`,
    )
  }
  const { name, version, input } = instance
  const started = context.engine.create({ name, version, input, ...(asNew ? {} : { id }) })
  return accepted(context, started)
}

function accepted({ links }: ManagementContext, id: string): HttpReply {
  // Rewinding is not shown, as in production.
  const shown = { ...links(id), rewindPostUri: undefined }
  return jsonReply(202, shown, { location: shown.statusQueryGetUri, 'retry-after': '10' })
}

function resultOf(context: ManagementContext, id: string, query: URLSearchParams): HttpReply {
  const instance = context.store.getInstance(id)
  if (instance === undefined || !isFinished(instance.status)) return accepted(context, id)
  if (instance.status === 'Completed') return jsonReply(200, parseOrText(instance.output))
  return jsonReply(endStatus(instance, query), describeInstance(instance, { showInput: true }))
}

function waitTime(query: URLSearchParams): number | undefined {
  const [timeout, interval] = [query.get('timeout'), query.get('pollingInterval')]
  if (timeout === null || interval === null) return undefined
  const seconds = Number(timeout)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}

function assertKnown({ orchestrators }: ManagementContext, name: string): void {
  if (orchestrators.has(name.toLowerCase())) return
  const { message } = new UnknownFunctionError(name, 'orchestrator', orchestrators.values())
  throw new DurableRequestError(400, message)
}

function parseInput(body: Buffer): string | null {
  const text = body.toString('utf8')
  if (text === '') return null
  const value = parseJson(text)
  return value === null ? null : JSON.stringify(value)
}

/**
 * Parses the body of a call.
 *
 * @param text - Should be JSON.
 * @returns The value.
 * @throws DurableRequestError 400 when it is not.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new DurableRequestError(400, 'Invalid JSON content.')
  }
}
