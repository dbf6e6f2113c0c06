import type { Connection, Sender } from 'rhea'
import type { Claims } from '../auth/claims'
import type { TokenVerdict } from '../auth/sas'
import type { Broker } from '../broker/broker'
import type { Content } from '../broker/message'

/** What a client shows to be let in. */
export type PutToken = {
  readonly type: string
  readonly token: string
  /** What it asks to be let into, as in `sb://127.0.0.1:5672/queue`. */
  readonly audience: string
}

/** What every link needs. */
export type ServerContext = {
  readonly broker: Broker
  readonly maxMessageInBytes: number
  readonly parse: (bytes: Buffer) => Content
  readonly verify: (token: PutToken) => TokenVerdict
}

/** What is remembered of a connection. */
export type ConnectionState = {
  readonly connection: Connection
  readonly claims: Claims
  /** Where answers of `$cbs` and `$management` go: links by their name and by their target's address. */
  readonly replyLinks: Map<string, Sender>
  /** Called when the connection is lost. */
  readonly onLost: Set<() => void>
}

/** A link just opened, and what it needs. */
export type Opening<Link> = {
  readonly link: Link
  readonly context: ServerContext
  readonly state: ConnectionState
}
