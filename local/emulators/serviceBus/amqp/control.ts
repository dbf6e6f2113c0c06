import type { EventContext, Message, Receiver, Sender } from 'rhea'
import type { Opening } from './context'
import { unauthorized } from './faults'
import { accepted, answerAttach, presettle, settle, sourceOf, targetOf } from './rhea'

const CREDIT = 100

/** A request to `$cbs` or `$management`. */
export type ControlRequest = {
  readonly properties: Readonly<Record<string, unknown>>
  readonly body: unknown
}

/** What it is answered: application properties and a body, typed for AMQP. */
export type ControlReply = {
  readonly properties: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/**
 * Tells whether an address is one of control, not of messages.
 *
 * @param address - As a client names it.
 * @returns Whether it is `$cbs` or ends in `/$management`.
 */
export function isControl(address: string): boolean {
  return address === '$cbs' || address.endsWith('/$management')
}

/**
 * Serves a link over which a client sends requests.
 *
 * @param opening - The link; refused when no token covers it, but for `$cbs`, which takes tokens.
 * @param answer - Answers one request.
 */
export function takeRequests(
  opening: Opening<Receiver>,
  answer: (request: ControlRequest) => ControlReply,
): void {
  const { link, state } = opening
  const { address } = targetOf(link)
  answerAttach(link)
  if (!isOpenTo(opening, address)) return
  link.add_credit(CREDIT)
  link.on('message', ({ message, delivery }: EventContext) => {
    if (message === undefined) return
    const request = message as unknown as Readonly<Record<string, unknown>>
    const { properties, body } = answer({
      properties: (request['application_properties'] ?? {}) as ControlRequest['properties'],
      body: request['body'],
    })
    if (delivery !== undefined) settle(delivery, accepted())
    link.add_credit(1)
    const replyTo = state.replyLinks.get(String(request['reply_to']))
    if (replyTo === undefined) return
    const reply = {
      correlation_id: request['message_id'],
      application_properties: properties,
      body,
    }
    // rhea's own type asks for methods that it does not need.
    presettle(replyTo.send(reply as unknown as Message))
  })
}

/**
 * Serves a link over which a client gets answers.
 *
 * @param opening - The link; refused when no token covers it, but for `$cbs`.
 */
export function giveReplies(opening: Opening<Sender>): void {
  const { link, state } = opening
  answerAttach(link)
  if (!isOpenTo(opening, sourceOf(link).address)) return
  const names = [link.name, targetOf(link).address].filter((name) => name !== '')
  for (const name of names) state.replyLinks.set(name, link)
  link.once('sender_close', () => {
    for (const name of names) state.replyLinks.delete(name)
  })
}

function isOpenTo({ link, state }: Opening<Receiver | Sender>, address: string): boolean {
  if (address === '$cbs' || state.claims.covers(address)) return true
  link.close(unauthorized(address, 'Listen'))
  return false
}
