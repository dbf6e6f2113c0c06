/** One question to a node. */
export type RpcCall = {
  readonly method: string
  readonly params: readonly unknown[]
}

/** A node's answer: a result, or its own word that something is wrong. */
export type RpcReply =
  | { readonly ok: true; readonly result: unknown }
  | {
      readonly ok: false
      readonly code: number
      readonly message: string
      readonly data: unknown
    }

/** One endpoint of a chain. */
export type Rpc = {
  /** Scheme and host, for people: never the path, which often holds a key. */
  readonly name: string
  /** Asks all in one post; the replies are in the order of the calls. Throws when the endpoint does not answer. */
  readonly send: (calls: readonly RpcCall[]) => Promise<readonly RpcReply[]>
}
