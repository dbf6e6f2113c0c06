import type { CorrelationFilter } from '../../../../shared/bus/topology'
import type { Content } from './message'

const FIELDS = [
  'correlationId',
  'messageId',
  'to',
  'replyTo',
  'subject',
  'sessionId',
  'replyToSessionId',
  'contentType',
] as const

/**
 * Tells whether a message passes a correlation filter: all conditions must hold, compared exactly, case and type counting.
 *
 * @param content - Of the message.
 * @param filter - Its conditions.
 * @returns Whether it passes.
 */
export function matchesFilter(content: Content, filter: CorrelationFilter): boolean {
  return (
    FIELDS.every((field) => filter[field] === undefined || filter[field] === content[field]) &&
    Object.entries(filter.properties ?? {}).every(
      ([name, value]) => content.properties[name] === value,
    )
  )
}
