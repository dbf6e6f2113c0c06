import { describe, FabricError, messageOf } from '../core/errors'

/** A topology that names an entity, a limit or a filter which Service Bus, or this subset of it, does not take. */
export class TopologyError extends FabricError {
  override readonly name = 'TopologyError'
  readonly code = 'BUS_TOPOLOGY_INVALID'
  readonly retryable = false

  constructor(readonly faults: readonly string[]) {
    super(
      `${String(faults.length)} fault(s) in the Service Bus topology. Mend them in its JSON file:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    )
  }
}

/** The broker did not take a message: it is down, or refuses us. */
export class BusUnreachableError extends FabricError {
  override readonly name = 'BusUnreachableError'
  readonly code = 'BUS_UNREACHABLE'
  readonly retryable = true

  constructor(
    readonly entity: string,
    options: ErrorOptions,
  ) {
    super(
      `Service Bus did not take a message for ${entity}: ${reasonsOf(options.cause)}. Is the namespace of SERVICE_BUS up, and may its key send?`,
      options,
    )
  }
}

/** A message in the queue of doorbells that is none. */
export class DoorbellUnreadableError extends FabricError {
  override readonly name = 'DoorbellUnreadableError'
  readonly code = 'DOORBELL_UNREADABLE'
  readonly retryable = false

  constructor(received: unknown) {
    super(
      `A doorbell is { "chainId": 1, "sender": "0x…" }, but ${describe(received)} came. Who else sends to the queue of lanes?`,
    )
  }
}

// When the client gives up after several tries it wraps their errors.
function reasonsOf(cause: unknown): string {
  const errors = cause instanceof AggregateError ? (cause.errors as unknown[]) : [cause]
  return [...new Set(errors.map(messageOf))].join('; ').slice(0, 300)
}
