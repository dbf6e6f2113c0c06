import { messageOf } from '../../../shared/core/errors'
import { writeLog } from '../hooks'
import { hostOf } from './connection'
import { codeOf } from './receive'
import type { ServiceBusTrigger } from './trigger'

/** Says once that the broker has gone, and once that it is back. */
export type Notice = {
  readonly lost: (error: unknown) => void
  readonly reached: () => void
}

/** By these the broker itself answers; by all else it cannot be reached. */
const REFUSALS: readonly unknown[] = [
  'UnauthorizedAccess',
  'MessagingEntityNotFound',
  'MessagingEntityDisabled',
]

/**
 * Makes the notice of one function.
 *
 * @param trigger - Of the function.
 * @returns The notice; it says again what changes, such as that a broker which is back refuses.
 */
export function makeNotice(trigger: ServiceBusTrigger): Notice {
  const { registered, connection, entityName } = trigger
  const functionName = registered.metadata.name
  const host = hostOf(connection)
  let said: unknown
  const say = (level: string, message: string) => {
    writeLog({ level, category: 'system', functionName, message })
  }
  return {
    lost: (error) => {
      const code = codeOf(error)
      const isRefused = REFUSALS.includes(code)
      const fault = isRefused ? code : 'unreachable'
      if (said === fault) return
      said = fault
      const what = isRefused
        ? `Service Bus at ${host} refuses ${entityName}`
        : `Service Bus at ${host} cannot be reached: ${entityName} waits`
      say('warning', `${what}, and is tried again from time to time. ${messageOf(error)}`)
    },
    reached: () => {
      if (said === undefined) return
      said = undefined
      say('information', `Service Bus at ${host} serves ${entityName} again.`)
    },
  }
}
