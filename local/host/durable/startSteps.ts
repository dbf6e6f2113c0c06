import { randomUUID } from 'node:crypto'
import { makeStarted } from './makeStarted'
import type { DurableStore, Instance, Step } from './model'
import { isFinished } from './model'

/** An instance to be made. */
export type InstanceStart = Pick<Instance, 'id' | 'name' | 'version' | 'input' | 'parent'>

/**
 * Gives the writes that make an instance; a finished one of the same id is replaced.
 *
 * @param store - Where it may be already.
 * @param start - What to start.
 * @param nowInMs - The time.
 * @returns Undefined when an instance of this id has not ended.
 */
export function startSteps(
  store: DurableStore,
  start: InstanceStart,
  nowInMs: number,
): readonly Step[] | undefined {
  const { id: instanceId } = start
  const existing = store.getInstance(instanceId)
  if (existing !== undefined && !isFinished(existing.status)) return undefined
  const executionId = newId()
  const instance: Instance = {
    ...start,
    executionId,
    status: 'Pending',
    output: null,
    customStatus: null,
    createdAtInMs: nowInMs,
    updatedAtInMs: nowInMs,
  }
  const event = makeStarted(instance, nowInMs)
  const message = { instanceId, executionId, visibleAtInMs: nowInMs, event }
  return [
    { kind: 'purge', instanceId },
    { kind: 'saveInstance', instance },
    { kind: 'post', message },
  ]
}

/**
 * Makes an id as the durable extension does.
 *
 * @returns 32 hexadecimal digits.
 */
export function newId(): string {
  return randomUUID().replaceAll('-', '')
}
