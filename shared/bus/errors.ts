import { FabricError } from '../core/errors'

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
